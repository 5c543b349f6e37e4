"""A connection to a server that a test can cut and restore."""

import asyncio
import contextlib
import threading
from collections.abc import Coroutine
from types import TracebackType
from typing import Any, Self

from tests.support.serving import Connections

HOST = "127.0.0.1"
MOST_BYTES = 65536


class Wire:
    """A port that leads to that of a server while its `with` block runs."""

    def __init__(self, target: int) -> None:
        """Lead to the port `target` of this machine."""
        self.port = 0
        self._target = target
        self._connections = Connections(self._carry)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)

    @property
    def base_url(self) -> str:
        """Where the server is to be found."""
        return f"http://{HOST}:{self.port}"

    def __enter__(self) -> Self:
        self._thread.start()
        self.restore()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.cut()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def cut(self) -> None:
        """Break off every connection, and refuse others until the wire is restored."""
        self._run(self._cut())

    def restore(self) -> None:
        """Let connections through."""
        self._run(self._restore())

    def _run(self, coroutine: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(coroutine, self._loop).result()

    async def _restore(self) -> None:
        # the same port again: a page keeps to the address that it came from
        self._server = await asyncio.start_server(self._connections.accept, HOST, self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _cut(self) -> None:
        self._server.close()
        await self._connections.cut()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_writer: asyncio.StreamWriter | None = None
        try:
            far_reader, far_writer = await asyncio.open_connection(HOST, self._target)
            await asyncio.gather(_pour(reader, far_writer), _pour(far_reader, writer))
        except OSError:
            pass  # one side has gone, so the other goes
        finally:
            writer.transport.abort()
            if far_writer is not None:
                far_writer.transport.abort()


async def _pour(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(MOST_BYTES):
        writer.write(data)
        await writer.drain()
    with contextlib.suppress(OSError):
        writer.write_eof()
