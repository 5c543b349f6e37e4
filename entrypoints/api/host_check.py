"""Refuses requests for hosts that the server does not serve, before anything else sees them."""

from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Receive, Scope, Send

from domain.errors import InvalidInput, QuothError
from entrypoints.api.error_pages import ErrorPages
from entrypoints.api.problems import handle_quoth_error, send_response
from entrypoints.api.request_errors import HostNotServed
from entrypoints.api.served_hosts import ServedHosts, parse_host


class HostCheck:
    """Lets the requests for served hosts through: to the API, the pages and the schema alike."""

    def __init__(self, app: ASGIApp, served: ServedHosts, pages: ErrorPages) -> None:
        """Wrap the application."""
        self._app = app
        self._served = served
        self._pages = pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        refusal = self._refusal(scope) if scope["type"] == ScopeType.HTTP else None
        if refusal is None:
            await self._app(scope, receive, send)
        else:
            problem = handle_quoth_error(None, refusal)
            await send_response(send, self._pages.choose(scope, problem))

    def _refusal(self, scope: HTTPScope) -> QuothError | None:
        if not scope["path"].startswith("/"):
            # in the absolute form, which is meant for proxies, another host could be named
            return InvalidInput("The target of the request is not a path: it must begin with /.")
        headers = [value for name, value in scope["headers"] if name == b"host"]
        if not headers and scope["http_version"] == "1.0":
            return None  # the probe of a load balancer: browsers always name the host
        host = parse_host(headers[0].decode("latin-1")) if len(headers) == 1 else None
        if host is None:
            return InvalidInput("The request must have one header Host, with a valid host.")
        return None if self._served.serves(host) else HostNotServed(str(host))
