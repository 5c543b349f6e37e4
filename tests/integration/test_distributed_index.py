"""The distributed index: what arrives there, when, and how that is compared."""

import asyncio
from collections.abc import Sequence
from functools import partial
from typing import Any
from uuid import UUID

import pytest

from adapters.milvus.client import Milvus
from adapters.milvus.collections import collections_of
from adapters.postgres.database import Database
from adapters.postgres.index_source import PostgresIndexSource
from application.access.acting import acting_as
from application.indexing.feed_index import FeedIndex
from application.ports.index_outbox import IndexChange
from domain.documents.changes import DocumentChanges
from domain.errors import DistributedIndexUnavailable
from domain.retrieval.indexed_passages import IndexPart
from tests.contracts.test_document_versions import put
from tests.fakes.distributed_index import InMemoryDistributedIndex
from tests.support.databases import owner_of
from tests.support.distributed import (
    DEFAULT,
    TEXTS,
    Distributed,
    contents,
    distributed,
    engine_in,
    engine_of,
    fill,
    is_equal,
    some_chunks,
)
from tests.support.documents import unit
from tests.support.workspaces import member_of


async def test_what_changes_arrives_once_and_in_order(
    whole: Distributed, engine: InMemoryDistributedIndex
) -> None:
    """Additions, versions, other languages and removals leave exactly what the library has."""
    gone = await whole.library.add("gone", *some_chunks("never written"))
    await whole.library.store.remove(gone.id)
    await fill(whole.library)
    await put(whole.library, "first version", 0)
    await whole.feed.execute()
    assert len(engine.written) == len(set(engine.written)) == len(TEXTS) + 1
    assert await is_equal(whole)
    document = await whole.library.add("language", *some_chunks("Die Reiher warten", "auf Fische"))
    await whole.library.store.change(document.id, DocumentChanges(language="de"))
    await put(whole.library, "second version", 1)
    removed = await whole.library.add("removed", *some_chunks("a", "b"))
    await whole.feed.execute()
    await whole.library.store.remove(removed.id)
    await whole.feed.execute()
    assert await is_equal(whole)
    assert await whole.outbox.due() == []
    found = await whole.library.index.candidates("version", unit(1), 10)
    assert "second version" in contents(found)
    assert not contents(found) & {"first version", "a", "b"}


async def test_several_processes_write_what_one_would(
    whole: Distributed, engine: InMemoryDistributedIndex
) -> None:
    """Processes that work off changes at the same time make one index, and share the work."""
    await fill(whole.library)
    await asyncio.gather(*(whole.feed.execute() for _ in range(4)))
    assert len(engine.indexes) == 1
    assert await is_equal(whole)
    assert len(engine.written) == len(set(engine.written))


async def test_what_was_begun_is_written_by_the_next(
    whole: Distributed, engine: InMemoryDistributedIndex
) -> None:
    """A process that fails in the middle leaves all to the next, and everything is found always."""
    await whole.library.add("large", *some_chunks(*(f"heron {n}" for n in range(600))))
    engine.fails_after = 1
    with pytest.raises(DistributedIndexUnavailable):
        await whole.feed.execute()
    assert 0 < len(engine.written) < 600
    found = await whole.library.index.candidates("heron", unit(0), 20)
    assert len(found.items) >= 20
    engine.fails_after = None
    await whole.feed.execute()
    assert await is_equal(whole)


async def test_a_workspace_that_fails_holds_up_no_other(
    whole: Distributed, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The others are written, and what failed is told and is still due."""
    await fill(whole.library)
    with acting_as(member_of(1)):
        await whole.library.add("other", *some_chunks("The heron of the others"))
    first, second = await whole.outbox.due()
    write = FeedIndex._write

    async def fails(feed: FeedIndex, workspace_id: UUID, changes: Sequence[IndexChange]) -> None:
        if workspace_id == first:
            raise ValueError("no such vector")
        await write(feed, workspace_id, changes)

    with monkeypatch.context() as patch:
        patch.setattr(FeedIndex, "_write", fails)
        with pytest.raises(ExceptionGroup) as failed:
            await whole.feed.execute()
    assert [type(each) for each in failed.value.exceptions] == [ValueError]
    assert await whole.outbox.due() == [first]
    await whole.feed.execute()
    assert await whole.outbox.due() == []
    assert (await whole.compare.execute(second)).is_equal


async def test_what_a_killed_process_had_claimed_is_written_by_another(
    whole: Distributed, database: Database
) -> None:
    """A claim ends by itself, and its documents are found until then and afterwards."""
    await fill(whole.library)
    await whole.feed.execute()
    await whole.library.add("later", *some_chunks("later heron"))
    assert len(await whole.outbox.claim(10)) == 1
    await whole.feed.execute()
    assert (await whole.compare.execute(DEFAULT)).waiting == 1
    found = await whole.library.index.candidates("later heron", unit(0), 9)
    assert contents(found) == {*TEXTS, "later heron"}
    async with owner_of(database) as owner:
        await owner.execute("UPDATE index_changes SET lease_expires_at = now()")
    await whole.feed.execute()
    assert await is_equal(whole)


async def test_a_change_that_comes_while_it_is_written_is_written_after_it(
    whole: Distributed, engine: InMemoryDistributedIndex
) -> None:
    """A document that goes while it is being written is removed from the index."""
    await fill(whole.library)
    await whole.feed.execute()
    document = await whole.library.add("a", *some_chunks("heron"))
    await whole.library.store.change(document.id, DocumentChanges(language="de"))
    changes = await whole.outbox.claim(10)
    assert len(changes) == 1
    await whole.feed._write(DEFAULT, changes)
    await whole.library.store.remove(document.id)
    await whole.outbox.end(changes)
    assert await whole.outbox.due() == [DEFAULT]
    await whole.feed.execute()
    assert await is_equal(whole)
    assert changes[0].numbers.start in engine.written


async def test_a_comparison_lists_what_differs_and_a_rebuild_ends_it(
    database: Database, milvus: Milvus
) -> None:
    """What is missing, wrong and left over in the index is listed; a rebuild ends all of it."""
    finder, entries, places = engine_in(milvus)
    whole = distributed(database, (finder, entries, places))
    await fill(whole.library)
    await whole.feed.execute()
    assert await is_equal(whole)
    name = (await whole.register.current()).name
    assert name is not None
    part = IndexPart(name, DEFAULT)
    documents = await whole.source.documents(0, 10)
    read = [each async for each in whole.source.passages(documents[1].numbers, "test-model")]
    await entries.remove(part, [documents[0].numbers])
    [[passage]] = read
    wrong = [type(passage)(passage.number, (unit(7),), passage.terms)]
    left_over = [type(passage)(2_000_000, (unit(7),), {1: 0.5})]
    await entries.remove(part, [documents[1].numbers])
    await entries.put(part, [*wrong, *left_over])
    compared = await whole.compare.execute(DEFAULT)
    assert [(each.document_id, each.missing, each.wrong) for each in compared.documents] == [
        (documents[0].document_id, 1, 0),
        (documents[1].document_id, 0, 1),
    ]
    assert compared.left_over == [2_000_000]
    assert not await is_equal(whole)
    assert await whole.rebuild.execute() == 1
    assert await is_equal(whole)


async def test_an_index_that_was_released_is_loaded_again(
    database: Database, milvus: Milvus
) -> None:
    """Milvus reads no collection that is not loaded, such as after a restart of its file."""
    whole = distributed(database, engine_in(milvus))
    await fill(whole.library)
    await whole.feed.execute()
    name = (await whole.register.current()).name
    assert name is not None
    assert await is_equal(whole)
    for collection in collections_of(name):
        await milvus.call(partial(_release, collection))
    with pytest.raises(DistributedIndexUnavailable):
        await whole.compare.execute(DEFAULT)
    assert await is_equal(whole)


def _release(collection: str, client: Any) -> None:
    client.release_collection(collection)


@pytest.mark.parametrize("lost", [True, False], ids=["lost", "other model"])
async def test_an_index_that_is_not_of_the_library_is_made_again(
    whole: Distributed, engine: InMemoryDistributedIndex, database: Database, *, lost: bool
) -> None:
    """An index that is lost, or has vectors of another model, is replaced by a complete one."""
    await fill(whole.library)
    await whole.feed.execute()
    [first] = engine.indexes
    if lost:
        engine.indexes.clear()
    else:
        async with owner_of(database) as owner:
            await owner.execute("UPDATE embedding_model SET name = 'another'")
    assert contents(await whole.library.index.candidates("heron pump seal", unit(0), 9)) == set(
        TEXTS
    )
    await whole.feed.execute()
    [second] = engine.indexes
    assert first != second
    assert await is_equal(whole)


async def test_weights_follow_the_average_length_by_steps(database: Database) -> None:
    """Documents are written again only when the average length has changed by a twentieth."""
    engine = InMemoryDistributedIndex()
    whole = distributed(database, engine_of(engine))
    await whole.library.add("a", *some_chunks(*(["heron pump seal valve"] * 30)))
    await whole.feed.execute()
    written = len(engine.written)
    await whole.library.add("b", *some_chunks("heron pump seal valve fish"))
    await whole.feed.execute()
    assert len(engine.written) == written + 1
    await whole.library.add("c", *some_chunks("heron pump seal valve fish " * 20))
    await whole.feed.execute()
    assert len(engine.written) == written + 1 + 32
    assert isinstance(whole.source, PostgresIndexSource)
