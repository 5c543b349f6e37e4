"""Prevents pages of other sites from changing anything through a visitor's browser (CSRF).

Any page can make a browser send requests to a server on the visitor's own machine. The browser
names the origin of a request in headers that the page cannot change. Other clients do not send
these headers, and are allowed. The host that an origin is compared with is one that is served
(host_check.py), so a site cannot pass for this one by making its own name lead here.
"""

from typing import Any

from litestar.connection import ASGIConnection
from litestar.handlers.base import BaseRouteHandler

from entrypoints.api.audited_actions import SAFE_METHODS
from entrypoints.api.cors import ALLOWED, is_from_a_page
from entrypoints.api.request_errors import CrossOrigin
from entrypoints.api.roles import ANYBODY, role_of


async def refuse_other_origins(
    connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler
) -> None:
    """Reject a request that a browser sent for another site, if it could change something.

    Raises:
        CrossOrigin: If the request is rejected.
    """
    if connection.scope.get("method") in SAFE_METHODS:
        return
    named = connection.scope["state"].get(ALLOWED) or is_from_a_page(connection.scope)
    # the pages of a named site act with a key: what needs none signs a browser in or out
    if named and role_of(handler) != ANYBODY:
        return
    headers = connection.headers
    if site := headers.get("sec-fetch-site"):
        own = site in {"same-origin", "none"}
    else:  # an older browser, or plain HTTP, for which browsers do not send Sec-Fetch-Site
        origin = headers.get("origin")
        own = origin is None or origin.partition("://")[2] == headers.get("host")
    if not own:
        raise CrossOrigin
