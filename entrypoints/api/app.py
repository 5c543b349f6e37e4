"""The HTTP application: controllers, errors and documentation, whatever stands behind them."""

from collections.abc import Awaitable, Callable, Sequence
from importlib.metadata import version

from dishka import AsyncContainer
from dishka.integrations.litestar import setup_dishka
from litestar import Litestar
from litestar.exceptions import HTTPException
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin

from domain.errors import QuothError
from entrypoints.api import problems
from entrypoints.api.body import BoundedRequest
from entrypoints.api.controllers.chat import ChatController
from entrypoints.api.controllers.documents import DocumentController
from entrypoints.api.controllers.health import HealthController
from entrypoints.api.controllers.search import SearchController
from entrypoints.api.controllers.sessions import SessionController
from entrypoints.api.request_id import RequestIdMiddleware

Hook = Callable[[], Awaitable[None]]


def create_api(
    container: AsyncContainer,
    on_startup: Sequence[Hook] = (),
    on_shutdown: Sequence[Hook] = (),
) -> Litestar:
    """Return the application.

    Args:
        container: Where the handlers' use cases come from.
        on_startup: Called before the first request is taken.
        on_shutdown: Called after the last one was answered.
    """
    app = Litestar(
        route_handlers=[
            DocumentController,
            SessionController,
            ChatController,
            SearchController,
            HealthController,
        ],
        request_class=BoundedRequest,
        # the limit is kept by BoundedRequest, in a way that lets the client read the answer
        request_max_body_size=None,
        exception_handlers={
            QuothError: problems.handle_quoth_error,
            HTTPException: problems.handle_http_exception,
            Exception: problems.handle_unexpected,
        },
        on_startup=list(on_startup),
        on_shutdown=list(on_shutdown),
        logging_config=None,  # the process logs, not the framework
        openapi_config=OpenAPIConfig(
            title="Quoth",
            version=version("quoth"),
            description="Answers questions from your own documents and quotes its sources.",
            # the pages that draw a schema load their scripts from elsewhere, and nothing here does
            render_plugins=[JsonRenderPlugin(path=["/", "/openapi.json"])],
        ),
    )
    setup_dishka(container, app)
    # outermost, so that errors of routing carry an id too
    app.asgi_handler = RequestIdMiddleware(app.asgi_handler)
    return app
