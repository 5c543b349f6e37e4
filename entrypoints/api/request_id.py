"""Gives every request an id, which appears in its response, its errors and its log lines."""

import asyncio
import logging
import re
import time
from contextlib import AbstractContextManager, nullcontext

from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send
from structlog.contextvars import bound_contextvars

from application.access.acting import acting_as
from application.identifiers import new_id
from domain.access.api_key import MARK
from domain.access.principal import Principal
from domain.errors import ServerStopping
from entrypoints.api.error_pages import ErrorPages
from entrypoints.api.problems import handle_quoth_error, send_response
from entrypoints.log_lines import one_line

HEADER = b"x-request-id"
CUT_OFF = (
    "The server stopped before it had finished this request, which may or may not have been carried"
    " out. Look, or send it again when the server is back."
)

_PLAIN = re.compile(rb"[A-Za-z0-9._-]{1,64}")

logger = logging.getLogger(__name__)


class RequestIdMiddleware:
    """Uses a plain X-Request-ID of the client or creates one, and logs each request once."""

    def __init__(self, app: ASGIApp, pages: ErrorPages) -> None:
        """Wrap the whole application, so that every response has an id.

        Args:
            app: The application.
            pages: Choose the form of an error.
        """
        self._app = app
        self._pages = pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != ScopeType.HTTP:
            await self._app(scope, receive, send)
            return
        sent = next((value for name, value in scope["headers"] if name == HEADER), b"")
        request_id = sent.decode() if is_plain_id(sent) else str(new_id())
        status = 0
        started = time.perf_counter()

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], (HEADER, request_id.encode())]
            await send(message)

        with bound_contextvars(request_id=request_id):
            try:
                await self._app(scope, receive, send_with_id)
            except asyncio.CancelledError:
                # the server is stopping: a client without a response gets an error
                if not status:
                    stopping = handle_quoth_error(None, ServerStopping(CUT_OFF))
                    await send_response(send_with_id, self._pages.choose(scope, stopping))
            finally:
                # supervisors check health every few seconds
                quiet = scope["path"].startswith("/api/health")
                with _acting_as_sender(scope):
                    logger.log(
                        logging.DEBUG if quiet else logging.INFO,
                        "%s %s %s %.1f ms",
                        scope["method"],
                        # still percent-encoded, because a decoded path could forge log lines
                        scope["raw_path"].decode("ascii", "backslashreplace"),
                        status or 500,
                        (time.perf_counter() - started) * 1000,
                    )


def is_plain_id(sent: bytes) -> bool:
    """Return whether a client's id can be stored and logged: short, and without a secret."""
    if not _PLAIN.fullmatch(sent):
        return False
    text = sent.decode()
    return MARK not in text.lower() and one_line(text) == text


def _acting_as_sender(scope: HTTPScope) -> AbstractContextManager[None]:
    """Act for who is known to have sent a request: its line has their workspace."""
    principal: Principal | None = scope.get("user")
    return nullcontext() if principal is None else acting_as(principal)
