"""The contract of a PassageIndex."""

import asyncio
from uuid import UUID

import pytest

from domain.documents import Document, EmbeddedChunk
from tests.contracts.stores import Library
from tests.documents import a_document, embedded, processed, unit


async def add(library: Library, text: str, *chunks: EmbeddedChunk) -> Document:
    document = a_document(text, filename=f"{text}.txt")
    await library.store.claim(document)
    done = processed(document, chunks)
    await library.store.add(done, text, chunks)
    return done


async def test_an_empty_library_has_no_passages(library: Library) -> None:
    """A search of nothing finds nothing."""
    assert await library.index.nearest(unit(0), 10) == ()


async def test_passages_come_nearest_first_with_their_cosine(library: Library) -> None:
    """The order is that of the cosine, which each passage carries."""
    leans = (0.6, 0.0, 0.8)
    chunks = [embedded(index, "x", unit(0, lean)) for index, lean in enumerate(leans)]
    await add(library, "a", *chunks)
    found = await library.index.nearest(unit(0), 10)
    assert [passage.chunk_index for passage in found] == [1, 0, 2]
    assert [passage.similarity for passage in found] == pytest.approx([1.0, 0.8, 0.6], abs=1e-3)


async def test_a_passage_says_where_it_comes_from(library: Library) -> None:
    """A passage has all that is needed to quote it."""
    document = await add(library, "a", embedded(3, "Grüße 🦜", unit(2)))
    [passage] = await library.index.nearest(unit(2), 1)
    assert passage.document_id == document.id
    assert passage.filename == "a.txt"
    assert (passage.chunk_index, passage.content) == (3, "Grüße 🦜")
    assert (passage.char_start, passage.char_end, passage.token_count) == (0, 7, 1)
    assert passage.page is None


async def test_a_chunk_counts_once_by_its_best_window(library: Library) -> None:
    """Chunks with many near windows leave room for the next chunks."""
    crowd = [unit(0, lean / 100) for lean in range(40)]
    chunks = [embedded(0, "crowd", *crowd), embedded(1, "one", unit(3), unit(0, 0.6))]
    await add(library, "a", *chunks, embedded(2, "far", unit(5)))
    found = await library.index.nearest(unit(0), 2)
    assert [passage.content for passage in found] == ["crowd", "one"]
    assert [passage.similarity for passage in found] == pytest.approx([1.0, 0.8], abs=1e-3)


async def test_the_limit_is_reached_if_there_are_so_many(library: Library) -> None:
    """The number of passages is the limit or all there are."""
    await add(library, "a", *(embedded(index, "x", unit(index % 8)) for index in range(30)))
    for limit, expected in ((1, 1), (29, 29), (30, 30), (100, 30)):
        assert len(await library.index.nearest(unit(0), limit)) == expected


async def test_a_search_among_some_documents_finds_all_it_can(library: Library) -> None:
    """A small document far from the question is found in full among many nearer ones."""
    near = [embedded(index, "near", unit(0, index / 1000)) for index in range(300)]
    await add(library, "near", *near)
    far = await add(library, "far", *(embedded(index, "far", unit(4)) for index in range(5)))
    found = await library.index.nearest(unit(0), 10, [far.id])
    assert [passage.content for passage in found] == ["far"] * 5
    assert len(await library.index.nearest(unit(0), 3, [far.id])) == 3


async def test_a_search_among_no_documents_finds_nothing(library: Library) -> None:
    """An empty selection is not the same as none."""
    await add(library, "a", embedded(0, "x", unit(0)))
    assert await library.index.nearest(unit(0), 10, []) == ()
    assert await library.index.nearest(unit(0), 10, [UUID(int=0)]) == ()
    assert len(await library.index.nearest(unit(0), 10, None)) == 1


async def test_only_processed_documents_are_found(library: Library) -> None:
    """Nothing is found of a document that is being processed, that failed or was removed."""
    document = a_document("a")
    await library.store.claim(document)
    assert await library.index.nearest(unit(0), 10) == ()
    await library.store.fail(document.id, "It broke.")
    assert await library.index.nearest(unit(0), 10) == ()
    done = await add(library, "b", embedded(0, "x", unit(0)))
    await library.store.remove(done.id)
    assert await library.index.nearest(unit(0), 10) == ()


async def test_what_is_left_is_found_after_most_was_removed(library: Library) -> None:
    """The remains of many removed chunks near the question do not hide one further off."""
    near = [embedded(index, "near", unit(0, index / 1000)) for index in range(500)]
    removed = await add(library, "near", *near)
    await add(library, "far", embedded(0, "far", unit(4)))
    await library.store.remove(removed.id)
    assert [passage.content for passage in await library.index.nearest(unit(0), 5)] == ["far"]


async def test_the_revision_grows_with_every_change(library: Library) -> None:
    """Adding and removing raise the revision; claiming and failing change nothing to be found."""
    revisions = [await library.index.revision()]
    document = await add(library, "a", embedded(0, "x", unit(0)))
    revisions.append(await library.index.revision())
    other = a_document("b")
    await library.store.claim(other)
    await library.store.fail(other.id, "It broke.")
    assert await library.index.revision() == revisions[-1]
    await library.store.remove(document.id)
    revisions.append(await library.index.revision())
    assert revisions[0] < revisions[1] < revisions[2]


async def test_additions_at_once_all_count(library: Library) -> None:
    """Each of several simultaneous additions raises the revision by itself."""
    before = await library.index.revision()
    texts = [f"text {number}" for number in range(6)]
    await asyncio.gather(*(add(library, text, embedded(0, text, unit(0))) for text in texts))
    assert await library.index.revision() >= before + 6
    assert len(await library.index.nearest(unit(0), 10)) == 6
