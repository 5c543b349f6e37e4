"""A hot standby of a PostgreSQL server of the tests, by streaming replication."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import asyncpg

from adapters.embedded_postgres import EmbeddedPostgres
from adapters.embedded_postgres.programs import Programs
from tests.support.databases import FAST, connected, temporary_directory

POLL_SECONDS = 0.02


class Standby:
    """A server that repeats what its primary does."""

    def __init__(self, folder: Path, primary: str) -> None:
        """Copy the primary with this DSN into an existing folder, and start."""
        address = parse_qs(urlsplit(primary).query)
        pgdata = folder / "postgres"
        pgdata.mkdir(mode=0o700)
        programs = Programs(pgdata, timeout=120)
        programs.give(pgdata)
        copied = programs.run(
            "pg_basebackup",
            *("-D", str(pgdata), "-R", "-X", "stream", "--checkpoint=fast", "--no-sync"),
            *("-h", address["host"][0], "-U", str(urlsplit(primary).username)),
            pgdata=pgdata,
        )
        assert copied.returncode == 0, copied.stderr
        self._server = EmbeddedPostgres(folder, options=FAST)
        self._address = urlsplit(self._server.start()).query

    def dsn_of(self, primary: str) -> str:
        """Return the DSN of the database that the primary has under a DSN."""
        return urlsplit(primary)._replace(query=self._address).geturl()

    def start(self) -> None:
        """Start it again."""
        self._server.start()

    def stop(self) -> None:
        """Stop it."""
        self._server.stop()

    async def catch_up(self, primary: str) -> None:
        """Repeat all that the primary has written by now."""
        async with connected(primary) as writing, connected(self._maintained(primary)) as repeating:
            await repeating.execute("SELECT pg_wal_replay_resume()")
            await write_out(writing)
            written = await writing.fetchval("SELECT pg_current_wal_lsn()::text")
            place = f"pg_last_wal_replay_lsn() >= '{written}'"
            await _until(repeating, f"SELECT {place}")

    async def fall_behind(self, primary: str) -> None:
        """Repeat nothing from now on."""
        async with connected(self._maintained(primary)) as connection:
            await connection.execute("SELECT pg_wal_replay_pause()")
            await _until(connection, "SELECT pg_get_wal_replay_pause_state() = 'paused'")

    def _maintained(self, primary: str) -> str:
        # the database of the test may not have arrived yet
        return urlsplit(self.dsn_of(primary))._replace(path="/postgres").geturl()


async def write_out(connection: asyncpg.Connection) -> None:
    """Write what was committed without waiting: a commit that waits writes all before it."""
    await connection.execute("SET synchronous_commit = on")
    await connection.execute("SELECT pg_logical_emit_message(true, 'tests', 'written')")


async def _until(connection: asyncpg.Connection, query: str) -> None:
    while not await connection.fetchval(query):  # noqa: ASYNC110 - the server tells nobody
        await asyncio.sleep(POLL_SECONDS)


@contextmanager
def standby(primary: str) -> Iterator[Standby]:
    """Run a standby of the server with this DSN."""
    with temporary_directory() as folder:
        copy = Standby(folder, primary)
        try:
            yield copy
        finally:
            copy.stop()
