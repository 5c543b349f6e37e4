"""The place of words: their page, slide, sheet, row, part of a mail and section."""

import re
from itertools import pairwise
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from domain.documents.chunking import ChunkingPolicy, split
from domain.documents.chunks import Chunk
from domain.documents.parts import Part, PartKind, Run
from domain.documents.place import Place
from domain.retrieval.merging import merge_adjacent
from domain.retrieval.passages import Passage, passage_of
from domain.text.structure.reading import read_structure

PIECES = (
    "Boats are old. ", "They are red", ". ", "\n", "\n\n", "  ", "# Boats\n\n", "## Oars\n",
    "\n### Hull\n\n", "Who steers?\n", "**Who steers?** Tove. ", "- a vest\n", "| a | b |\n",
    "|---|---|\n", "> ", "```\n", "é", "\f",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=60).map("".join)
POLICY = ChunkingPolicy(10, 3)


@st.composite
def divided(draw: st.DrawFn) -> tuple[str, tuple[Part, ...]]:
    """Draw a text and the parts of its file: all of one kind, from the beginning on or not.

    Each line of a sheet is a row, unless nothing stands on it. Some numbers of rows are left out.
    """
    text = draw(TEXTS)
    kind = draw(st.sampled_from(PartKind))
    starts = sorted(draw(st.sets(st.integers(0, max(0, len(text) - 1)), max_size=6)))
    if kind is PartKind.SHEET:
        starts = sorted({text.rfind("\n", 0, start) + 1 for start in starts})
    parts = []
    for number, (start, end) in enumerate(pairwise([*starts, len(text)]), 1):
        name = draw(st.sampled_from([None, f"the {kind} {number}"]))
        runs = []
        if kind is PartKind.SHEET:
            row = 0
            for line in re.finditer(r".*\S.*", text[start:end]):
                row += draw(st.sampled_from([1, 1, 2]))
                runs.append(Run(line.start(), len(line.group()), row))
        parts.append(Part(kind, start, number, name, tuple(runs)))
    return text, tuple(parts)


def chunks_of(
    text: str, parts: tuple[Part, ...] = (), policy: ChunkingPolicy = POLICY
) -> list[Chunk]:
    tokens = [match.span() for match in re.finditer(r"\w+|[^\w\s]", text)]
    return split(text, tokens, policy, parts)


def passages_of(
    text: str, parts: tuple[Part, ...] = (), policy: ChunkingPolicy = POLICY
) -> list[Passage]:
    return [passage_of(each, UUID(int=1), "a", 0.5) for each in chunks_of(text, parts, policy)]


def facts(place: Place) -> tuple[object, ...]:
    return place.page, place.slide, place.sheet, place.row, place.part


def expected(parts: tuple[Part, ...], position: int) -> tuple[object, ...]:
    """Return the facts of a position by looking at all parts."""
    inside = [part for part in parts if part.start <= position]
    if not inside:
        return (None,) * 5
    part = inside[-1]
    rows = [run.source for run in part.runs if part.start + run.start <= position]
    name = part.name or str(part.number)
    return (
        part.number if part.kind is PartKind.PAGE else None,
        part.number if part.kind is PartKind.SLIDE else None,
        part.name if part.kind is PartKind.SHEET else None,
        rows[-1] if rows else None,
        name if part.kind is PartKind.MAIL_PART else None,
    )


@given(divided(), st.data())
def test_each_word_of_a_passage_has_the_place_that_it_has_in_the_file(
    drawn: tuple[str, tuple[Part, ...]], data: st.DataObject
) -> None:
    """The place of words is that of their position in the whole file, in merged passages too."""
    text, parts = drawn
    found = passages_of(text, parts)
    some = data.draw(st.permutations(found)) if found else []
    some = some[: data.draw(st.integers(0, len(some)))]
    for passage in (*found, *merge_adjacent(some)):
        start = passage.place.char_start
        for at, character in enumerate(passage.content):
            if not character.isspace():
                assert facts(passage.place_of(at, at + 1)) == expected(parts, start + at)


@given(TEXTS)
def test_each_word_of_a_passage_is_under_the_headings_of_its_block(text: str) -> None:
    """The section of words is that of the whole text's structure, in merged passages too."""
    found = passages_of(text)
    for passage in (*found, *merge_adjacent(found[::2]), *merge_adjacent(found)):
        start, end = passage.place.char_start, passage.place.char_end
        for block in read_structure(text):
            for position in range(max(start, block.start), min(end, block.end)):
                if not text[position].isspace():
                    place = passage.place_of(position - start, position - start + 1)
                    assert place.section == tuple(title.title for title in block.section)


def test_a_span_counts_from_its_first_word() -> None:
    """White space and a page break at the beginning of a span belong to no page."""
    text = "Low tide.\n\n\fHigh tide."
    parts = (Part(PartKind.PAGE, 0, 1), Part(PartKind.PAGE, text.index("High"), 2))
    [passage] = passages_of(text, parts, ChunkingPolicy())
    assert passage.place_of(text.index("\n"), len(text)).page == 2
    assert passage.place_of(text.index("tide"), len(text)).page == 1


def test_a_passage_has_the_page_and_the_section_of_its_beginning() -> None:
    """A passage that begins with a heading stands under it; words in it have their own place."""
    text = "# Tides\n\nThe tide is low.\n\n## Ebb\n\nIt ends at noon.\n"
    parts = (Part(PartKind.PAGE, 0, 7), Part(PartKind.PAGE, text.index("## Ebb"), 8))
    [passage] = passages_of(text, parts, ChunkingPolicy())
    assert (passage.place.page, passage.place.section) == (7, ("Tides",))
    place = passage.place_of(text.index("It ends"), len(text))
    assert (place.page, place.section) == (8, ("Tides", "Ebb"))


def test_the_header_of_a_continued_table_is_on_its_own_page() -> None:
    """Words of the header that stands before a passage have the page and the row of the header."""
    text = "| boat | hour |\n|---|---|\n" + "".join(f"| Boat {n} | {n} € |\n" for n in range(40))
    half = text.index("| Boat 20 ")
    pages = (Part(PartKind.PAGE, 0, 1), Part(PartKind.PAGE, half, 2))
    last = passages_of(text, pages, ChunkingPolicy(32, 0))[-1]
    header = last.context.header
    assert header is not None
    assert (last.place.page, last.place_of(header.start, header.start + 4).page) == (2, 1)
    rows = tuple(
        Run(match.start(), len(match.group()), number)
        for number, match in enumerate(re.finditer(r"\| [bB].*", text), 1)
    )
    sheet = (Part(PartKind.SHEET, 0, 1, "Hire", rows),)
    last = passages_of(text, sheet, ChunkingPolicy(32, 0))[-1]
    place = last.place_of(last.content.index("| Boat 39"), len(last.content))
    assert (place.sheet, place.row) == ("Hire", 41)
    assert last.place_of(header.start, header.start + 4).row == 1


def test_slides_and_sheets_do_not_share_a_chunk_unless_they_are_tiny() -> None:
    """A chunk ends with a slide that is no longer tiny; pages may share one."""
    slides = [f"Boat {n} is old. " * 6 + "\n\n" for n in range(4)]
    text = "".join(slides)
    starts = [sum(map(len, slides[:n])) for n in range(len(slides))]

    def lengths(kind: PartKind, size: int) -> int:
        parts = tuple(Part(kind, start, n) for n, start in enumerate(starts, 1))
        return len(chunks_of(text, parts, ChunkingPolicy(size, 0)))

    assert lengths(PartKind.SLIDE, 200) == lengths(PartKind.SHEET, 200) == len(slides)
    assert lengths(PartKind.SLIDE, 2000) == 1
    assert lengths(PartKind.PAGE, 200) == 1


def test_documents_without_marks_have_the_headings_above_their_chunks() -> None:
    """A passage of a document from before marks is placed by its context alone."""
    [chunk] = chunks_of("# Tides\n\nLow.", policy=ChunkingPolicy())
    passage = passage_of(
        Chunk(0, chunk.content, 0, chunk.char_end, 3), UUID(int=1), "a", similarity=0.5
    )
    assert passage.place_of(9, 12) == Place(UUID(int=1), "a", 9, 12)
