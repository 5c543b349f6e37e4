"""Observes every request, by the route that handled it."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Protocol
from uuid import UUID

from dishka import AsyncContainer
from litestar.enums import ScopeType
from litestar.handlers import ASGIRouteHandler
from litestar.types import ASGIApp, Message, Receive, Scope, Send

TRACE_HEADERS = (b"traceparent", b"tracestate")


class RequestRecord(Protocol):
    """What becomes known of a request while it is handled."""

    route: str
    status: int


class RequestObserver(Protocol):
    """Observes requests."""

    def observe(
        self, method: str, headers: Mapping[str, str]
    ) -> AbstractContextManager[RequestRecord]:
        """Observe one request. The block sets the route and the status of its record.

        `headers` are those that name the span of the client.
        """
        ...


class MetricsText(Protocol):
    """All metrics of this process."""

    content_type: str

    def render(self, queued_documents: float) -> bytes:
        """Return them in the text format of Prometheus, with the length of the queue."""
        ...

    def render_of(self, workspace_id: UUID) -> bytes:
        """Return those of one workspace in that format."""
        ...


class RequestTelemetry:
    """Observes the requests of an application, from outside everything else."""

    def __init__(self, app: ASGIApp, container: AsyncContainer) -> None:
        """Wrap the whole application. The container has the observer."""
        self._app = app
        self._container = container

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != ScopeType.HTTP:
            await self._app(scope, receive, send)
            return
        headers = {
            name.decode(): value.decode("latin-1")
            for name, value in scope["headers"]
            if name in TRACE_HEADERS
        }
        observer = await self._container.get(RequestObserver)
        with observer.observe(scope["method"], headers) as record:

            async def send_observed(message: Message) -> None:
                if message["type"] == "http.response.start":
                    record.status = message["status"]
                await send(message)

            try:
                await self._app(scope, receive, send_observed)
            finally:
                record.route = route_of(scope) or record.route


def route_of(scope: Scope) -> str | None:
    """Return the route that the framework found for a request; None if it found none."""
    handler = scope.get("route_handler")
    if isinstance(handler, ASGIRouteHandler) and handler.is_mount:
        return min(handler.paths)  # the template of a mount would be that of the root
    return scope.get("path_template") or None
