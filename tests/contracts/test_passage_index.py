"""The contract of a PassageIndex."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from math import log
from uuid import UUID

import pytest

from domain.documents.chunks import EmbeddedChunk
from domain.documents.document_filter import DocumentFilter
from domain.documents.marks import Mark, MarkKind
from domain.retrieval.passages import SearchMode
from domain.text.structure.blocks import NOTHING, Context, Heading, Lead
from tests.contracts.stores import Library
from tests.support.documents import embedded, unit


def chunks_of(*texts: str) -> list[EmbeddedChunk]:
    return [embedded(index, text, unit(index % 8)) for index, text in enumerate(texts)]


async def test_an_empty_library_has_no_passages(library: Library) -> None:
    """Searching an empty library returns nothing."""
    assert await library.nearest(unit(0), 10) == []


async def test_passages_come_nearest_first_with_their_cosine(library: Library) -> None:
    """Passages are ordered by their cosine, and each one carries it."""
    leans = (0.6, 0.0, 0.8)
    chunks = [embedded(index, "x", unit(0, lean)) for index, lean in enumerate(leans)]
    await library.add("a", *chunks)
    found = await library.nearest(unit(0), 10)
    assert [passage.chunk_index for passage in found] == [1, 0, 2]
    assert [passage.similarity for passage in found] == pytest.approx([1.0, 0.8, 0.6], abs=1e-3)


async def test_a_passage_says_where_it_comes_from(library: Library) -> None:
    """A passage has everything that a citation needs."""
    above = [embedded(index, "x", unit(5)) for index in range(3)]
    document = await library.add("a", *above, embedded(3, "Grüße 🦜", unit(2)))
    [passage] = await library.nearest(unit(2), 1)
    assert passage.place.document_id == document.id
    assert passage.place.filename == "a.txt"
    assert (passage.chunk_index, passage.content) == (3, "Grüße 🦜")
    assert (passage.place.char_start, passage.place.char_end, passage.token_count) == (0, 7, 1)
    assert passage.place.page is None


async def test_a_passage_knows_what_stands_above_it(library: Library) -> None:
    """A passage has the headings above it, and the header of the table that it continues."""
    context = Context((Heading(1, "Tarife"), Heading(3, "Nächte")), Lead(-40, "| Zone | Preis |"))
    bare = embedded(1, "| B | 4,20 |", unit(1))
    inside = replace(bare, chunk=replace(bare.chunk, context=context))
    await library.add("a", embedded(0, "# Tarife", unit(0)), inside)
    top, found = await library.nearest(unit(0), 2)
    assert (top.context, top.place.section) == (NOTHING, ())
    assert (found.context, found.place.section) == (context, ("Tarife", "Nächte"))
    listed = await library.chunks(found.place.document_id)
    assert [chunk.context for chunk in listed] == [NOTHING, context]


async def test_a_passage_knows_the_place_of_its_words(library: Library) -> None:
    """The marks of a chunk are stored with it, and tell the page and the section of its words."""
    marks = (
        Mark(0, MarkKind.PAGE, 8),
        Mark(6, MarkKind.PAGE, 9),
        Mark(6, MarkKind.SECTION, 1, "ß"),
    )
    bare = embedded(0, "Page. # ß", unit(0))
    await library.add("a", replace(bare, chunk=replace(bare.chunk, marks=marks)))
    [found] = await library.nearest(unit(0), 1)
    assert (found.marks, found.place.page, found.place.section) == (marks, 8, ())
    place = found.place_of(6, 9)
    assert (place.page, place.section) == (9, ("ß",))
    [listed] = await library.chunks(found.place.document_id)
    assert listed.marks == marks


async def test_a_chunk_counts_once_by_its_best_window(library: Library) -> None:
    """A chunk with many near windows takes one place, so that other chunks are found too."""
    crowd = [unit(0, lean / 100) for lean in range(40)]
    chunks = [embedded(0, "crowd", *crowd), embedded(1, "one", unit(3), unit(0, 0.6))]
    await library.add("a", *chunks, embedded(2, "far", unit(5)))
    found = await library.nearest(unit(0), 2)
    assert [passage.content for passage in found] == ["crowd", "one"]
    assert [passage.similarity for passage in found] == pytest.approx([1.0, 0.8], abs=1e-3)


async def test_the_limit_is_reached_if_there_are_so_many(library: Library) -> None:
    """A search returns as many passages as the limit, or all if there are fewer."""
    await library.add("a", *(embedded(index, "x", unit(index % 8)) for index in range(30)))
    for limit, expected in ((1, 1), (29, 29), (30, 30), (100, 30)):
        assert len(await library.nearest(unit(0), limit)) == expected


async def test_a_search_among_some_documents_finds_all_it_can(library: Library) -> None:
    """Filtering by a small, distant document returns all its passages despite many nearer ones."""
    near = [embedded(index, "near", unit(0, index / 1000)) for index in range(300)]
    await library.add("near", *near)
    far = await library.add("far", *(embedded(index, "far", unit(4)) for index in range(5)))
    found = await library.nearest(unit(0), 10, DocumentFilter(document_ids=(far.id,)))
    assert [passage.content for passage in found] == ["far"] * 5
    assert len(await library.nearest(unit(0), 3, DocumentFilter(document_ids=(far.id,)))) == 3


async def test_a_search_among_no_documents_finds_nothing(library: Library) -> None:
    """An empty filter finds nothing, unlike no filter."""
    await library.add("a", embedded(0, "x", unit(0)))
    assert await library.nearest(unit(0), 10, DocumentFilter(document_ids=())) == []
    assert await library.nearest(unit(0), 10, DocumentFilter(document_ids=(UUID(int=0),))) == []
    assert len(await library.nearest(unit(0), 10)) == 1


async def test_only_processed_documents_are_found(library: Library) -> None:
    """A document that is processing, failed or removed is never found."""
    claim = await library.claim("a")
    assert await library.nearest(unit(0), 10) == []
    await library.claims.fail(claim, "It broke.")
    assert await library.nearest(unit(0), 10) == []
    done = await library.add("b", embedded(0, "x", unit(0)))
    await library.store.remove(done.id)
    assert await library.nearest(unit(0), 10) == []


async def test_what_is_left_is_found_after_most_was_removed(library: Library) -> None:
    """A distant passage is found after many nearer ones were removed."""
    near = [embedded(index, "near", unit(0, index / 1000)) for index in range(500)]
    removed = await library.add("near", *near)
    await library.add("far", embedded(0, "far", unit(4)))
    await library.store.remove(removed.id)
    assert [passage.content for passage in await library.nearest(unit(0), 5)] == ["far"]


async def test_the_revision_grows_with_every_change(library: Library) -> None:
    """Adding and removing documents raises the revision; claiming and failing do not."""
    revisions = [await library.index.revision()]
    document = await library.add("a", embedded(0, "x", unit(0)))
    revisions.append(await library.index.revision())
    await library.claims.fail(await library.claim("b"), "It broke.")
    assert await library.index.revision() == revisions[-1]
    await library.store.remove(document.id)
    revisions.append(await library.index.revision())
    assert revisions[0] < revisions[1] < revisions[2]


async def test_additions_at_once_all_count(library: Library) -> None:
    """Each of several concurrent additions raises the revision."""
    before = await library.index.revision()
    texts = [f"text {number}" for number in range(6)]
    await asyncio.gather(*(library.add(text, embedded(0, text, unit(0))) for text in texts))
    assert await library.index.revision() >= before + 6
    assert len(await library.nearest(unit(0), 10)) == 6


async def test_a_rare_word_is_found_however_far_its_vector(library: Library) -> None:
    """A rare word finds a chunk with a distant vector; each candidate has its ranks by half."""
    await library.add("near", *(embedded(n, "motor", unit(0, n / 1000)) for n in range(50)))
    await library.add("far", embedded(0, "part ERX-7751 of the motor", unit(4)))
    found = await library.index.candidates("ERX-7751", unit(0), 3)
    by_content = {each.passage.content: each for each in found.items}
    assert len(found.items) == 4
    rare = by_content["part ERX-7751 of the motor"]
    assert (rare.text_rank, rare.vector_rank) == (1, None)
    assert rare.passage.similarity == pytest.approx(0.0, abs=1e-3)
    assert rare.bm25 > 0
    others = [each for each in found.items if each is not rare]
    assert sorted(each.vector_rank or 0 for each in others) == [1, 2, 3]
    assert {(each.text_rank, each.bm25) for each in others} == {(None, 0.0)}


async def test_a_mode_uses_its_half_alone(library: Library) -> None:
    """A search by words still returns the cosine; a search by meaning ignores words."""
    await library.add("a", embedded(0, "pump", unit(0)), embedded(1, "seal", unit(1)))
    for mode, chunk, ranks in (
        (SearchMode.VECTOR, 1, (1, None)),
        (SearchMode.TEXT, 0, (None, 1)),
    ):
        [found] = (await library.index.candidates("pump", unit(1), 1, mode)).items
        assert found.passage.chunk_index == chunk
        assert (found.vector_rank, found.text_rank) == ranks
        assert found.passage.similarity == pytest.approx(float(chunk), abs=1e-3)
        assert found.bm25 == pytest.approx(0.0 if chunk else log(2))
    by_meaning = await library.index.candidates("pump", unit(0), 1, SearchMode.VECTOR)
    assert (by_meaning.items[0].bm25, by_meaning.bm25_scale) == (0.0, 0.0)
    both = await library.index.candidates("pump", unit(1), 1, SearchMode.HYBRID)
    assert sorted(each.passage.chunk_index for each in both.items) == [0, 1]


async def test_each_half_gives_as_many_as_it_is_asked_for(library: Library) -> None:
    """The limit applies to each half, and a chunk that both halves find is returned once."""
    await library.add("a", *(embedded(n, f"pump {'x ' * n}", unit(0, n / 100)) for n in range(20)))
    found = await library.index.candidates("pump", unit(0), 5)
    assert sorted(each.vector_rank or 0 for each in found.items) == [1, 2, 3, 4, 5]
    assert sorted(each.text_rank or 0 for each in found.items) == [1, 2, 3, 4, 5]
    assert len(await library.by_words("pump", limit=7)) == 7
    assert (await library.index.candidates("pump", unit(0), 0)).items == ()


@pytest.mark.parametrize(
    ("within", "names"),
    [
        (DocumentFilter(), {"Pump_1.txt", "pump%2.MD", "seal.txt"}),
        (DocumentFilter(filename="*.txt"), {"Pump_1.txt", "seal.txt"}),
        (DocumentFilter(filename="PUMP?1.*"), {"Pump_1.txt"}),
        (DocumentFilter(filename="pump?????"), {"pump%2.MD"}),
        (DocumentFilter(filename="pump%*"), {"pump%2.MD"}),
        (DocumentFilter(filename="pump_*"), {"Pump_1.txt"}),
        (DocumentFilter(filename="pump"), set()),
        (DocumentFilter(filename="\\*"), set()),
        (DocumentFilter(filename=""), set()),
        (DocumentFilter(filename="se\0al.*"), {"seal.txt"}),
        (DocumentFilter(filename="*"), {"Pump_1.txt", "pump%2.MD", "seal.txt"}),
        (
            DocumentFilter(uploaded_since=datetime(2026, 3, 2, tzinfo=UTC)),
            {"pump%2.MD", "seal.txt"},
        ),
        (
            DocumentFilter(uploaded_since=datetime.min.replace(tzinfo=UTC)),
            {"Pump_1.txt", "pump%2.MD", "seal.txt"},
        ),
        (DocumentFilter(uploaded_since=datetime.max.replace(tzinfo=UTC)), set()),
        (
            DocumentFilter(filename="*.txt", uploaded_since=datetime(2026, 3, 2, tzinfo=UTC)),
            {"seal.txt"},
        ),
        (DocumentFilter(document_ids=()), set()),
    ],
)
async def test_a_filter_holds_for_both_halves(
    library: Library, within: DocumentFilter, names: set[str]
) -> None:
    """Only documents that meet every condition are found, by meaning and by words."""
    day = datetime(2026, 3, 1, tzinfo=UTC)
    for n, name in enumerate(("Pump_1.txt", "pump%2.MD", "seal.txt")):
        await library.add(
            name,
            *chunks_of("motor", "valve"),
            filename=name,
            uploaded_at=day + timedelta(days=n),
        )
    for found in (
        await library.nearest(unit(0), 10, within),
        [each.passage for each in await library.by_words("valve motor", 10, within)],
    ):
        assert {passage.place.filename for passage in found} == names
        assert len(found) == 2 * len(names)


async def test_a_filter_comes_before_the_limit(library: Library) -> None:
    """A filter applies before the limit and does not change the BM25 score."""
    await library.add("many", *chunks_of(*["pump"] * 40))
    one = await library.add("one", *chunks_of("pump among many other words"))
    alone = DocumentFilter(document_ids=(one.id,))
    [found] = await library.by_words("pump", 1, alone)
    assert found.passage.place.document_id == one.id
    everything = {
        each.passage.place.document_id: each.bm25 for each in await library.by_words("pump", 99)
    }
    assert found.bm25 == pytest.approx(everything[one.id])
