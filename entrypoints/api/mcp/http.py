"""The protocol over streamable HTTP, in the process of the server."""

import asyncio
from contextlib import suppress
from http import HTTPMethod
from typing import TYPE_CHECKING, Any

from dishka import AsyncContainer
from litestar import asgi
from litestar.exceptions import MethodNotAllowedException, NotFoundException
from litestar.handlers import ASGIRouteHandler
from litestar.types import Receive, Scope, Send

from entrypoints.api.bounded_request import BoundedRequest
from entrypoints.api.json_body import refuse_many
from entrypoints.api.mcp.use_cases import McpUseCases
from entrypoints.api.request_limits import limit_requests
from entrypoints.api.roles import READER
from entrypoints.api.startup_guard import refuse_while_starting

if TYPE_CHECKING:
    from mcp.server.streamable_http_manager import StreamableHTTPSessionManager

    from entrypoints.api.mcp.server import UseCases

PATH = "/mcp"


class McpEndpoint:
    """Serves the protocol at one path, without sessions: any replica can serve any request.

    The library is imported at the first request. Its manager has to be entered and left by one
    task, which lives from then on until `close`.
    """

    def __init__(self, container: AsyncContainer) -> None:
        self._container = container
        self._starting = asyncio.Lock()
        self._manager: StreamableHTTPSessionManager | None = None
        self._closing = asyncio.Event()
        self._running: asyncio.Task[None] | None = None

    def handler(self) -> ASGIRouteHandler:
        """Return the route handler. Hosts and origins are checked before it, as for all routes."""

        @asgi(
            PATH,
            is_mount=True,
            copy_scope=True,
            guards=[refuse_while_starting(self._container), limit_requests(self._container)],
            opt=READER,
        )
        async def mcp(scope: Scope, receive: Receive, send: Send) -> None:
            await self._handle(scope, receive, send)

        return mcp

    async def close(self) -> None:
        """End all calls."""
        if self._running is not None:
            self._closing.set()
            with suppress(asyncio.CancelledError):
                await self._running

    async def _handle(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["path"].rstrip("/") not in {"", PATH}:
            raise NotFoundException  # a mount would serve everything below it
        if scope["method"] != HTTPMethod.POST:
            # without sessions there is nothing to listen to, and nothing to delete
            raise MethodNotAllowedException(headers={"Allow": "POST"})
        # the library would read more than the API does, and refuse it without a problem
        body = await BoundedRequest(scope, receive).body()
        refuse_many(body)
        manager = await self._started()
        await manager.handle_request(scope, _received_again(body, receive), send)

    async def _started(self) -> "StreamableHTTPSessionManager":
        async with self._starting:
            if self._manager is None:
                use_cases = await McpUseCases.of(self._container)

                async def available() -> McpUseCases:
                    return use_cases

                manager = await asyncio.to_thread(_create_manager, available)
                ready = asyncio.Event()
                self._running = asyncio.create_task(self._run(manager, ready), name="mcp")
                await ready.wait()
                self._manager = manager
            return self._manager

    async def _run(self, manager: "StreamableHTTPSessionManager", ready: asyncio.Event) -> None:
        async with manager.run():
            ready.set()
            await self._closing.wait()


def _received_again(body: bytes, receive: Any) -> Any:
    whole = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive_again() -> Any:
        return whole.pop() if whole else await receive()

    return receive_again


def _create_manager(use_cases: "UseCases") -> "StreamableHTTPSessionManager":
    from mcp.server.streamable_http_manager import StreamableHTTPSessionManager

    from entrypoints.api.mcp.server import create_server

    return StreamableHTTPSessionManager(create_server(use_cases), stateless=True)
