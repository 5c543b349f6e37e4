"""Servers of tests that leave no connection behind, in whatever moment they end."""

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TypeAlias

Serve: TypeAlias = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]

TURNS = 10  # of the event loop: what was being accepted has arrived after fewer, and is closed


def listening(port: int = 0) -> socket.socket:
    """Return a socket that listens as Quoth's does, on a free port by default.

    Its protocol is named. Without it, asyncio would let each body wait 40 ms for the client to
    acknowledge the headers (Nagle's algorithm).
    """
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", port))
    listener.listen()
    return listener


class Connections:
    """Serves each connection in a task of its own, for `asyncio.start_server`."""

    def __init__(self, serve: Serve) -> None:
        self._serve = serve
        self._served: set[asyncio.Task[None]] = set()

    def accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve a connection, and close it when it has been served or is cut."""
        serving = asyncio.create_task(self._until_served(reader, writer))
        self._served.add(serving)
        serving.add_done_callback(self._served.discard)
        # one that is cut before its task has begun has no other end
        serving.add_done_callback(
            lambda _: writer.transport.abort() if serving.cancelled() else writer.close()
        )

    async def cut(self) -> None:
        """Cut all connections, once the server accepts no more."""
        for _ in range(TURNS):
            for each in self._served:
                each.cancel()
            await asyncio.gather(*self._served, return_exceptions=True)
            await asyncio.sleep(0)

    async def _until_served(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        await self._serve(reader, writer)


@asynccontextmanager
async def serving(
    serve: Serve, host: str = "127.0.0.1", tls: ssl.SSLContext | None = None
) -> AsyncIterator[int]:
    """Serve connections during the block, and yield the port."""
    connections = Connections(serve)
    server = await asyncio.start_server(connections.accept, host, 0, ssl=tls)
    port: int = server.sockets[0].getsockname()[1]
    try:
        yield port
    finally:
        server.close()
        await connections.cut()
