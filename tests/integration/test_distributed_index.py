"""The distributed index: what arrives there, what is found with it, and what happens without it."""

import asyncio
from collections.abc import Sequence

import pytest

from adapters.milvus.client import Milvus
from adapters.postgres.database import Database
from adapters.postgres.index_source import PostgresIndexSource
from adapters.postgres.passage_index import PostgresPassageIndex
from application.access.acting import acting_as
from domain.access.workspace import DEFAULT_WORKSPACE
from domain.documents.changes import DocumentChanges
from domain.documents.chunks import EmbeddedChunk
from domain.documents.document_filter import DocumentFilter
from domain.errors import DistributedIndexUnavailable
from domain.retrieval.indexed_passages import IndexPart
from domain.retrieval.passages import Candidate, Candidates, SearchMode
from tests.contracts.stores import Library
from tests.contracts.test_document_versions import put
from tests.fakes.distributed_index import InMemoryDistributedIndex
from tests.support.databases import owner_of
from tests.support.distributed import Distributed, distributed, engine_in, engine_of
from tests.support.documents import embedded, unit
from tests.support.workspaces import member_of

DEFAULT = DEFAULT_WORKSPACE.workspace_id
TEXTS = (
    "The pump of the heron leaks at the seal.",
    "A seal keeps the water in the pump, and the pump in the water.",
    "Valves and seals are listed in the table of parts.",
    "The heron waits for the fish. The fish waits for the night.",
)


@pytest.fixture
def engine() -> InMemoryDistributedIndex:
    """An engine in memory."""
    return InMemoryDistributedIndex()


@pytest.fixture
def whole(database: Database, engine: InMemoryDistributedIndex) -> Distributed:
    """An empty library with an index in that engine."""
    return distributed(database, engine_of(engine))


def some_chunks(*texts: str, first: int = 0) -> list[EmbeddedChunk]:
    return [
        embedded(index, text, unit((first + index) % 8), unit((first + index + 3) % 8, 0.6))
        for index, text in enumerate(texts)
    ]


def contents(found: Candidates) -> set[str]:
    return {each.passage.content for each in found.items}


async def fill(library: Library, texts: Sequence[str] = TEXTS) -> None:
    for number, text in enumerate(texts):
        await library.add(f"{number}", *some_chunks(text, first=number))


async def is_equal(whole: Distributed) -> bool:
    compared = await whole.compare.execute(DEFAULT)
    assert compared.waiting == 0
    assert (compared.in_library == compared.in_index) or not compared.is_equal
    assert (compared.library_checksum == compared.index_checksum) is compared.is_equal
    return compared.is_equal


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


async def test_scores_are_those_of_the_database(database: Database, milvus: Milvus) -> None:
    """In every mode a search finds the same with the same scores, though the lengths have drifted.

    Milvus itself computes the same scores, while its average length is the true one.
    """
    whole = distributed(database, engine_in(milvus))
    alone = PostgresPassageIndex(database)
    await fill(whole.library, [*TEXTS, *(f"heron {'pump ' * n} seal" for n in range(20))])
    await whole.feed.execute()
    for question in ("pump seal", "a heron of the night", "valves: table of parts", "none"):
        for mode in SearchMode:
            ours = await whole.library.index.candidates(question, unit(2, 0.3), 8, mode)
            theirs = await alone.candidates(question, unit(2, 0.3), 8, mode)
            assert _scores(ours.items) == _scores(theirs.items)
            assert ours.bm25_scale == pytest.approx(theirs.bm25_scale)
    await _milvus_scores_as_the_database(whole, alone, milvus)
    # of another length, but by less than what makes the weights be computed again
    await whole.library.add("long", *some_chunks("word " * 13))
    await whole.feed.execute()
    assert _scores((await whole.library.index.candidates("pump seal", unit(2), 8)).items) == (
        _scores((await alone.candidates("pump seal", unit(2), 8)).items)
    )
    # and by more
    await whole.library.add("longer", *some_chunks("word " * 400))
    await whole.feed.execute()
    await _milvus_scores_as_the_database(whole, alone, milvus)
    assert await is_equal(whole)


def _scores(found: Sequence[Candidate]) -> dict[str, tuple[object, ...]]:
    return {
        each.passage.content: (
            round(each.passage.similarity, 5),
            round(each.bm25, 5),
            each.vector_rank and round(each.passage.similarity, 5),
            each.text_rank and round(each.bm25, 5),
        )
        for each in found
    }


async def _milvus_scores_as_the_database(
    whole: Distributed, alone: PostgresPassageIndex, milvus: Milvus
) -> None:
    finder, _, _ = engine_in(milvus)
    name = (await whole.register.current()).name
    assert name is not None
    part = IndexPart(name, DEFAULT)
    async with alone._database.connection() as connection:
        row = await connection.fetchrow(
            "SELECT id, ln(1 + (sum(language.chunk_count) - lexeme.chunk_count + 0.5)"
            " / (lexeme.chunk_count + 0.5)) * 2.2 AS weight"
            " FROM held_lexemes AS lexeme JOIN held_languages AS language USING (configuration)"
            " WHERE lexeme = 'pump' GROUP BY id, lexeme.chunk_count"
        )
    by_words = await finder.wordiest(part, {row["id"]: float(row["weight"])}, 30)
    theirs = await alone.candidates("pump", unit(2), 30)
    assert sorted(each.score for each in by_words) == pytest.approx(
        sorted(each.bm25 for each in theirs.items if each.text_rank), abs=1e-5
    )
    near = {each.number: each.score for each in reversed(await finder.nearest(part, unit(2), 99))}
    assert sorted(near.values()) == pytest.approx(
        sorted(each.passage.similarity for each in theirs.items), abs=1e-5
    )


async def test_what_is_gone_takes_no_place(
    whole: Distributed, engine: InMemoryDistributedIndex
) -> None:
    """Passages that the database does not have are left out, and others come in their place."""
    near = await whole.library.add(
        "near", *(embedded(n, "heron", unit(0, n / 1000)) for n in range(200))
    )
    await whole.library.add("far", *(embedded(n, f"heron {n}", unit(0, 0.5)) for n in range(9)))
    await whole.feed.execute()
    await whole.library.store.remove(near.id)
    searches = engine.searches
    found = await whole.library.index.candidates("heron", unit(0), 5)
    assert sum(each.vector_rank is not None for each in found.items) == 5
    assert sum(each.text_rank is not None for each in found.items) == 5
    assert engine.searches > searches + 2


async def test_nothing_is_found_of_another_workspace(whole: Distributed) -> None:
    """A workspace finds its own passages, and the numbers of others say nothing there."""
    await fill(whole.library)
    with acting_as(member_of(1)):
        await whole.library.add("other", *some_chunks("The heron of the others"))
        await whole.feed.execute()
        found = await whole.library.index.candidates("heron pump seal", unit(0), 10)
    assert contents(found) == {"The heron of the others"}
    assert await whole.outbox.due() == []


async def test_the_database_searches_while_the_index_does_not_answer(
    whole: Distributed, engine: InMemoryDistributedIndex, caplog: pytest.LogCaptureFixture
) -> None:
    """Without its index the library finds the same, and says in the log that it does not answer."""
    await fill(whole.library)
    await whole.feed.execute()
    before = await whole.library.index.candidates("heron", unit(0), 10)
    engine.is_down = True
    await whole.library.add("later", *some_chunks("A later heron"))
    found = await whole.library.index.candidates("heron", unit(0), 10)
    assert contents(found) == contents(before) | {"A later heron"}
    assert "does not answer" in caplog.text
    with pytest.raises(DistributedIndexUnavailable):
        await whole.feed.execute()
    engine.is_down = False
    await whole.feed.execute()
    assert await is_equal(whole)


async def test_a_filter_is_held_by_the_database(database: Database) -> None:
    """A filter that leaves many chunks widens the search of the index until the limit is full."""
    engine = InMemoryDistributedIndex()
    whole = distributed(database, engine_of(engine), exact_chunks=5)
    await whole.library.add("near", *(embedded(n, "heron", unit(0)) for n in range(100)))
    far = await whole.library.add("far", *(embedded(n, "heron", unit(0, 0.5)) for n in range(10)))
    await whole.feed.execute()
    within = DocumentFilter(document_ids=(far.id,))
    found = await whole.library.index.candidates("heron", unit(0), 6, within=within)
    assert {each.passage.place.document_id for each in found.items} == {far.id}
    assert sum(each.vector_rank is not None for each in found.items) == 6
    assert engine.searches > 0


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


async def test_a_search_during_a_rebuild_finds_everything_in_the_index(
    whole: Distributed, engine: InMemoryDistributedIndex
) -> None:
    """While everything is written again, the index goes on to be searched."""
    await fill(whole.library)
    await whole.feed.execute()
    await whole.register.request_everything()
    searches = engine.searches
    found = await whole.library.index.candidates("heron pump seal", unit(0), 10)
    assert contents(found) == set(TEXTS)
    assert engine.searches == searches + 2
    written = len(engine.written)
    await whole.rebuild.execute()
    assert len(engine.written) == written + len(TEXTS)


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
