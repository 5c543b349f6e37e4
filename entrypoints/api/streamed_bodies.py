"""Ends a body that is sent in pieces once who reads it may not read on."""

import logging
from http import HTTPMethod

from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPResponseStartEvent, HTTPScope, Message, Receive, Scope, Send

from entrypoints.api.standing import refusal_of_reader

EVENTS = b"text/event-stream"
SHORT = "it has become shorter while it was read"

logger = logging.getLogger(__name__)


class StreamedBodies:
    """Cuts a body off before its end if a key was revoked meanwhile, or if pieces are missing.

    A document can be deleted, or limited to others, while it is read: then pieces are missing. The
    body stays without its end, and the server closes the connection: no client takes it for whole.
    Streams of events are not cut off, because their last event says what happened.
    """

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application. Who reads is known in here: the authenticator is outside."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != ScopeType.HTTP:
            await self._app(scope, receive, send)
            return
        body = _Body(scope, send)
        try:
            await self._app(scope, receive, body.send)
        except Exception:
            # the framework wraps what ends its response in exceptions of its own
            if not body.cut_off:
                raise


class _CutOff(Exception):
    """Ends the application's response."""


class _Body:
    """A body on its way to a client.

    Attributes:
        cut_off: Whether it ends before its end.
    """

    def __init__(self, scope: HTTPScope, send: Send) -> None:
        self.cut_off = False
        self._scope = scope
        self._send = send
        self._is_watched = False
        self._missing = 0

    async def send(self, message: Message) -> None:
        """Send a message, unless it is of a body that is to be cut off."""
        if message["type"] == "http.response.start":
            self._begin(message)
        elif message["type"] == "http.response.body" and self._is_watched:
            # both may be left out, as the server of agents does
            self._missing -= len(message.get("body", b""))
            if message.get("more_body", False):
                if (refusal := await refusal_of_reader()) is not None:
                    self._cut(refusal.code)
            elif self._missing > 0:
                self._cut(SHORT)
        await self._send(message)

    def _begin(self, message: HTTPResponseStartEvent) -> None:
        headers = dict(message["headers"])
        self._missing = int(headers.get(b"content-length", b"0"))
        is_stream = headers.get(b"content-type", b"").startswith(EVENTS)
        self._is_watched = not is_stream and self._scope["method"] != HTTPMethod.HEAD

    def _cut(self, reason: str) -> None:
        self.cut_off = True
        logger.info("the body of a response was cut off: %s", reason)
        raise _CutOff
