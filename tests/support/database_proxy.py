"""A proxy in front of PostgreSQL that loses connections at a chosen moment."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import parse_qs, urlsplit

from tests.support.serving import serving


class DatabaseProxy:
    """Passes everything on, until a client sends `cut_at`, or the message number `cut_in`.

    If `deliver` is set, the server still gets that message and acts on it, and only its answer is
    lost; otherwise the message is lost too. Then the proxy passes everything on again.
    """

    def __init__(self, dsn: str) -> None:
        """Lead to the server of this DSN, which names the directory of its socket."""
        [directory] = parse_qs(urlsplit(dsn).query)["host"]
        self._socket = f"{directory}/.s.PGSQL.5432"
        self._path = urlsplit(dsn).path
        self.cut_at: bytes | None = None
        self.cut_in: int | None = None
        self.deliver = True
        self._port = 0

    @property
    def dsn(self) -> str:
        """The DSN that leads through the proxy."""
        return f"postgresql://quoth@127.0.0.1:{self._port}{self._path}"

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[None]:
        """Accept connections during the block."""
        async with serving(self._serve) as port:
            self._port = port
            yield

    async def _serve(self, client: asyncio.StreamReader, answers: asyncio.StreamWriter) -> None:
        server, requests = await asyncio.open_unix_connection(self._socket)
        lost = asyncio.Event()

        async def pass_answers() -> None:
            while (data := await server.read(65536)) and not lost.is_set():
                answers.write(data)
            answers.close()

        passing = asyncio.create_task(pass_answers())
        try:
            while data := await client.read(65536):
                if self._cuts(data):
                    lost.set()
                    if self.deliver:
                        requests.write(data)
                        await passing  # the server has answered, so it has acted
                    return
                requests.write(data)
        finally:
            requests.close()
            answers.close()
            passing.cancel()

    def _cuts(self, data: bytes) -> bool:
        if self.cut_at is not None and self.cut_at in data:
            self.cut_at = None
            return True
        if self.cut_in is not None:
            self.cut_in -= 1
            if self.cut_in == 0:
                self.cut_in = None
                return True
        return False


@asynccontextmanager
async def database_proxy(dsn: str) -> AsyncIterator[DatabaseProxy]:
    """Serve a proxy in front of a database during the block."""
    proxy = DatabaseProxy(dsn)
    async with proxy.serving():
        yield proxy
