"""The HTTP application of the service."""

import hmac
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, ClassVar

from dishka import Provider, Scope, make_async_container
from dishka.integrations.litestar import setup_dishka
from litestar import Litestar, Response
from litestar.connection import ASGIConnection
from litestar.exceptions import HTTPException
from litestar.handlers import BaseRouteHandler

from domain.errors import NotAuthenticated, QuothError
from entrypoints.api import problems
from entrypoints.api.bounded_request import BoundedRequest
from entrypoints.api.error_pages import ErrorPages
from entrypoints.api.host_check import HostCheck
from entrypoints.api.openai.errors import as_openai
from entrypoints.api.served_hosts import ServedHosts
from entrypoints.embedder.controllers import (
    EmbeddingsController,
    ServiceHealthController,
    ServiceMetrics,
    service_metrics,
)
from entrypoints.embedder.models import EmbedderModels

Hook = Callable[[], Awaitable[None]]
LOOPBACK = ServedHosts()


class TextsBody(BoundedRequest):
    """A request with some thousand passages at most."""

    most_bytes: ClassVar[int] = 8 * 1024 * 1024


def create_embedder_api(
    models: EmbedderModels,
    metrics: ServiceMetrics,
    key: str,
    on_startup: Sequence[Hook] = (),
    on_shutdown: Sequence[Hook] = (),
    served: ServedHosts = LOOPBACK,
) -> Litestar:
    """Return the application.

    Args:
        models: The models, which may be loaded later.
        metrics: Counts what is done.
        key: What requests have to present; empty for none. Health needs none.
        on_startup: Called before the first request is accepted.
        on_shutdown: Called after the last response.
        served: The hosts that are served if there is no key.
    """

    async def require_key(
        connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler
    ) -> None:
        if not key or handler.opt.get("free"):
            return
        presented = connection.headers.get("authorization", "").removeprefix("Bearer ")
        if not hmac.compare_digest(presented.encode(), key.encode()):
            raise NotAuthenticated("The embedder needs its key, that of QUOTH_EMBEDDER_KEY.")

    parts = Provider(scope=Scope.APP)
    parts.provide(lambda: models, provides=EmbedderModels)
    parts.provide(lambda: metrics, provides=ServiceMetrics)
    container = make_async_container(parts)
    app = Litestar(
        route_handlers=[EmbeddingsController, ServiceHealthController, service_metrics],
        guards=[require_key],
        request_class=TextsBody,
        request_max_body_size=None,  # TextsBody enforces it, in a way that lets clients read why
        exception_handlers={
            QuothError: _as_openai(problems.handle_quoth_error),
            HTTPException: _as_openai(problems.handle_http_exception),
            Exception: _as_openai(problems.handle_unexpected),
        },
        on_startup=list(on_startup),
        on_shutdown=[*on_shutdown, container.close],
        logging_config=None,
        openapi_config=None,
    )
    setup_dishka(container, app)
    if not key:  # a page of another site has no key, but may lead a name of its own here
        app.asgi_handler = HostCheck(app.asgi_handler, served, ErrorPages(None))
    return app


def _as_openai(handle: Callable[[Any, Any], Response[Any]]) -> Callable[[Any, Any], Response[Any]]:
    def handled(request: Any, error: Any) -> Response[Any]:
        return as_openai(handle(request, error))

    return handled
