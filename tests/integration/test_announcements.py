"""What is announced to those who wait for work, and when."""

import asyncio
from collections.abc import AsyncIterator, Set
from contextlib import suppress

import pytest

from adapters.postgres.announcements import DELIVERIES, JOBS, announce, send
from adapters.postgres.database import Connection, Database
from adapters.postgres.queries import QUERIES


@pytest.fixture
async def heard(database: Database) -> AsyncIterator[asyncio.Queue[str]]:
    """The channels that are announced on, in their order."""
    channels: asyncio.Queue[str] = asyncio.Queue()
    listening = await database.connect()
    for each in (JOBS, DELIVERIES):
        await listening.add_listener(each, lambda _, __, channel, ___: channels.put_nowait(channel))
    yield channels
    await listening.close()


async def test_what_is_announced_is_heard_after_the_commit(
    database: Database, heard: asyncio.Queue[str]
) -> None:
    """Each channel once, however often; and nothing of what is rolled back."""
    with suppress(KeyError):
        async with database.transaction():
            announce(DELIVERIES)
            raise KeyError
    async with database.transaction():
        announce(JOBS)
        announce(JOBS)
        async with database.transaction():
            pass  # another one ends meanwhile
        assert heard.empty()
    async with asyncio.timeout(10):
        assert await heard.get() == JOBS
    async with database.transaction():
        announce(DELIVERIES)
    async with asyncio.timeout(10):
        assert await heard.get() == DELIVERIES


async def test_a_change_is_done_though_its_announcement_is_lost(
    database: Database, heard: asyncio.Queue[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The connection fails right after the commit: no error says that nothing was stored."""

    async def cut(connection: Connection, channels: Set[str]) -> None:
        connection.terminate()
        await send(connection, channels)

    with monkeypatch.context() as patched:
        patched.setattr("adapters.postgres.database.send", cut)
        async with database.transaction():
            announce(JOBS)
    async with database.transaction():
        announce(DELIVERIES)
    async with asyncio.timeout(10):
        assert await heard.get() == DELIVERIES


def test_no_statement_notifies_where_the_disk_is_waited_for() -> None:
    """Only those of answers do, in transactions that do not wait for it."""
    notifying = {name for name, query in QUERIES.items() if "notify" in query.lower()}
    assert notifying == {"signal_parts", "signal_stop"}


def test_nothing_is_announced_outside_of_a_transaction() -> None:
    """Its end would never come."""
    with pytest.raises(RuntimeError, match=JOBS):
        announce(JOBS)
