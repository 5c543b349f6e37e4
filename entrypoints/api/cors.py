"""Which pages of other sites may use the API from a browser (CORS): none, unless they are named.

The settings name origins, and so does each key that is made for pages. A page of another site acts
with a key that it sends, never with the cookie of who looks at it: its requests lose their cookies
here, and browsers are not told that they may send any.

A browser asks before it sends a request, and does not send the key then. It is told that it may, if
the settings or any valid key names the origin. The request itself is decided by the key that it has
(application/access/authenticate.py), and only then may the page read the response.
"""

from collections.abc import Awaitable, Callable, Collection
from http import HTTPMethod, HTTPStatus
from typing import cast

from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send

from domain.access.principal import Principal
from domain.errors import Unavailable

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
KeyHasOrigin = Callable[[str], Awaitable[bool]]
"""Returns whether any valid key names an origin."""


class Cors:
    """Lets the pages of named origins use the API."""

    def __init__(
        self, app: ASGIApp, origins: Collection[str], key_has_origin: KeyHasOrigin
    ) -> None:
        """Wrap what refuses requests, so that a page can read why.

        Args:
            app: The application, which says in the scope who sent a request.
            origins: The origins of the settings, such as `https://app.example`.
            key_has_origin: Asked for all others.
        """
        self._app = app
        self._origins = origins
        self._key_has_origin = key_has_origin

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request, or answer a browser that asks whether it may send one."""
        origin = _header(scope, b"origin") if scope["type"] == ScopeType.HTTP else ""
        if scope["type"] != ScopeType.HTTP or not origin:
            await self._app(scope, receive, send)
        elif _asks_first(scope):
            if origin in self._origins or await self._may_be_a_keys(origin):
                await _answer_preflight(send, _allowing(origin))
            else:
                await self._app(scope, receive, _adding(lambda: [VARY], send))
        elif origin in self._origins:
            own = _without_cookies(scope)
            await self._app(own, receive, _adding(lambda: _allowing(origin), send))
        else:

            def of_key() -> Headers:  # who sent it is known by the time of the response
                return _allowing(origin) if is_from_a_page(scope) else [VARY]

            await self._app(scope, receive, _adding(of_key, send))

    async def _may_be_a_keys(self, origin: str) -> bool:
        try:
            return await self._key_has_origin(origin)
        except Unavailable:
            return False


def is_from_a_page(scope: Scope) -> bool:
    """Return whether a request has a key for pages, whose origin is then one of the key's."""
    principal = scope.get("user")
    return isinstance(principal, Principal) and principal.for_pages


def _asks_first(scope: HTTPScope) -> bool:
    asked = _header(scope, b"access-control-request-method")
    return scope["method"] == HTTPMethod.OPTIONS and bool(asked)


def _without_cookies(scope: HTTPScope) -> Scope:
    headers = [(name, value) for name, value in scope["headers"] if name != b"cookie"]
    state = {**scope.get("state", {}), ALLOWED: True}
    return cast("Scope", {**scope, "headers": headers, "state": state})


def _allowing(origin: str) -> Headers:
    return [
        (b"access-control-allow-origin", origin.encode("latin-1")),
        (b"access-control-expose-headers", READABLE.encode()),
        VARY,
    ]


def _adding(headers: Callable[[], Headers], send: Send) -> Send:
    async def send_with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message["headers"], *headers()]
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
