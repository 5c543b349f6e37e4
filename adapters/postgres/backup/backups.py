"""Backups of a PostgreSQL database."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import asyncpg

from adapters.postgres.backup.archive import PIECE_BYTES, ArchiveWriter, reading, writing
from adapters.postgres.backup.manifest import FORMAT, Manifest, Step, Table
from adapters.postgres.backup.restoring import restore
from adapters.postgres.errors import DRIVER_ERRORS, unavailable_when_unreachable
from adapters.postgres.migrator import stored_model
from adapters.postgres.queries import QUERIES
from adapters.postgres.server_check import check_server, misconfigured_when_refused
from adapters.postgres.server_role import EVERY_WORKSPACE
from adapters.postgres.sessions import check_sessions, open_session
from application.ports.backups import Backup, Backups
from domain.errors import DatabaseInUse, DatabaseUnavailable

CONNECT_SECONDS = 10.0
SETTINGS = {
    "application_name": "quoth backup",
    # a table takes as long as it takes
    "statement_timeout": "0",
    "idle_in_transaction_session_timeout": "0",
    "lock_timeout": "60000",
    **EVERY_WORKSPACE,
}


class PostgresBackups(Backups):
    """Copies every table that the catalogue of the database names, in PostgreSQL's binary format.

    That format is the same on every processor. It is loaded into the tables of the migrations that
    the database had; the later migrations run afterwards.
    """

    def __init__(
        self, dsn: Callable[[], str], version: str, is_shared: Callable[[], bool] = lambda: False
    ) -> None:
        """Configure the backups.

        Args:
            dsn: Returns the DSN of a server that runs.
            version: The version of Quoth.
            is_shared: Returns whether another process uses the server, if that is known otherwise
                than by its connections.
        """
        self._dsn = dsn
        self._version = version
        self._is_shared = is_shared

    async def save(
        self, path: Path, *, replace: bool = False, on_table: Callable[[str], None] = lambda _: None
    ) -> Backup:
        """Write a backup of one moment, in one transaction that only reads."""
        async with self._connection() as connection:
            await stored_model(connection)  # of a database that was set up
            locking = await _locking(connection)
            with writing(path, replace=replace) as archive:
                async with connection.transaction(isolation="repeatable_read", readonly=True):
                    # no migration comes between the snapshot and the last table
                    await _lock(connection, locking)
                    model, dimension = await stored_model(connection)
                    made_at = datetime.now(UTC)
                    tables = [
                        await _copied(connection, archive, row, on_table)
                        for row in await connection.fetch(QUERIES["tables_to_back_up"])
                    ]
                    manifest = Manifest(
                        FORMAT,
                        self._version,
                        made_at,
                        tuple(
                            Step(*row) for row in await connection.fetch(QUERIES["applied_steps"])
                        ),
                        model,
                        dimension,
                        tuple(tables),
                        dict(map(tuple, await connection.fetch(QUERIES["sequences_to_back_up"]))),
                    )
                await asyncio.to_thread(archive.finish, manifest)
        return _described(manifest, path)

    async def restore(
        self, path: Path, *, replace: bool = False, on_table: Callable[[str], None] = lambda _: None
    ) -> Backup:
        """Load a backup in one transaction, in which the migrations run, too."""
        with reading(path) as archive:
            async with self._connection() as connection:
                await check_server(connection)
                if self._is_shared() or await connection.fetchval(
                    QUERIES["other_users_of_database"]
                ):
                    raise DatabaseInUse
                left_out = await restore(connection, archive, replace=replace, on_table=on_table)
                return _described(archive.manifest, path, left_out)

    @asynccontextmanager
    async def _connection(self) -> AsyncIterator[asyncpg.Connection]:
        with unavailable_when_unreachable(), misconfigured_when_refused():
            await check_sessions(self._dsn(), CONNECT_SECONDS)
            connection = await open_session(self._dsn(), SETTINGS, CONNECT_SECONDS)
            try:
                yield connection
            finally:
                with contextlib.suppress(*DRIVER_ERRORS):
                    await connection.close(timeout=CONNECT_SECONDS)


async def _locking(connection: asyncpg.Connection) -> str:
    tables = [row["name"] for row in await connection.fetch(QUERIES["tables_to_back_up"])]
    return f"LOCK TABLE {', '.join(tables)} IN ACCESS SHARE MODE"


async def _lock(connection: asyncpg.Connection, statement: str) -> None:
    try:
        await connection.execute(statement)
    except (asyncpg.UndefinedTableError, asyncpg.LockNotAvailableError) as exc:
        raise DatabaseUnavailable(
            "The tables are being changed, so nothing was written. Try again in a moment."
        ) from exc


async def _copied(
    connection: asyncpg.Connection,
    archive: ArchiveWriter,
    row: asyncpg.Record,
    on_table: Callable[[str], None],
) -> Table:
    """Write the rows of a table, a piece at a time, and describe them."""
    name, columns = row["name"], tuple(row["columns"])
    on_table(name)
    waiting = bytearray()
    with archive.member(name) as member:

        async def take(piece: bytes) -> None:
            waiting.extend(piece)
            if len(waiting) >= PIECE_BYTES:
                await asyncio.to_thread(member.write, waiting)
                waiting.clear()

        status = await connection.copy_from_table(
            name, output=take, columns=columns, format="binary"
        )
        member.write(waiting)
    return Table(name, columns, int(status.removeprefix("COPY ")), member.size, member.sha256)


def _described(manifest: Manifest, path: Path, left_out: tuple[str, ...] = ()) -> Backup:
    return Backup(
        manifest.made_by,
        manifest.made_at,
        manifest.model,
        manifest.rows("documents"),
        manifest.rows("chat_sessions"),
        path.stat().st_size,
        left_out,
    )
