"""What waits in the database for a lock, and what continues."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from adapters.postgres import passage_index
from adapters.postgres.database import Database
from application.access.acting import acting_as
from domain.documents.collection import Collection
from domain.documents.document import Document, DocumentStatus
from domain.documents.document_filter import DocumentFilter
from domain.errors import ClaimLost, DatabaseUnavailable
from domain.paging import PageRequest
from tests.contracts.stores import Library, library_in
from tests.support.databases import DIMENSION, MODEL, connected
from tests.support.documents import embedded, processed, unit
from tests.support.workspaces import member_of

COLLECTION = Collection(UUID(int=1), "shelf", datetime(2026, 1, 1, tzinfo=UTC))
ANYTHING = "%"
CHANGES = "INSERT INTO library_revision%"
SLOW = "SELECT pg_sleep(60)%"
SEARCHES = "SELECT document.id AS document_id, chunk.%"


@asynccontextmanager
async def locked_index(dsn: str) -> AsyncIterator[None]:
    """Lock the table that every change of the library writes to; reading it goes on."""
    async with connected(dsn) as other, other.transaction():
        await other.execute("LOCK TABLE library_revision IN EXCLUSIVE MODE")
        yield


@asynccontextmanager
async def locked_chunks(dsn: str) -> AsyncIterator[None]:
    """Lock the table that every search reads last."""
    async with connected(dsn) as other, other.transaction():
        await other.execute("LOCK TABLE document_chunks")
        yield


@asynccontextmanager
async def locked_documents(dsn: str) -> AsyncIterator[None]:
    """Lock the rows of all documents; reading them goes on."""
    async with connected(dsn) as other, other.transaction():
        await other.execute("SELECT FROM documents FOR UPDATE")
        yield


async def waiting(dsn: str, statement: str, waits_for: str = "Lock") -> int:
    """Return how many statements of this form wait for a lock, each with a connection."""
    async with connected(dsn) as connection:
        count: int = await connection.fetchval(
            "SELECT count(*) FROM pg_stat_activity, pg_sleep(0.005) WHERE wait_event_type = $2"
            " AND query LIKE $1 AND datname = current_database()",
            statement,
            waits_for,
        )
    return count


async def until_waiting(dsn: str, statement: str, count: int, waits_for: str = "Lock") -> None:
    """Return when `count` statements of this form wait for a lock, or something else."""
    while await waiting(dsn, statement, waits_for) < count:
        pass


async def open_library(dsn: str, pool_size: int) -> tuple[Database, Library]:
    database = Database(pool_size=pool_size)
    await database.open(dsn, MODEL, DIMENSION)
    return database, library_in(database)


async def test_changes_that_wait_for_the_index_leave_connections_to_the_rest(
    postgres_dsn: str,
) -> None:
    """While additions and removals wait for the index, others can read, claim and renew."""
    database, library = await open_library(postgres_dsn, 5)
    old = await library.add("old", embedded(0, "old", unit(1)))
    slow = await library.claim("slow")

    async def add(number: int) -> Document:
        return await library.add(f"small {number}", embedded(0, "small", unit(0)))

    async with asyncio.TaskGroup() as group, locked_index(postgres_dsn):
        adding = group.create_task(
            library.store.add(slow, processed(slow.document, []), "slow", [])
        )
        await until_waiting(postgres_dsn, CHANGES, 1)
        small = [group.create_task(add(number)) for number in range(12)]
        removing = group.create_task(library.store.remove(old.id))
        await until_waiting(postgres_dsn, CHANGES, 2)
        reads = await asyncio.gather(
            library.catalog.list(PageRequest()),
            library.catalog.get(slow.document.id),
            library.nearest(unit(1), 1),
            library.by_words("old"),
        )
        assert all(reads)
        await library.claims.renew(slow)
        assert not (await library.claim("slow")).granted
        assert (await library.claim("new")).granted
        assert await waiting(postgres_dsn, CHANGES) == 2
        assert not any(task.done() for task in (adding, removing, *small))
    assert removing.result().chunks == 1
    assert len(await library.nearest(unit(0), 100)) == 12
    listed = await library.catalog.list(PageRequest(), DocumentStatus.PROCESSED)
    assert {task.result() for task in small} < set(listed.items)
    await database.close()


Change = Callable[[Library, UUID], Coroutine[Any, Any, object]]


@pytest.mark.parametrize(
    "change",
    [
        lambda library, _: library.removals.remove(DocumentFilter(filename="old*")),
        lambda library, _: library.collections.remove(COLLECTION.id, with_documents=True),
        lambda library, document_id: library.limits.limit_document(document_id, ("staff",)),
    ],
    ids=["remove_matching", "remove_collection", "limit_document"],
)
async def test_changes_that_wait_for_a_document_leave_connections_to_the_rest(
    postgres_dsn: str, change: Change
) -> None:
    """While a dozen removals or limits wait for one document, others can read; none fails of it."""
    database, library = await open_library(postgres_dsn, 5)
    await library.collections.create(COLLECTION)
    old = await library.add("old", embedded(0, "old", unit(1)))
    await library.members.add(COLLECTION.id, old.id, {})
    async with locked_documents(postgres_dsn):
        changes = [asyncio.create_task(change(library, old.id)) for _ in range(12)]
        await until_waiting(postgres_dsn, ANYTHING, 2)
        assert all(
            await asyncio.gather(
                library.catalog.list(PageRequest()),
                library.nearest(unit(1), 1),
                library.claim("new"),
            )
        )
        assert await waiting(postgres_dsn, ANYTHING) == 2
        assert not any(task.done() for task in changes)
    ends = await asyncio.gather(*changes, return_exceptions=True)
    assert not any(isinstance(end, DatabaseUnavailable) for end in ends)
    await database.close()


async def test_whoever_gives_up_waiting_lets_the_next_one_in(postgres_dsn: str) -> None:
    """Changes that are cancelled while they wait, with or without a connection, block no others."""
    database, library = await open_library(postgres_dsn, 5)
    claims = [await library.claim(f"{number}") for number in range(6)]

    async def add(number: int) -> None:
        claim = claims[number]
        await library.store.add(claim, processed(claim.document, []), "", [])

    async with locked_index(postgres_dsn):
        adding = [asyncio.create_task(add(number)) for number in range(5)]
        await until_waiting(postgres_dsn, CHANGES, 2)
        for task in adding:
            task.cancel()
        await asyncio.gather(*adding, return_exceptions=True)
    await add(5)
    await asyncio.gather(*(add(number) for number in range(5)))
    listed = await library.catalog.list(PageRequest(), DocumentStatus.PROCESSED)
    assert len(listed.items) == 6
    await database.close()


async def test_a_claim_that_is_taken_over_in_the_middle_of_an_addition_is_lost(
    postgres_dsn: str,
) -> None:
    """An addition whose claim is taken over is rolled back, and the new holder's is stored."""
    database, library = await open_library(postgres_dsn, 5)
    lapsed = await library.claim("a")
    chunks = [embedded(0, "old", unit(0))]
    async with locked_index(postgres_dsn):
        late = asyncio.create_task(
            library.store.add(lapsed, processed(lapsed.document, chunks), "old", chunks)
        )
        await until_waiting(postgres_dsn, CHANGES, 1)
        await library.expire_claim(lapsed.document.id)
        successor = await library.claim("a")
        assert successor.granted
        assert successor.document.id == lapsed.document.id
    with pytest.raises(ClaimLost):
        await late
    assert (await library.catalog.get(successor.document.id)) == successor.document
    assert await library.nearest(unit(0), 10) == []
    chunks = [embedded(0, "new", unit(0))]
    await library.store.add(successor, processed(successor.document, chunks), "new", chunks)
    assert [each.content for each in await library.nearest(unit(0), 10)] == ["new"]
    await database.close()


async def test_searches_that_wait_leave_connections_to_the_rest(postgres_dsn: str) -> None:
    """However many searches wait for the database, claims and reads go on."""
    database, library = await open_library(postgres_dsn, 4)
    await library.add("old", embedded(0, "old", unit(1)))
    async with asyncio.TaskGroup() as group, locked_chunks(postgres_dsn):
        searching = [group.create_task(library.by_words("old")) for _ in range(20)]
        await until_waiting(postgres_dsn, SEARCHES, 2)
        assert (await library.claim("new")).granted
        assert (await library.catalog.list(PageRequest())).items
        assert await waiting(postgres_dsn, SEARCHES) == 2
        assert not any(task.done() for task in searching)
    assert all(task.result() for task in searching)
    await database.close()


async def test_a_search_does_not_wait_for_others_without_end(
    postgres_dsn: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A search that gets no turn in time says that the database is busy."""
    monkeypatch.setattr(passage_index, "TURN_SECONDS", 0.05)
    database, library = await open_library(postgres_dsn, 2)
    await library.add("old", embedded(0, "old", unit(1)))
    async with asyncio.TaskGroup() as group, locked_chunks(postgres_dsn):
        first = group.create_task(library.by_words("old"))
        await until_waiting(postgres_dsn, SEARCHES, 1)
        with pytest.raises(DatabaseUnavailable, match="busy with other searches"):
            await library.by_words("old")
    assert first.result()
    await database.close()


async def test_slow_reads_of_one_workspace_leave_connections_to_another(postgres_dsn: str) -> None:
    """However many statements of one workspace take long, another reads and writes meanwhile."""
    database = Database(pool_size=4, acquire_timeout=1.0)
    await database.open(postgres_dsn, MODEL, DIMENSION)

    async def read_slowly() -> None:
        async with database.connection() as connection:
            await connection.execute("SELECT pg_sleep(60)")

    with acting_as(member_of(1)):
        slow = [asyncio.create_task(read_slowly()) for _ in range(12)]
    await until_waiting(postgres_dsn, SLOW, 3, "Timeout")
    with acting_as(member_of(2)):
        async with database.connection() as connection:
            assert await connection.fetchval("SELECT 1") == 1
        async with database.transaction() as connection:
            assert await connection.fetchval("SELECT 2") == 2
    ended, _ = await asyncio.wait(slow, timeout=3)
    assert len(ended) == 9, "those who get no connection of their workspace's are told in time"
    assert {type(each.exception()) for each in ended} == {DatabaseUnavailable}
    for each in slow:
        each.cancel()
    await asyncio.wait(slow)
    await database.close()


async def test_a_share_and_a_connection_have_one_deadline(postgres_dsn: str) -> None:
    """Whoever waited for a share of the pool does not wait as long again for a connection."""
    database = Database(pool_size=4, acquire_timeout=1.0)
    await database.open(postgres_dsn, MODEL, DIMENSION)

    async def hold(lend: Callable[[], AbstractAsyncContextManager[object]], seconds: float) -> None:
        async with lend():
            await asyncio.sleep(seconds)

    held = [asyncio.create_task(hold(database.connection, 0.7)) for _ in range(3)]
    await asyncio.sleep(0.1)
    held += [asyncio.create_task(hold(database.outside, 5)) for _ in range(4)]
    await asyncio.sleep(0.1)
    started = time.monotonic()
    with pytest.raises(DatabaseUnavailable):
        await hold(database.connection, 0)
    assert time.monotonic() - started < 1.3
    for each in held:
        each.cancel()
    await asyncio.wait(held)
    await database.close()
