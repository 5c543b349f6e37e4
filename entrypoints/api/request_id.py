"""An id for every request: in its response, in its errors, on each of its lines in the log."""

import logging
import re
import time
from contextvars import ContextVar

from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send
from structlog.contextvars import bound_contextvars

from domain.identifiers import new_id

HEADER = b"x-request-id"
ACCEPTABLE = re.compile(rb"[A-Za-z0-9._:/+=@-]{1,128}")

_request_id: ContextVar[str] = ContextVar("request_id", default="")

logger = logging.getLogger(__name__)


def current_request_id() -> str:
    """Return the id of the request that is being answered; empty outside of one."""
    return _request_id.get()


class RequestIdMiddleware:
    """Keeps a valid incoming X-Request-ID or makes one, and logs each request once."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap the whole application, so that no response is without an id."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != ScopeType.HTTP:
            await self._app(scope, receive, send)
            return
        sent = next((value for name, value in scope["headers"] if name == HEADER), b"")
        request_id = sent.decode() if ACCEPTABLE.fullmatch(sent) else str(new_id())
        status = 500
        started = time.perf_counter()

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], (HEADER, request_id.encode())]
            await send(message)

        token = _request_id.set(request_id)
        try:
            with bound_contextvars(request_id=request_id):
                try:
                    await self._app(scope, receive, send_with_id)
                finally:
                    # supervisors ask for health every few seconds
                    quiet = scope["path"].startswith("/api/health")
                    logger.log(
                        logging.DEBUG if quiet else logging.INFO,
                        "%s %s %s %.1f ms",
                        scope["method"],
                        scope["path"],
                        status,
                        (time.perf_counter() - started) * 1000,
                    )
        finally:
            _request_id.reset(token)
