"""Calls to a database that may have fallen silent."""

import asyncio
import time

import asyncpg
import pytest

from adapters.postgres import silence
from adapters.postgres.database import Database
from adapters.postgres.sessions import KEEPALIVES
from adapters.postgres.silence import SilenceWatch
from tests.support.databases import connected

PATIENCE = 0.05


async def test_a_slow_statement_of_a_server_that_answers_goes_on(postgres_dsn: str) -> None:
    """A statement may take longer than the patience as long as the server answers others."""
    asked = 0

    async def connect() -> asyncpg.Connection:
        nonlocal asked
        asked += 1
        return await asyncpg.connect(postgres_dsn)

    watch = SilenceWatch(connect, patience=1.0)
    async with connected(postgres_dsn) as connection, watch.over(connection):
        assert await connection.fetchval("SELECT 1 FROM pg_sleep(2.5)") == 1
    assert asked >= 1


async def test_calls_to_a_silent_server_end_and_ask_once(postgres_dsn: str) -> None:
    """All calls fail as on a lost connection, and one question is asked for all of them."""
    asked = 0

    async def never() -> asyncpg.Connection:
        nonlocal asked
        asked += 1
        await asyncio.Event().wait()
        raise AssertionError

    watch = SilenceWatch(never, PATIENCE)

    async def call() -> None:
        async with connected(postgres_dsn) as connection, watch.over(connection):
            await connection.fetchval("SELECT 1 FROM pg_sleep(60)")

    ended = await asyncio.gather(*[call() for _ in range(3)], return_exceptions=True)
    assert [type(each).__name__ for each in ended] == ["ConnectionDoesNotExistError"] * 3
    assert asked <= len(ended)


async def test_a_server_that_was_silent_is_not_called_for_a_moment() -> None:
    """Whoever waits for a connection notices it, too, and the next call need not wait."""

    async def never() -> asyncpg.Connection:
        await asyncio.Event().wait()
        raise AssertionError

    watch = SilenceWatch(never, PATIENCE)
    assert not watch.was_silent
    async with watch.over():
        await asyncio.sleep(8 * PATIENCE)
    assert watch.was_silent


async def test_a_process_that_is_busy_itself_blames_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """If the event loop stands still, an answer that is late says nothing about the server."""
    monkeypatch.setattr(silence, "STALLED", PATIENCE)

    async def connect() -> asyncpg.Connection:
        time.sleep(6 * PATIENCE)  # noqa: ASYNC251 - the loop stands still
        await asyncio.Event().wait()
        raise AssertionError

    watch = SilenceWatch(connect, PATIENCE)
    async with watch.over():
        await asyncio.sleep(4 * PATIENCE)
    assert not watch.was_silent


async def test_a_refusal_is_an_answer(postgres_dsn: str) -> None:
    """A server that takes no more connections still answers, so that nothing is ended."""

    async def refused() -> asyncpg.Connection:
        raise asyncpg.TooManyConnectionsError("too many clients already")

    watch = SilenceWatch(refused, PATIENCE)
    async with connected(postgres_dsn) as connection, watch.over(connection):
        assert await connection.fetchval("SELECT 1 FROM pg_sleep(0.5)") == 1


@pytest.mark.parametrize("seconds", [0.0, 0.2])
async def test_a_watch_ends_with_its_block(postgres_dsn: str, seconds: float) -> None:
    """Nothing asks on after the call, whether or not it was asked about."""
    asked = 0

    async def connect() -> asyncpg.Connection:
        nonlocal asked
        asked += 1
        return await asyncpg.connect(postgres_dsn)

    async with connected(postgres_dsn) as connection:
        async with SilenceWatch(connect, PATIENCE).over(connection):
            await asyncio.sleep(seconds)
        before = asked
        await asyncio.sleep(0.2)
        assert asked == before
        assert not connection.is_closed()


async def test_every_connection_lets_the_server_find_out_that_it_was_cut_off(
    database: Database,
) -> None:
    """Its keepalives ask for an end after 30 seconds, in whichever way it was opened."""
    listening = await database.connect()
    try:
        async with database.outside() as pooled, database.owner() as owner:
            for connection in (pooled, owner, listening):
                asked_for = await connection.fetch(
                    "SELECT name FROM pg_settings WHERE name LIKE 'tcp_keepalives%'"
                    " AND source IN ('client', 'session')"
                )
                assert {name for (name,) in asked_for} == set(KEEPALIVES)
    finally:
        await listening.close()
    idle, interval, count = map(int, KEEPALIVES.values())
    assert idle + interval * count == 30
