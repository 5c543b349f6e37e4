"""Which pages of other sites may use the API from a browser (CORS): none, unless they are named.

A page of another site acts with a key that it sends, never with the cookie of who looks at it: its
requests lose their cookies here, and browsers are not told that they may send any.
"""

from collections.abc import Collection
from http import HTTPMethod, HTTPStatus
from typing import cast

from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send

ALLOWED = "page of another site"
"""The name in the state of a request that says that its origin may use the API."""

METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE"
HEADERS = (
    "Authorization, Content-Type, Idempotency-Key, Last-Event-ID, Mcp-Protocol-Version, Range,"
    " X-Request-ID"
)
READABLE = (
    "Content-Disposition, Content-Range, Location, RateLimit, RateLimit-Limit, RateLimit-Policy,"
    " RateLimit-Remaining, RateLimit-Reset, Retry-After, X-Request-ID"
)
PREFLIGHT_SECONDS = "600"
VARY = (b"vary", b"Origin")

Headers = list[tuple[bytes, bytes]]


class Cors:
    """Lets the pages of named origins use the API."""

    def __init__(self, app: ASGIApp, origins: Collection[str] = ()) -> None:
        """Wrap what refuses requests, so that a page can read why.

        Args:
            app: The application.
            origins: The origins, such as `https://app.example`.
        """
        self._app = app
        self._origins = origins

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request, or answer a browser that asks whether it may send one."""
        if scope["type"] != ScopeType.HTTP or not self._origins:
            await self._app(scope, receive, send)
            return
        origin = _header(scope, b"origin")
        if origin not in self._origins:
            await self._app(scope, receive, _adding([VARY], send))
            return
        added = [
            (b"access-control-allow-origin", origin.encode("latin-1")),
            (b"access-control-expose-headers", READABLE.encode()),
            VARY,
        ]
        if scope["method"] == HTTPMethod.OPTIONS and _header(
            scope, b"access-control-request-method"
        ):
            await _answer_preflight(send, added)
            return

        await self._app(_without_cookies(scope), receive, _adding(added, send))


def _without_cookies(scope: HTTPScope) -> Scope:
    headers = [(name, value) for name, value in scope["headers"] if name != b"cookie"]
    state = {**scope.get("state", {}), ALLOWED: True}
    return cast("Scope", {**scope, "headers": headers, "state": state})


def _adding(headers: Headers, send: Send) -> Send:
    async def send_with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message["headers"], *headers]
        await send(message)

    return send_with_headers


async def _answer_preflight(send: Send, added: Headers) -> None:
    headers = [
        *added,
        (b"access-control-allow-methods", METHODS.encode()),
        (b"access-control-allow-headers", HEADERS.encode()),
        (b"access-control-max-age", PREFLIGHT_SECONDS.encode()),
        (b"content-length", b"0"),
    ]
    await send({"type": "http.response.start", "status": HTTPStatus.NO_CONTENT, "headers": headers})
    await send({"type": "http.response.body", "body": b"", "more_body": False})


def _header(scope: Scope, wanted: bytes) -> str:
    values = [value for name, value in scope["headers"] if name == wanted]
    return values[0].decode("latin-1") if len(values) == 1 else ""
