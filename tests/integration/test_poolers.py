"""Quoth behind PgBouncer: what works in each of its modes, and what is refused."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
import pytest

from adapters.postgres.backup.backups import PostgresBackups
from adapters.postgres.database import Database
from adapters.postgres.library_export import PostgresLibraryExport
from adapters.postgres.sessions import check_sessions
from adapters.postgres.signals import PostgresJobSignals
from domain.access.workspace import DEFAULT_WORKSPACE
from domain.errors import DatabaseUnavailable, Misconfigured
from tests.contracts.stores import library_in
from tests.support.databases import DIMENSION, MODEL, DatabaseServer, connected
from tests.support.documents import embedded, unit
from tests.support.pgbouncer import PgBouncer, needs_pgbouncer, pgbouncer

pytestmark = needs_pgbouncer

COUNT, SECONDS = 6, 5.0
SHARED = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND application_name = $1
"""


@pytest.fixture(scope="module")
def by_session(embedded_server: DatabaseServer) -> Iterator[PgBouncer]:
    """A pooler that lends a connection for as long as that of a client lasts."""
    with pgbouncer(embedded_server.dsn, "session") as pooler:
        yield pooler


@pytest.fixture(scope="module")
def by_transaction(embedded_server: DatabaseServer) -> Iterator[PgBouncer]:
    """A pooler that lends two connections, for a transaction each."""
    with pgbouncer(embedded_server.dsn, "transaction", connections=2) as pooler:
        yield pooler


@asynccontextmanager
async def opened(dsn: str, pooler: str = "") -> AsyncIterator[Database]:
    """Open a database."""
    database = Database(pool_size=8, pooler=pooler)
    await database.open(dsn, MODEL, DIMENSION)
    try:
        yield database
    finally:
        await database.close()


async def stores_and_finds(database: Database) -> None:
    """Store documents at once, and find each of them."""
    library = library_in(database)
    texts = [f"Heron {number}" for number in range(COUNT)]
    stored = await asyncio.gather(
        *(library.add(text, embedded(0, text, unit(0))) for text in texts)
    )
    found = await asyncio.gather(*(library.catalog.get(each.id) for each in stored))
    assert [each.id for each in found] == [each.id for each in stored]
    assert len(await library.nearest(unit(0), 2 * COUNT)) == COUNT


async def hears(database: Database) -> bool:
    """Return whether a new job is heard of."""
    signals = PostgresJobSignals(database)
    try:
        await signals.wait(0.0)  # begins to listen, and returns at once
        waiting = asyncio.create_task(signals.wait(SECONDS))
        await asyncio.sleep(0)
        async with database.transaction() as connection:
            await connection.execute("NOTIFY quoth_jobs")
        started = asyncio.get_running_loop().time()
        await waiting
        return asyncio.get_running_loop().time() - started < SECONDS
    finally:
        await signals.close()


async def test_all_works_through_a_pooler_in_session_mode(
    embedded_server: DatabaseServer, by_session: PgBouncer, tmp_path: Path
) -> None:
    """With QUOTH_DATABASE_URL at a pooler in session mode, migrations, signals and backups work."""
    async with embedded_server.empty_database() as dsn:
        url = by_session.url(dsn)
        async with opened(url) as database:
            await stores_and_finds(database)
            assert await hears(database)
            assert (await database.describe()).endswith("a pooler in session mode")
        backups = PostgresBackups(lambda: url, "1")
        assert (await backups.save(tmp_path / "backup")).documents == COUNT


async def test_transactions_go_through_a_pooler_and_sessions_beside_it(
    postgres_dsn: str, by_transaction: PgBouncer
) -> None:
    """Eight connections of the pool share two of the server; signals are heard all the same."""
    async with opened(postgres_dsn, by_transaction.url(postgres_dsn)) as database:
        await stores_and_finds(database)
        assert await hears(database)
        assert (await database.describe()).endswith("a pooler in transaction mode")
        async with connected(postgres_dsn) as connection:
            assert await connection.fetchval(SHARED, "quoth") <= 2


async def test_each_transaction_brings_its_role_its_workspace_and_its_settings(
    postgres_dsn: str, by_transaction: PgBouncer
) -> None:
    """What a connection of the server was lent for before leaves nothing behind, nor lacks it."""
    async with opened(postgres_dsn, by_transaction.url(postgres_dsn)) as database:
        for _ in range(4):
            async with database.connection() as connection, database.outside() as other:
                for each in (connection, other):
                    assert await each.fetchval("SHOW role") == "quoth_server"
                    assert await each.fetchval("SHOW hnsw.ef_search") == "150"
                    assert await each.fetchval("SHOW statement_timeout") == "30s"
                    await each.execute("SET statement_timeout = '40s'; SET work_mem = '1MB'")
                workspace = await connection.fetchval("SELECT current_workspace()")
                assert workspace == DEFAULT_WORKSPACE.workspace_id
                assert await other.fetchval("SELECT current_workspace()") is None
        async with database.statements() as connection:
            assert await connection.fetchval("SHOW role") == "quoth_server"
            assert await connection.fetchval("SHOW work_mem") != "1MB"


async def test_exports_read_at_once_from_shared_connections(
    postgres_dsn: str, by_transaction: PgBouncer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cursors of several processes do not meet in a connection."""
    pooler = by_transaction.url(postgres_dsn)
    async with opened(postgres_dsn, pooler) as database, opened(postgres_dsn, pooler) as other:
        await stores_and_finds(database)

        async def read(database: Database) -> int:
            # the driver's names for statements begin anew in each process
            monkeypatch.setattr(asyncpg.connection, "_uid", 0)
            async with PostgresLibraryExport(database).snapshot() as snapshot:
                documents = [each async for each in snapshot.documents()]
                chunks = [each async for each in snapshot.chunks()]
                return len(documents) + len(chunks)

        for each in (database, other, database):
            assert await read(each) == 2 * COUNT


async def test_a_session_that_is_shared_is_refused(
    postgres_dsn: str, by_transaction: PgBouncer, tmp_path: Path
) -> None:
    """QUOTH_DATABASE_URL at a pooler in transaction mode ends the start, and says what to set."""
    url = by_transaction.url(postgres_dsn)
    with pytest.raises(Misconfigured, match="QUOTH_DATABASE_POOLER_URL"):
        await Database().open(url, MODEL, DIMENSION)
    with pytest.raises(Misconfigured, match="QUOTH_DATABASE_POOLER_URL"):
        await PostgresBackups(lambda: url, "1").save(tmp_path / "backup")


async def test_connections_that_are_lent_in_turn_are_told_from_sessions(
    embedded_server: DatabaseServer, postgres_dsn: str
) -> None:
    """With server_round_robin and two idle connections, transaction mode is still refused."""
    with pgbouncer(
        embedded_server.dsn, "transaction", connections=2, options="server_round_robin = 1\n"
    ) as pooler:
        url = pooler.url(postgres_dsn)
        async with (
            connected(url) as one,
            connected(url) as other,
            one.transaction(),
            other.transaction(),
        ):
            pass  # both connections of the server are open, and idle from now on
        with pytest.raises(Misconfigured, match="QUOTH_DATABASE_POOLER_URL"):
            await check_sessions(url, SECONDS)


async def test_a_pooler_that_knows_no_transactions_is_refused(
    embedded_server: DatabaseServer, postgres_dsn: str
) -> None:
    """In statement mode nothing could be stored as a whole: the start ends and says so."""
    with (
        pgbouncer(embedded_server.dsn, "statement") as pooler,
        pytest.raises(Misconfigured, match="pool_mode"),
    ):
        await Database(pooler=pooler.url(postgres_dsn)).open(postgres_dsn, MODEL, DIMENSION)


async def test_a_pooler_of_another_database_is_refused(
    embedded_server: DatabaseServer, postgres_dsn: str, by_transaction: PgBouncer
) -> None:
    """Both addresses have to lead to one database."""
    async with embedded_server.migrated_database() as other:
        database = Database(pooler=by_transaction.url(other))
        with pytest.raises(Misconfigured, match="another database"):
            await database.open(postgres_dsn, MODEL, DIMENSION)
        with pytest.raises(DatabaseUnavailable):
            await database.check()


async def test_a_pooler_that_is_killed_fails_the_calls_meanwhile_and_no_later_one(
    embedded_server: DatabaseServer, postgres_dsn: str
) -> None:
    """Without the pooler a call is refused as unavailable; when it is back, calls succeed."""
    with pgbouncer(embedded_server.dsn, "transaction") as pooler:
        async with opened(postgres_dsn, pooler.url(postgres_dsn)) as database:
            await database.check()
            pooler.kill()
            with pytest.raises(DatabaseUnavailable):
                await database.check()
            pooler.start()
            await database.check()
