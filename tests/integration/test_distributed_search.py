"""Searching with a distributed index: what is found, with which scores, and without the index."""

import asyncio
import time
from collections.abc import Mapping, Sequence

import pytest

from adapters.milvus.client import Milvus
from adapters.postgres import distributed_passage_index
from adapters.postgres.database import Database
from adapters.postgres.passage_index import PostgresPassageIndex
from application.access.acting import acting_as
from domain.documents.chunks import Embedding
from domain.documents.document_filter import DocumentFilter
from domain.errors import DistributedIndexUnavailable
from domain.retrieval.indexed_passages import FoundPassage, IndexPart
from domain.retrieval.passages import Candidate, SearchMode
from tests.contracts.test_reading_limits import member
from tests.fakes.distributed_index import InMemoryDistributedIndex
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
from tests.support.documents import embedded, unit
from tests.support.workspaces import member_of


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


@pytest.mark.parametrize("kind", ["memory", "milvus"])
async def test_what_is_limited_to_others_is_not_found_and_takes_no_place(
    database: Database, engine: InMemoryDistributedIndex, request: pytest.FixtureRequest, kind: str
) -> None:
    """The index has it and does not know of groups; who may not read it finds what comes behind."""
    made = engine_of(engine) if kind == "memory" else engine_in(request.getfixturevalue("milvus"))
    whole = distributed(database, made, exact_chunks=0)
    near = [embedded(n, f"heron {n}", unit(0, n / 1000)) for n in range(50)]
    limited = await whole.library.add("limited", *near)
    free = await whole.library.add(
        "free", *(embedded(n, f"a heron {n}", unit(0, 0.5)) for n in range(9))
    )
    await whole.feed.execute()
    await whole.library.limits.limit_document(limited.id, ("a",))
    for mode in SearchMode:
        for groups, expected in (((), free), (("b",), free), (("a",), limited)):
            with member(*groups):
                found = await whole.library.index.candidates("heron", unit(0), 5, mode)
            documents = [each.passage.place.document_id for each in found.items]
            assert expected.id in documents, (mode, groups)
            assert len(documents) >= 5
            assert groups == ("a",) or limited.id not in documents
    if name := (await whole.register.current()).name:
        await made[2].drop(name)


async def test_the_database_searches_while_the_index_does_not_answer(
    whole: Distributed, engine: InMemoryDistributedIndex
) -> None:
    """Without its index the library finds the same."""
    await fill(whole.library)
    await whole.feed.execute()
    before = await whole.library.index.candidates("heron", unit(0), 10)
    engine.is_down = True
    await whole.library.add("later", *some_chunks("A later heron"))
    found = await whole.library.index.candidates("heron", unit(0), 10)
    assert contents(found) == contents(before) | {"A later heron"}
    with pytest.raises(DistributedIndexUnavailable):
        await whole.feed.execute()
    engine.is_down = False
    await whole.feed.execute()
    assert await is_equal(whole)


async def test_the_database_searches_if_the_index_takes_too_long(
    database: Database, engine: InMemoryDistributedIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All that a search asks the index has one deadline, though each answer may be in time."""
    whole = distributed(database, engine_of(engine), patience=0.5)
    await fill(whole.library)
    await whole.feed.execute()
    wordiest = engine.wordiest

    async def slow(
        part: IndexPart, weights: Mapping[int, float], limit: int
    ) -> Sequence[FoundPassage]:
        await asyncio.sleep(60)
        return await wordiest(part, weights, limit)

    monkeypatch.setattr(engine, "wordiest", slow)
    started = time.monotonic()
    found = await whole.library.index.candidates("heron pump seal", unit(0), 10)
    assert contents(found) == set(TEXTS)
    assert time.monotonic() - started < 30
    assert engine.searches == 1


async def test_the_database_searches_if_much_comes_during_a_search(
    whole: Distributed, engine: InMemoryDistributedIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While the index searches, more may be added than is searched beside it: all is found."""
    await fill(whole.library)
    await whole.feed.execute()
    new = [f"a new heron {number}" for number in range(3)]
    nearest = engine.nearest

    async def slow(part: IndexPart, embedding: Embedding, limit: int) -> Sequence[FoundPassage]:
        found = await nearest(part, embedding, limit)
        for each in new:
            await whole.library.add(each, *some_chunks(each))
        return found

    monkeypatch.setattr(engine, "nearest", slow)
    monkeypatch.setattr(distributed_passage_index, "MOST_NOT_WRITTEN", 1)
    found = await whole.library.index.candidates("heron", unit(0), 20)
    assert contents(found) >= set(new)
    assert engine.searches == 2


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
