"""Tells requests whose client left before it had a response from those that failed."""

from http import HTTPStatus

from litestar.enums import ScopeType
from litestar.types import (
    ASGIApp,
    HTTPReceiveMessage,
    Message,
    Receive,
    Scope,
    Send,
    WebSocketReceiveMessage,
)

CLIENT_LEFT = 499  # as nginx has it in its log


class LeftClients:
    """Gives the response a status of its own if the connection ended before it began.

    Nobody receives it: the log and the metrics, which are outside, say by it what happened. What
    failed in the server meanwhile stays a failure.
    """

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != ScopeType.HTTP:
            await self._app(scope, receive, send)
            return
        left = began = False

        async def receive_watched() -> HTTPReceiveMessage | WebSocketReceiveMessage:
            nonlocal left
            message = await receive()
            left = left or message["type"] == "http.disconnect"
            return message

        async def send_said(message: Message) -> None:
            nonlocal began
            if message["type"] == "http.response.start":
                began = True
                if left and message["status"] < HTTPStatus.INTERNAL_SERVER_ERROR:
                    message["status"] = CLIENT_LEFT
            await send(message)

        await self._app(scope, receive_watched, send_said)
        if left and not began:
            # the framework ended a stream before its first piece
            await send({"type": "http.response.start", "status": CLIENT_LEFT, "headers": []})
            await send({"type": "http.response.body", "body": b"", "more_body": False})
