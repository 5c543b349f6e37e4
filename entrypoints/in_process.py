"""Sends requests to an application of this process, without a socket, and streams the responses.

httpx has such a transport itself, which returns a response only when it is complete.
"""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx

Message = dict[str, Any]


class InProcessTransport(httpx.AsyncBaseTransport):
    """Calls an ASGI application."""

    def __init__(self, app: Any) -> None:
        """Send requests to this application, which is open already."""
        self._app = app

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Return the response once its head is there. Its body follows while it is read."""
        exchange = _Exchange(request)
        running = asyncio.create_task(exchange.run(self._app))
        try:
            status, headers = await exchange.head
        except BaseException:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
            raise
        return httpx.Response(status, headers=headers, stream=_Body(exchange, running))


class _Exchange:
    """One request and its response, as the application sees them."""

    def __init__(self, request: httpx.Request) -> None:
        self.head: asyncio.Future[tuple[int, Any]] = asyncio.get_running_loop().create_future()
        self.pieces: asyncio.Queue[bytes | None] = asyncio.Queue()
        self.over = asyncio.Event()
        self.is_whole = False
        self._received = False
        self._request = request
        self._body: AsyncIterator[bytes] = aiter(request.stream)  # type: ignore[arg-type]  # of an async client

    async def run(self, app: Any) -> None:
        """Let the application answer."""
        request = self._request
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": request.method,
            "headers": [(name.lower(), value) for name, value in request.headers.raw],
            "scheme": request.url.scheme,
            "path": request.url.path,
            "raw_path": request.url.raw_path.partition(b"?")[0],
            "query_string": request.url.query,
            "server": (request.url.host, request.url.port),
            "client": None,
            "root_path": "",
        }
        try:
            await app(scope, self._receive, self._send)
        except Exception as exc:
            if not self.head.done():
                self.head.set_exception(exc)
            raise
        finally:
            self.pieces.put_nowait(None)

    async def _receive(self) -> Message:
        piece = await anext(self._body, None)
        if piece is not None:
            return {"type": "http.request", "body": piece, "more_body": True}
        if not self._received:
            self._received = True
            return {"type": "http.request", "body": b"", "more_body": False}
        await self.over.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.head.set_result((message["status"], message["headers"]))
            return
        if body := message.get("body"):
            self.pieces.put_nowait(bytes(body))
        if not message.get("more_body"):
            self.is_whole = True
            # as behind a socket: the application waits for this before it ends
            self.over.set()


class _Body(httpx.AsyncByteStream):
    """The body of a response."""

    def __init__(self, exchange: _Exchange, running: asyncio.Task[None]) -> None:
        self._exchange = exchange
        self._running = running

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while (piece := await self._exchange.pieces.get()) is not None:
            yield piece
        if not self._exchange.is_whole:  # as behind a socket that was closed
            raise httpx.RemoteProtocolError("The body ended early.")

    async def aclose(self) -> None:
        """Tell the application that nobody reads on."""
        self._exchange.over.set()
        self._running.cancel()
        await asyncio.gather(self._running, return_exceptions=True)
