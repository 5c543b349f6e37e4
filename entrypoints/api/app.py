"""The HTTP application: controllers, error handling and API description."""

from collections.abc import Awaitable, Callable, Sequence
from http import HTTPStatus
from importlib.metadata import version
from importlib.resources.abc import Traversable
from typing import Any

from dishka import AsyncContainer
from dishka.integrations.litestar import setup_dishka
from litestar import HttpMethod, Litestar, Response, Router
from litestar.exceptions import HTTPException, NotFoundException
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import Components
from litestar.types import Message, Scope

from application.ports.key_lookup import KeyLookup
from domain.errors import QuothError
from entrypoints.api import problems
from entrypoints.api.audit_trail import AuditTrail, refusals_noted
from entrypoints.api.authentication import Authentication, Authenticator
from entrypoints.api.bounded_request import BoundedRequest
from entrypoints.api.controllers.audit import AuditController
from entrypoints.api.controllers.chat import ChatController
from entrypoints.api.controllers.collections import CollectionController
from entrypoints.api.controllers.deletions import DeletionController
from entrypoints.api.controllers.document_jobs import DocumentJobController
from entrypoints.api.controllers.document_versions import VersionController
from entrypoints.api.controllers.documents import DocumentController
from entrypoints.api.controllers.feedback import FeedbackController, RatingController
from entrypoints.api.controllers.formats import FormatController
from entrypoints.api.controllers.health import HealthController
from entrypoints.api.controllers.jobs import JobController
from entrypoints.api.controllers.keys import KeyController
from entrypoints.api.controllers.me import read_me
from entrypoints.api.controllers.members import MemberController, OwnWorkspaceController
from entrypoints.api.controllers.metrics import metrics
from entrypoints.api.controllers.models import ModelController, ModelUsageController
from entrypoints.api.controllers.originals import OriginalController
from entrypoints.api.controllers.renames import RenameController
from entrypoints.api.controllers.search import SearchController
from entrypoints.api.controllers.sessions import SessionController
from entrypoints.api.controllers.settings import SettingController
from entrypoints.api.controllers.sign_in import SignInController, SignOutController
from entrypoints.api.controllers.uploads import UploadController
from entrypoints.api.controllers.web_pages import WebPageController
from entrypoints.api.controllers.webhooks import WebhookController
from entrypoints.api.controllers.workspace_usage import read_workspace_usage
from entrypoints.api.cors import Cors
from entrypoints.api.error_pages import ErrorPages
from entrypoints.api.host_check import HostCheck
from entrypoints.api.left_clients import LeftClients
from entrypoints.api.mcp.http import McpEndpoint
from entrypoints.api.networks import Network
from entrypoints.api.openai.controllers import OPENAI_CONTROLLERS
from entrypoints.api.openapi import BY_KEY, Described, WireTypes
from entrypoints.api.request_id import RequestIdMiddleware
from entrypoints.api.request_limits import Requesters, limit_requests
from entrypoints.api.request_telemetry import RequestTelemetry
from entrypoints.api.roles import READER, free_paths, require_role
from entrypoints.api.same_origin import refuse_other_origins
from entrypoints.api.security_headers import SecurityHeaders
from entrypoints.api.served_hosts import ServedHosts
from entrypoints.api.startup_guard import refuse_while_starting
from entrypoints.api.streamed_bodies import StreamedBodies
from entrypoints.api.strict_parameters import refuse_ambiguous_parameters
from entrypoints.api.trusted_proxies import TrustedProxies
from entrypoints.api.web_client import BUILT, client_page, create_web_client

Hook = Callable[[], Awaitable[None]]

LOOPBACK = ServedHosts()


def create_api(
    container: AsyncContainer,
    authenticators: Sequence[Authenticator],
    on_startup: Sequence[Hook] = (),
    on_shutdown: Sequence[Hook] = (),
    web_files: Traversable = BUILT,
    served_hosts: ServedHosts = LOOPBACK,
    trusted_proxies: Sequence[Network] = (),
    cors_origins: Sequence[str] = (),
) -> Litestar:
    """Return the application: the API and the web client.

    Args:
        container: Provides the use cases for the handlers.
        authenticators: Say who sent a request, in their order; whom none of them knows is refused.
        on_startup: Called before the first request is accepted.
        on_shutdown: Called after the last response.
        web_files: The folder of the built web client.
        served_hosts: The hosts that requests may name.
        trusted_proxies: The proxies that are believed who their client is.
        cors_origins: The origins of other sites whose pages may use the API.
    """
    pages = ErrorPages(client_page(web_files))
    mcp = McpEndpoint(container)
    app = Litestar(
        route_handlers=[
            Router(
                "/",
                route_handlers=[
                    CollectionController,
                    DeletionController,
                    UploadController,
                    WebPageController,
                    RenameController,
                    DocumentController,
                    VersionController,
                    DocumentJobController,
                    JobController,
                    OriginalController,
                    SessionController,
                    ChatController,
                    RatingController,
                    FeedbackController,
                    SearchController,
                    ModelUsageController,
                    WebhookController,
                    AuditController,
                    MemberController,
                    OwnWorkspaceController,
                    SignInController,
                    SignOutController,
                    KeyController,
                    *OPENAI_CONTROLLERS,
                ],
                guards=[refuse_while_starting(container), limit_requests(container)],
            ),
            Router(
                "/",
                route_handlers=[
                    read_me,
                    read_workspace_usage,
                    metrics,
                    FormatController,
                    ModelController,
                    SettingController,
                ],
                guards=[limit_requests(container)],
            ),
            mcp.handler(),
            HealthController,
            create_web_client(web_files),
        ],
        guards=[require_role, refuse_other_origins, refuse_ambiguous_parameters],
        request_class=BoundedRequest,
        # BoundedRequest enforces the limit, in a way that lets the client read the response
        request_max_body_size=None,
        exception_handlers={
            QuothError: refusals_noted(pages.wrap(problems.handle_quoth_error)),
            HTTPException: pages.wrap(problems.handle_http_exception),
            Exception: pages.wrap(problems.handle_unexpected),
        },
        on_startup=list(on_startup),
        on_shutdown=[mcp.close, *on_shutdown],
        before_send=[_name_every_method],
        logging_config=None,  # the process configures logging, not the framework
        plugins=[WireTypes()],
        openapi_config=Described(
            title="Quoth",
            version=version("quoth"),
            description="Answers questions from your own documents and quotes its sources.",
            components=Components(security_schemes={"key": BY_KEY}),
            security=[{"key": []}],
            use_handler_docstrings=True,
            openapi_router=Router(
                "/schema",
                route_handlers=[],
                include_in_schema=False,
                after_request=_not_found,
                opt=READER,
                guards=[limit_requests(container)],
            ),
            # the other plugins render pages that load scripts from the internet
            render_plugins=[JsonRenderPlugin(path=["/", "/openapi.json"])],
        ),
    )
    setup_dishka(container, app)

    async def key_has_origin(origin: str) -> bool:
        lookup: KeyLookup = await container.get(KeyLookup)
        return await lookup.has_origin(origin)

    audited = AuditTrail(StreamedBodies(app.asgi_handler), container)
    known = Authentication(audited, authenticators, free_paths(app.routes), pages, container)
    # outermost, so that routing errors carry an id too; a preflight carries no key
    readable = Cors(Requesters(known), cors_origins, key_has_origin)
    checked = HostCheck(readable, served_hosts, pages)
    observed = RequestTelemetry(RequestIdMiddleware(LeftClients(checked), pages), container)
    app.asgi_handler = TrustedProxies(SecurityHeaders(observed), trusted_proxies)
    return app


async def _not_found(response: Response[Any]) -> Response[Any]:
    """Make an unknown address below /schema an error like any other, not the framework's page."""
    if response.status_code == HTTPStatus.NOT_FOUND:
        raise NotFoundException
    return response


async def _name_every_method(message: Message, scope: Scope) -> None:
    """Correct `Allow` in responses to OPTIONS: the framework misses handlers registered later."""
    if (
        message["type"] != "http.response.start"
        or scope.get("method") != HttpMethod.OPTIONS
        or "path_template" not in scope
    ):
        return
    methods = {
        method
        for route in scope["litestar_app"].routes
        if route.path_format == scope["path_template"]
        for method in route.methods
    }
    headers = [(name, value) for name, value in message["headers"] if name != b"allow"]
    message["headers"] = [*headers, (b"allow", ", ".join(sorted(methods)).encode())]
