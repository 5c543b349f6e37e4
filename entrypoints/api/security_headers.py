"""The headers that tell browsers what a response may be used for."""

from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send

EVERYWHERE = {
    # a browser never runs an uploaded document as a script
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": (
        "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"
    ),
    "Referrer-Policy": "no-referrer",
}
# a response of the API that is opened like a page shows nothing, loads nothing and runs nothing
API_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    # what somebody may read is left to nobody who uses their browser or proxy after them
    "Cache-Control": "no-store",
    **EVERYWHERE,
}
# the pages load what this server has, and nothing else
PAGE_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; base-uri 'none'; form-action 'self'; "
        "frame-ancestors 'none'; object-src 'none'"
    ),
    **EVERYWHERE,
}
# for a year, as browsers ask of sites that mean it
ONLY_TLS = ("Strict-Transport-Security", "max-age=31536000")


class SecurityHeaders:
    """Adds the headers to every response that does not have its own."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap the whole application, so that no error is left out."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != ScopeType.HTTP:
            await self._app(scope, receive, send)
            return
        headers = dict([*API_HEADERS.items(), *[ONLY_TLS] * (scope["scheme"] == "https")])

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = {name.lower() for name, _ in message["headers"]}
                added = [(name.lower().encode(), each.encode()) for name, each in headers.items()]
                missing = [(name, each) for name, each in added if name not in own]
                message["headers"] = [*message["headers"], *missing]
            await send(message)

        await self._app(scope, receive, send_with_headers)
