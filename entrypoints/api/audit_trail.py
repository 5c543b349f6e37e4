"""Enters every request that changes something into the audit log, before it is answered."""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from typing import Any
from uuid import UUID

from dishka import AsyncContainer
from litestar import Request, Response
from litestar.enums import ScopeType
from litestar.types import (
    ASGIApp,
    HTTPResponseStartEvent,
    HTTPScope,
    Message,
    Receive,
    Scope,
    Send,
)

from application.access.record_action import Action, RecordAction
from application.limits.record_refusal import RecordRefusal
from domain.access.audit import AuditOutcome
from domain.access.principal import Principal
from domain.errors import NotAllowed, NotAudited, QuothError, Unavailable
from entrypoints.api.audit_targets import ids_of, in_response
from entrypoints.api.audited_actions import AUDITED_AS, action_of
from entrypoints.api.problems import current_request_id, handle_quoth_error, send_response
from entrypoints.api.request_errors import CrossOrigin

REFUSALS = (NotAllowed, CrossOrigin)
"""What is entered although nothing was done: who sent the request may not do it."""

Handler = Callable[[Request[Any, Any, Any], QuothError], Response[Any]]

ASKED = "answer.ask"
_REFUSED = "audited_as_refused"
_READ_IN_THREAD = 64 * 1024  # bytes of a response

logger = logging.getLogger(__name__)


def refusals_noted(handle: Handler) -> Handler:
    """Return an exception handler that tells the audit trail which requests were refused."""

    def handle_and_note(request: Request[Any, Any, Any], error: QuothError) -> Response[Any]:
        request.scope["state"][_REFUSED] = isinstance(error, REFUSALS)
        return handle(request, error)

    return handle_and_note


class AuditTrail:
    """Holds a response back until its entry is stored.

    So there is an entry for every change that a client knows of. If the entry cannot be stored, the
    client gets an error instead, which says that the change was made. A server that is killed
    between a change and its entry has not answered either.
    """

    def __init__(self, app: ASGIApp, container: AsyncContainer) -> None:
        """Wrap an application. Who acts is known in here: the authenticator is outside."""
        self._app = app
        self._container = container

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != ScopeType.HTTP:
            await self._app(scope, receive, send)
            return
        held = _Held(scope, send, self._container)
        try:
            await self._app(scope, receive, held.send)
        finally:
            await held.end()


class _Held:
    """A response, of which nothing is sent before its entry is stored."""

    def __init__(self, scope: HTTPScope, send: Send, container: AsyncContainer) -> None:
        self._scope = scope
        self._send = send
        self._container = container
        self._start: HTTPResponseStartEvent | None = None
        self._failed = False

    async def send(self, message: Message) -> None:
        """Send a message, or hold it back."""
        if self._failed:
            return  # the client has an error already
        if message["type"] == "http.response.start" and self._outcome(message["status"]):
            self._start = message
            return
        start, self._start = self._start, None
        if start is not None:
            body = message["body"] if message["type"] == "http.response.body" else b""
            if not await self._recorded(start, bytes(body)):
                return
            await self._send(start)
        await self._send(message)

    async def end(self) -> None:
        """Store the entry of a response whose client left before its first piece."""
        start, self._start = self._start, None
        if start is not None:
            await self._recorded(start, b"")

    @property
    def _action(self) -> str | None:
        # the framework writes the template there once it has found the route
        route = self._scope.get("path_template")
        own: str | None = self._scope["state"].get(AUDITED_AS)
        return own or (action_of(self._scope["method"], route) if route else None)

    def _outcome(self, status: int) -> AuditOutcome | None:
        if self._action is None:
            return None
        if self._scope["state"].get(_REFUSED):
            return AuditOutcome.REFUSED
        # everybody has the key of a page: only questions have limits that hold for all of them
        principal: Principal | None = self._scope.get("user")
        if principal is not None and principal.for_pages and self._action != ASKED:
            return None
        return AuditOutcome.DONE if status < HTTPStatus.BAD_REQUEST else None

    async def _recorded(self, start: HTTPResponseStartEvent, body: bytes) -> bool:
        """Store the entry of a response; answer with an error if that fails.

        What was done is entered even if nobody waits any more.
        """
        entering = asyncio.create_task(self._enter(start, body))
        return await asyncio.shield(entering)

    async def _enter(self, start: HTTPResponseStartEvent, body: bytes) -> bool:
        outcome = self._outcome(start["status"])
        if self._action is None or outcome is None:
            return True
        if outcome is not AuditOutcome.DONE:
            body = b""
        # a deletion may list thousands: reading them takes longer than the loop may stand still
        path = self._scope.get("path_params", {})
        if len(body) > _READ_IN_THREAD:
            targets = await asyncio.to_thread(_targets, path, body)
        else:
            targets = _targets(path, body)
        if targets is None:
            return True
        action = Action(self._action, targets, outcome, current_request_id())
        if outcome is AuditOutcome.REFUSED:
            await (await self._container.get(RecordRefusal)).execute(action)
            return True
        try:
            await (await self._container.get(RecordAction)).execute(action)
        except Unavailable as exc:
            logger.error("%s is not in the audit log: %s", action.name, exc.code)
            self._failed = True
            await send_response(self._send, handle_quoth_error(None, NotAudited()))
            return False
        return True


def _targets(path: Mapping[str, object], body: bytes) -> Sequence[UUID] | None:
    """Return the ids that a request was about; None if it was a dry run."""
    answered = in_response(body)
    return None if answered.dry_run else ids_of(path, answered)
