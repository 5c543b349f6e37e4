"""Keeps pages of other sites from changing anything through a visitor's browser.

Browsers send requests to a server on the visitor's own machine from whatever page is open. They
say where a request comes from, in headers that no page can change. Programs say nothing of the
kind, and are let through.
"""

from typing import Any
from urllib.parse import urlsplit

from litestar.connection import ASGIConnection
from litestar.handlers.base import BaseRouteHandler

from entrypoints.api.request_errors import CrossOrigin

SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}


def refuse_other_origins(
    connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler
) -> None:
    """Let a request through unless a browser sent it for another site.

    Raises:
        CrossOrigin: If it did, and the request could change something.
    """
    if connection.scope.get("method") in SAFE_METHODS:
        return
    headers = connection.headers
    if site := headers.get("sec-fetch-site"):
        own = site in {"same-origin", "none"}
    else:  # an older browser, or one that does not trust plain http
        origin = headers.get("origin")
        own = origin is None or urlsplit(origin).netloc == headers.get("host")
    if not own:
        raise CrossOrigin
