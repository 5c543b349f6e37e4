"""Searches in a hot standby: never older than the library, and in the primary otherwise."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

import pytest

from adapters.postgres import replicated_passage_index
from adapters.postgres.database import Database
from adapters.postgres.replicated_passage_index import ReplicatedPassageIndex
from domain.errors import DatabaseUnavailable, Misconfigured
from tests.contracts.stores import Library, library_in
from tests.support.databases import DIMENSION, MODEL, DatabaseServer, connected
from tests.support.documents import embedded, unit
from tests.support.serving import serving
from tests.support.standbys import Standby, standby, write_out


@dataclass(frozen=True)
class Replicated:
    """A library whose index searches a standby, and the two servers."""

    library: Library
    index: ReplicatedPassageIndex
    primary: str
    standby: Standby

    async def texts(self) -> set[str]:
        """Return what a search finds."""
        return {each.content for each in await self.library.nearest(unit(0), 10)}


@asynccontextmanager
async def locked(dsn: str) -> AsyncIterator[None]:
    """Let no search in a database come to its end."""
    async with connected(dsn) as connection, connection.transaction():
        await connection.execute(
            "LOCK TABLE chunk_embeddings, document_chunks, lexemes IN ACCESS EXCLUSIVE MODE"
        )
        yield


@pytest.fixture(scope="module")
def copied(embedded_server: DatabaseServer) -> Iterator[Standby]:
    """A standby, which takes seconds to make."""
    with standby(embedded_server.dsn) as copy:
        yield copy


@pytest.fixture
async def replicated(copied: Standby, postgres_dsn: str) -> AsyncIterator[Replicated]:
    database, replica = Database(pool_size=4), Database(pool_size=4)
    await database.open(postgres_dsn, MODEL, DIMENSION)
    await copied.catch_up(postgres_dsn)
    index = ReplicatedPassageIndex(database, replica, copied.dsn_of(postgres_dsn))
    await index.open()
    try:
        yield Replicated(replace(library_in(database), index=index), index, postgres_dsn, copied)
    finally:
        await index.close()
        await database.close()
        await copied.catch_up(postgres_dsn)


async def test_a_search_is_never_older_than_the_library(replicated: Replicated) -> None:
    """What the standby has not received is found, and what it still has is not."""
    library, copy = replicated.library, replicated.standby
    first = await library.add("Heron", embedded(0, "Heron", unit(0)))
    await copy.catch_up(replicated.primary)
    assert await replicated.texts() == {"Heron"}
    await copy.fall_behind(replicated.primary)
    await library.add("Egret", embedded(0, "Egret", unit(0)))
    assert await replicated.texts() == {"Heron", "Egret"}
    await library.store.remove(first.id)
    assert await replicated.texts() == {"Egret"}
    await copy.catch_up(replicated.primary)
    assert await replicated.texts() == {"Egret"}


async def test_a_standby_that_has_all_is_searched_instead_of_the_primary(
    replicated: Replicated,
) -> None:
    """Every kind of search works there while the vectors and words of the primary are locked."""
    library, copy = replicated.library, replicated.standby
    await library.add("Heron pond", embedded(0, "Heron pond", unit(0)))
    await copy.catch_up(replicated.primary)
    await copy.fall_behind(replicated.primary)  # or it would repeat the lock, too
    async with locked(replicated.primary):
        assert await replicated.texts() == {"Heron pond"}
        found = await replicated.index.candidates("heron?", unit(0), 5, phrases=["pond"])
        assert [each.passage.content for each in found.items] == ["Heron pond"]


async def test_without_the_standby_the_primary_is_searched(
    replicated: Replicated, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A standby that ends costs no search; when it is back, it is searched again."""
    monkeypatch.setattr(replicated_passage_index, "REST", 0.0)
    library, copy = replicated.library, replicated.standby
    await library.add("Heron", embedded(0, "Heron", unit(0)))
    await copy.catch_up(replicated.primary)
    await asyncio.to_thread(copy.stop)
    assert await replicated.texts() == {"Heron"}
    with pytest.raises(DatabaseUnavailable, match="searches use the primary"):
        await replicated.index.check()
    await asyncio.to_thread(copy.start)
    await replicated.index.check()
    await copy.catch_up(replicated.primary)
    await copy.fall_behind(replicated.primary)
    async with locked(replicated.primary):
        assert await replicated.texts() == {"Heron"}


async def test_health_says_how_far_the_standby_is_behind(
    replicated: Replicated, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is fine until it has lacked something for longer than the limit."""
    monkeypatch.setattr(replicated_passage_index, "LAG", 0.1)
    await replicated.standby.catch_up(replicated.primary)
    await replicated.standby.fall_behind(replicated.primary)
    await asyncio.sleep(0.2)
    await replicated.library.add("Heron", embedded(0, "Heron", unit(0)))
    async with connected(replicated.primary) as connection:
        await write_out(connection)
    await replicated.index.check()  # it lacks something, but nothing came before for longer
    await asyncio.sleep(0.2)
    with pytest.raises(DatabaseUnavailable, match="s behind"):
        await replicated.index.check()
    await replicated.standby.catch_up(replicated.primary)
    await replicated.index.check()


async def test_a_standby_that_does_not_answer_is_asked_once_in_a_while(postgres_dsn: str) -> None:
    """Searches at once that find it silent make one attempt, and so does health meanwhile."""
    attempts = 0

    async def say_nothing(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
        nonlocal attempts
        attempts += 1
        await reader.read()

    async with serving(say_nothing) as port:
        dsn = f"postgresql://quoth@127.0.0.1:{port}/quoth?sslmode=disable"
        database = Database(pool_size=4)
        await database.open(postgres_dsn, MODEL, DIMENSION)
        index = ReplicatedPassageIndex(database, Database(acquire_timeout=0.2), dsn)
        library = replace(library_in(database), index=index)
        try:
            await library.add("Heron", embedded(0, "Heron", unit(0)))
            found = await asyncio.gather(*(library.nearest(unit(0), 10) for _ in range(3)))
            assert [len(each) for each in found] == [1, 1, 1]
            with pytest.raises(DatabaseUnavailable, match="searches use the primary"):
                await index.check()
            assert attempts == 1
        finally:
            await index.close()
            await database.close()


async def test_what_is_no_standby_of_the_database_is_refused(replicated: Replicated) -> None:
    """The primary itself as the replica, or the standby as the primary, is said at the start."""
    database = Database(pool_size=2)
    with pytest.raises(DatabaseUnavailable, match="leads to a standby"):
        await database.open(replicated.standby.dsn_of(replicated.primary), MODEL, DIMENSION)
    await database.open(replicated.primary, MODEL, DIMENSION)
    index = ReplicatedPassageIndex(database, Database(pool_size=2), replicated.primary)
    try:
        with pytest.raises(Misconfigured, match="no replica"):
            await index.open()
    finally:
        await index.close()
        await database.close()
