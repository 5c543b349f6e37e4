"""The contracts of a distributed index: PassageFinder, IndexEntries and IndexPlaces."""

from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import pytest

from domain.errors import DistributedIndexUnavailable
from domain.retrieval.indexed_passages import IndexedPassage, IndexEntry, IndexPart
from tests.fakes.distributed_index import InMemoryDistributedIndex
from tests.support.distributed import Engine, engine_in, engine_of
from tests.support.documents import unit

ALL = range(2**31)
LAST = 2**31 - 2  # the highest number that PostgreSQL gives a passage


@pytest.fixture(params=["memory", "milvus"])
async def made(request: pytest.FixtureRequest) -> AsyncIterator[tuple[Engine, str]]:
    """An engine with an empty index for vectors of 8 dimensions, and the name of the index."""
    if request.param == "memory":
        engine = engine_of(InMemoryDistributedIndex())
    else:
        engine = engine_in(request.getfixturevalue("milvus"))
    name = f"quoth_{uuid4().hex[:16]}"
    await engine[2].create(name, 8)
    yield engine, name
    await engine[2].drop(name)


async def held(engine: Engine, part: IndexPart, numbers: range = ALL) -> set[IndexEntry]:
    found: set[IndexEntry] = set()
    async for entries in engine[1].held(part, numbers):
        found.update(entries)
    return found


async def test_passages_are_replaced_found_and_removed_by_their_numbers(
    made: tuple[Engine, str],
) -> None:
    """A passage is written once, however often it is put, and only where it belongs."""
    engine, name = made
    finder, entries, _ = engine
    part, other = IndexPart(name, UUID(int=1)), IndexPart(name, UUID(int=2))
    passages = [
        IndexedPassage(1, (unit(0), unit(1)), {7: 0.5, 2_000_000_000: 0.25}),
        IndexedPassage(2, (unit(2),), {7: 0.75}),
        IndexedPassage(LAST, (unit(3), unit(0, 0.6)), {}),
        IndexedPassage(LAST + 1, (), {9: 1.0}),
    ]
    await entries.put(part, [IndexedPassage(2, (unit(5),), {8: 1.0})])
    for _ in range(2):
        await entries.put(part, passages)
    await entries.put(other, [IndexedPassage(3, (unit(0),), {7: 1.0})])
    assert await held(engine, part) == {entry for each in passages for entry in each.entries()}
    assert await held(engine, part, range(2, LAST)) == set(passages[1].entries())

    nearest = await finder.nearest(part, unit(0), 3)
    assert [each.number for each in nearest[:2]] == [1, LAST]
    assert [each.score for each in nearest] == pytest.approx([1.0, 0.8, 0.0], abs=1e-5)
    wordiest = await finder.wordiest(part, {7: 2.0, 2_000_000_000: 4.0, 5: 9.0}, 10)
    assert [each.number for each in wordiest] == [1, 2]
    assert [each.score for each in wordiest] == pytest.approx([2.0, 1.5], abs=1e-5)
    assert len(await finder.wordiest(part, {7: 2.0}, 1)) == 1
    assert list(await finder.wordiest(part, {}, 5)) == []

    await entries.remove(part, [range(2, 3), range(LAST, LAST + 2), range(50, 60)])
    assert await held(engine, part) == set(passages[0].entries())
    assert {each.number for each in await finder.nearest(part, unit(2), 9)} == {1}
    assert len(await held(engine, other)) == 2


async def test_an_index_that_is_gone_is_not_there(made: tuple[Engine, str]) -> None:
    """An index exists from its creation until it is dropped; what reads it then says so."""
    (finder, entries, places), name = made
    part = IndexPart(name, UUID(int=1))
    assert await places.exists(name)
    await places.drop(name)
    await places.drop(name)
    assert not await places.exists(name)
    with pytest.raises(DistributedIndexUnavailable):
        await finder.nearest(part, unit(0), 1)
    with pytest.raises(DistributedIndexUnavailable):
        await entries.put(part, [IndexedPassage(1, (unit(0),), {1: 1.0})])
