"""The HTTP application: controllers, error handling and API description."""

from collections.abc import Awaitable, Callable, Sequence
from importlib.metadata import version
from importlib.resources.abc import Traversable

from dishka import AsyncContainer
from dishka.integrations.litestar import setup_dishka
from litestar import Litestar, Router
from litestar.exceptions import HTTPException
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.types import Message, Scope

from domain.errors import QuothError
from entrypoints.api import problems
from entrypoints.api.bounded_request import BoundedRequest
from entrypoints.api.controllers.chat import ChatController
from entrypoints.api.controllers.documents import DocumentController
from entrypoints.api.controllers.health import HealthController
from entrypoints.api.controllers.search import SearchController
from entrypoints.api.controllers.sessions import SessionController
from entrypoints.api.request_id import RequestIdMiddleware
from entrypoints.api.same_origin import refuse_other_origins
from entrypoints.api.startup_guard import refuse_while_starting
from entrypoints.api.web_client import BUILT, create_web_client

Hook = Callable[[], Awaitable[None]]


def create_api(
    container: AsyncContainer,
    on_startup: Sequence[Hook] = (),
    on_shutdown: Sequence[Hook] = (),
    web_files: Traversable = BUILT,
) -> Litestar:
    """Return the application: the API and the web client.

    Args:
        container: Provides the use cases for the handlers.
        on_startup: Called before the first request is accepted.
        on_shutdown: Called after the last response.
        web_files: The folder of the built web client.
    """
    app = Litestar(
        route_handlers=[
            Router(
                "/",
                route_handlers=[
                    DocumentController,
                    SessionController,
                    ChatController,
                    SearchController,
                ],
                guards=[refuse_while_starting(container)],
            ),
            HealthController,
            create_web_client(web_files),
        ],
        guards=[refuse_other_origins],
        request_class=BoundedRequest,
        # BoundedRequest enforces the limit, in a way that lets the client read the response
        request_max_body_size=None,
        exception_handlers={
            QuothError: problems.handle_quoth_error,
            HTTPException: problems.handle_http_exception,
            Exception: problems.handle_unexpected,
        },
        on_startup=list(on_startup),
        on_shutdown=list(on_shutdown),
        before_send=[_forbid_sniffing],
        logging_config=None,  # the process configures logging, not the framework
        openapi_config=OpenAPIConfig(
            title="Quoth",
            version=version("quoth"),
            description="Answers questions from your own documents and quotes its sources.",
            # the other plugins render pages that load scripts from the internet
            render_plugins=[JsonRenderPlugin(path=["/", "/openapi.json"])],
        ),
    )
    setup_dishka(container, app)
    # outermost, so that routing errors carry an id too
    app.asgi_handler = RequestIdMiddleware(app.asgi_handler)
    return app


async def _forbid_sniffing(message: Message, _: Scope) -> None:
    """Forbid content sniffing, so that a browser never runs an uploaded document as a script."""
    if message["type"] == "http.response.start":
        message["headers"] = [*message["headers"], (b"x-content-type-options", b"nosniff")]
