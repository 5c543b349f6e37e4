"""The stores with a database that is lost, slow, exhausted or restarted."""

import asyncio
import os
import signal
import struct
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
import pytest

from adapters.embedded_postgres import EmbeddedPostgres
from adapters.postgres.database import Database
from domain.errors import DatabaseUnavailable
from tests.contracts.stores import library_in
from tests.support.databases import DIMENSION, FAST, MODEL, DatabaseServer, connected
from tests.support.documents import embedded, processed, unit


async def running(dsn: str, query: str) -> None:
    """Wait until a query runs on the server."""
    async with connected(dsn) as connection:
        while not await connection.fetchval(
            "SELECT count(*) FROM pg_stat_activity, pg_sleep(0.005)"
            " WHERE query LIKE $1 AND state = 'active' AND datname = current_database()",
            query,
        ):
            pass


async def test_before_it_is_open_and_after_it_is_closed_it_is_unavailable(
    postgres_dsn: str,
) -> None:
    """A database that is not open raises DatabaseUnavailable."""
    database = Database()
    with pytest.raises(DatabaseUnavailable):
        await database.check()
    await database.open(postgres_dsn, MODEL, DIMENSION)
    await database.check()
    await database.close()
    with pytest.raises(DatabaseUnavailable):
        await database.check()


async def test_a_server_that_is_not_there_is_unavailable(
    data_dir: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A missing socket or an unknown host raises DatabaseUnavailable, since it may appear later."""
    for host in (str(data_dir), "quoth.invalid"):
        with pytest.raises(DatabaseUnavailable):
            await Database().open(f"postgresql://quoth:pw@/quoth?host={host}", MODEL, DIMENSION)
    assert "No such file" in caplog.messages[0]
    assert "gaierror" in caplog.messages[1]


async def test_a_restart_fails_the_call_in_flight_and_no_later_one(data_dir: Path) -> None:
    """A restart fails the running call, and later calls reconnect."""
    server = EmbeddedPostgres(data_dir, options=FAST)
    database = Database()
    dsn = await asyncio.to_thread(server.start)
    try:
        await database.open(dsn, MODEL, DIMENSION)

        async def sleep() -> None:
            async with database.connection() as connection:
                await connection.execute("SELECT pg_sleep(60)")

        in_flight = asyncio.create_task(sleep())
        await running(dsn, "SELECT pg_sleep(60)")
        await asyncio.to_thread(server.stop)
        with pytest.raises(DatabaseUnavailable):
            await in_flight
        with pytest.raises(DatabaseUnavailable):
            await database.check()
        await asyncio.to_thread(server.start)
        await database.check()
        assert await library_in(database).nearest(unit(0), 3) == []
    finally:
        await database.close()
        await asyncio.to_thread(server.stop)


@pytest.mark.parametrize("prepared", [False, True])
async def test_a_database_in_place_of_another_is_unavailable(
    empty_dsn: str, embedded_server: DatabaseServer, prepared: bool
) -> None:
    """A database replaced by an empty one is unavailable, with or without pgvector."""
    database = Database()
    await database.open(empty_dsn, MODEL, DIMENSION)
    name = urlsplit(empty_dsn).path.removeprefix("/")
    async with connected(embedded_server.dsn) as other:
        await other.execute(f"DROP DATABASE {name} WITH (FORCE)")
        await other.execute(f"CREATE DATABASE {name}")
    if prepared:
        async with connected(empty_dsn) as connection:
            await connection.execute("CREATE EXTENSION vector")
    with pytest.raises(DatabaseUnavailable, match="Start Quoth again"):
        await database.check()
    await database.close()


async def test_an_outage_is_logged_as_one_line_for_each_call(
    empty_dsn: str, embedded_server: DatabaseServer, caplog: pytest.LogCaptureFixture
) -> None:
    """During an outage each call logs one line without a traceback."""
    database = Database()
    await database.open(empty_dsn, MODEL, DIMENSION)
    name = urlsplit(empty_dsn).path.removeprefix("/")
    async with connected(embedded_server.dsn) as other:
        await other.execute(f"DROP DATABASE {name} WITH (FORCE)")
        for _ in range(2):
            with pytest.raises(DatabaseUnavailable):
                await database.check()
        await other.execute(f"CREATE DATABASE {name}")
    assert [record.name for record in caplog.records] == ["adapters.postgres.errors"] * 2
    await database.close()


async def server_process(database: Database) -> int:
    """Return the server process of the only connection in a pool."""
    async with database.connection() as connection:
        pid: int = await connection.fetchval("SELECT pg_backend_pid()")
        return pid


async def is_unavailable_within(patience: float, call: Awaitable[None], pid: int) -> bool:
    """Return whether a call fails before its stopped server process resumes."""
    calling = asyncio.ensure_future(call)
    try:
        done, _ = await asyncio.wait({calling}, timeout=patience)
    finally:
        os.kill(pid, signal.SIGCONT)
    with pytest.raises(DatabaseUnavailable):
        await calling
    return bool(done)


@pytest.mark.parametrize("lend", [Database.connection, Database.transaction])
async def test_a_call_that_gave_up_waiting_ends(
    postgres_dsn: str, lend: Callable[[Database], AbstractAsyncContextManager[asyncpg.Connection]]
) -> None:
    """A call that timed out does not wait for the server again while it cleans up."""
    database = Database(pool_size=1)
    await database.open(postgres_dsn, MODEL, DIMENSION)
    pid = await server_process(database)

    async def ask() -> None:
        async with lend(database) as connection:
            os.kill(pid, signal.SIGSTOP)
            await connection.fetchval("SELECT 1", timeout=0.1)

    assert await is_unavailable_within(4, ask(), pid)  # asyncpg alone would wait 5 s more
    await database.check()
    await database.close()


async def test_the_probe_does_not_wait_as_long_as_a_statement_may(postgres_dsn: str) -> None:
    """The health check waits no longer than for a connection."""
    database = Database(pool_size=1, acquire_timeout=0.5)
    await database.open(postgres_dsn, MODEL, DIMENSION)
    pid = await server_process(database)
    os.kill(pid, signal.SIGSTOP)
    assert await is_unavailable_within(10, database.check(), pid)  # a statement has 35 s
    await database.check()
    await database.close()


async def test_an_ended_connection_leaves_nothing_half_written(
    database: Database,
) -> None:
    """A connection that the server ends during a transaction stores nothing of it."""

    async def insert_and_lose_the_connection() -> None:
        async with database.transaction() as connection:
            await connection.execute("INSERT INTO library_revision DEFAULT VALUES")
            pid = connection.get_server_pid()
            async with database.owner() as owner:
                await owner.execute("SELECT pg_terminate_backend($1)", pid)
            await connection.execute("SELECT 1")

    with pytest.raises(DatabaseUnavailable):
        await insert_and_lose_the_connection()
    async with database.connection() as connection:
        assert await connection.fetchval("SELECT sum(revision) FROM library_revision") == 0


async def test_a_connection_that_the_server_ends_just_now_is_not_there(
    database: Database,
) -> None:
    """A statement between the server's last message and the end of its connection is refused."""

    async def ask_after_the_last_message() -> None:
        async with database.transaction() as connection:
            fields = b"SFATAL\0VFATAL\0C57P01\0Mterminating connection\0\0"
            message = b"E" + struct.pack("!i", 4 + len(fields)) + fields
            connection._con._protocol.data_received(message)
            await connection.execute("SELECT 1")

    with pytest.raises(DatabaseUnavailable):
        await ask_after_the_last_message()
    await database.check()


async def test_a_statement_that_takes_too_long_is_given_up(postgres_dsn: str) -> None:
    """The server cancels a slow statement, and the connection stays usable."""
    database = Database(pool_size=1, statement_timeout=0.1)
    await database.open(postgres_dsn, MODEL, DIMENSION)
    for _ in range(2):  # the limit still applies after the connection was returned
        with pytest.raises(DatabaseUnavailable):
            async with database.connection() as connection:
                await connection.execute("SELECT pg_sleep(60)")
    await database.check()
    await database.close()


async def test_a_lock_that_takes_too_long_is_given_up(postgres_dsn: str) -> None:
    """A caller does not wait forever for a locked row."""
    database = Database(lock_timeout=0.1)
    await database.open(postgres_dsn, MODEL, DIMENSION)
    library = library_in(database)
    document = (await library.claim("a")).document
    async with connected(postgres_dsn) as other, other.transaction():
        await other.execute("SELECT FROM documents FOR UPDATE")
        with pytest.raises(DatabaseUnavailable):
            await library.store.remove(document.id)
    assert (await library.store.remove(document.id)).chunks == 0
    await database.close()


async def test_a_pool_that_is_used_up_is_unavailable_and_not_a_hang(postgres_dsn: str) -> None:
    """A caller fails if the pool stays exhausted, and succeeds once a connection is returned."""
    database = Database(pool_size=1, acquire_timeout=0.5)
    await database.open(postgres_dsn, MODEL, DIMENSION)
    async with database.connection():
        with pytest.raises(DatabaseUnavailable):
            await database.check()
    await database.check()
    await database.close()


async def test_closing_does_not_wait_for_ever(postgres_dsn: str) -> None:
    """A connection that is never returned does not block closing."""
    database = Database()
    await database.open(postgres_dsn, MODEL, DIMENSION)

    async def never_give_back() -> None:
        async with database.connection() as connection:
            await database.close(grace=0.05)
            await connection.execute("SELECT 1")

    with pytest.raises(DatabaseUnavailable):
        await never_give_back()


async def test_settings_outlast_the_return_of_a_connection(postgres_dsn: str) -> None:
    """A connection has its settings again whenever it is taken from the pool."""
    database = Database(pool_size=1)
    await database.open(postgres_dsn, MODEL, DIMENSION)
    for _ in range(3):
        async with database.connection() as connection:
            assert await connection.fetchval("SHOW hnsw.ef_search") == "150"
            assert await connection.fetchval("SHOW hnsw.iterative_scan") == "relaxed_order"
            assert await connection.fetchval("SHOW statement_timeout") == "30s"
            assert await connection.fetchval("SHOW application_name") == "quoth"
            await connection.execute("SET statement_timeout = 1")
    await database.close()


async def test_what_is_wrong_is_not_called_unavailable(database: Database) -> None:
    """An error in a query or its arguments is raised as it is, not as DatabaseUnavailable."""
    for query, arguments in (("SELECT 1/0", ()), ("SELECT $1::int", ("text",))):
        with pytest.raises((asyncpg.DivisionByZeroError, asyncpg.DataError)):
            async with database.connection() as connection:
                await connection.fetchval(query, *arguments)


async def test_cancelling_an_addition_stores_nothing(postgres_dsn: str) -> None:
    """A cancelled addition stores no rows, and its connection stays usable."""
    database = Database(pool_size=1)
    await database.open(postgres_dsn, MODEL, DIMENSION)
    library = library_in(database)
    claim = await library.claim("a")
    chunks = [embedded(index, "x" * 500, unit(0, index / 5000)) for index in range(2000)]
    done = processed(claim.document, chunks)
    adding = asyncio.create_task(library.store.add(claim, done, "x", chunks))
    await running(postgres_dsn, "INSERT INTO chunk_embeddings%")
    adding.cancel()
    with pytest.raises(asyncio.CancelledError):
        await adding
    assert await library.nearest(unit(0), 10) == []
    async with database.connection() as connection:
        assert await connection.fetchval("SELECT count(*) FROM document_chunks") == 0
    await library.store.add(claim, done, "x", chunks)
    assert len(await library.nearest(unit(0), 10)) == 10
    await database.close()


async def test_the_versions_that_serve_are_named(database: Database) -> None:
    """The description names the versions of PostgreSQL and pgvector."""
    assert (await database.describe()).startswith("PostgreSQL 18.6, pgvector 0.8")
