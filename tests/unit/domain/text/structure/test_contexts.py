"""What stands above a part of a text."""

from domain.text.structure.blocks import NOTHING, Context, Heading, Kind, Lead
from domain.text.structure.contexts import contexts_at, introductions, sections_of
from domain.text.structure.reading import read_structure

TEXT = """\
# Boats

## Prices

| boat | hour |
|---|---|
| Kestrel | 4 € |
| Merlin | 3 € |

## Rules

Wear a vest.
"""


def context_at(words: str, offset: int = 0) -> Context:
    [context] = contexts_at(read_structure(TEXT), [TEXT.index(words) + offset])
    return context


def test_at_the_beginning_nothing_stands_above() -> None:
    """The beginning of a text has no context."""
    assert context_at("# Boats") == NOTHING


def test_the_headings_before_a_place_stand_above_it() -> None:
    """A place within a section is under its headings."""
    assert context_at("Wear").titles == ("Boats", "Rules")
    assert context_at("vest").titles == ("Boats", "Rules")


def test_a_heading_stands_under_the_outer_ones_alone() -> None:
    """Where a heading begins, the section before it is over."""
    assert context_at("## Rules").titles == ("Boats",)
    assert context_at("# Boats").titles == ()


def test_a_row_knows_the_header_of_its_table() -> None:
    """At a row, and within it, the header of the table is known by its distance."""
    context = context_at("| Merlin")
    assert context.header == Lead(TEXT.index("| boat") - TEXT.index("| Merlin"), "| boat | hour |")
    assert context_at("Merlin").header is not None
    assert context_at("| boat").header is None


def test_a_continued_table_is_read_with_its_header() -> None:
    """The rows of a part have the header that stands before the part."""
    part = TEXT[TEXT.index("| Merlin") :]
    row = read_structure(part, context_at("| Merlin"))[0]
    assert (row.kind, row.section) == (Kind.ROW, (Heading(1, "Boats"), Heading(2, "Prices")))
    assert row.lead is not None
    assert (row.lead.start < 0, row.lead.text) == (True, "| boat | hour |")


def test_a_part_that_begins_within_code_stays_code() -> None:
    """The fence before a part says that the part begins with code."""
    text = "Run:\n\n```sh\none\ntwo\n```\n\nDone.\n"
    start = text.index("two")
    [context] = contexts_at(read_structure(text), [start])
    kinds = [block.kind for block in read_structure(text[start:], context)]
    assert kinds == [Kind.CODE, Kind.PROSE]


def test_sections_begin_at_headings_and_at_answered_questions() -> None:
    """Headings and questions are where chunks may begin, each with its level."""
    text = "# Boats\n\nTwo.\n\nWho steers?\nTove does.\n"
    assert sections_of(read_structure(text)) == [(0, 1), (text.index("Who"), 9)]


def test_headings_without_a_text_between_them_are_one_section() -> None:
    """An outer heading is not divided from the inner one right below it."""
    text = "# Boats\n\n## Oars\n\nRed.\n\n## Hull\n\nBlue.\n"
    assert sections_of(read_structure(text)) == [(0, 1), (text.index("## Hull"), 2)]


def test_a_header_is_followed_by_its_first_row() -> None:
    """Where a header or a lead stands, and where what it introduces begins, is known."""
    assert introductions(read_structure(TEXT)) == [(TEXT.index("| boat"), TEXT.index("| Kestrel"))]
