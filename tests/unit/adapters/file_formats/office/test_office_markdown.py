"""How blocks are written as Markdown."""

import re

from hypothesis import given
from hypothesis import strategies as st

from adapters.file_formats.office.blocks import (
    LEVEL,
    Block,
    Code,
    Heading,
    Item,
    Merged,
    Paragraph,
    Table,
)
from adapters.file_formats.office.markdown import markdown, one_line

words = st.text(st.sampled_from("abc |\n\t\u00a0`#-"), max_size=20)
cells = st.one_of(words, st.sampled_from(Merged))
tables = st.builds(Table, st.lists(st.lists(cells, max_size=4), max_size=4), st.integers(0, 3))
texts = st.one_of(st.builds(Heading, st.integers(0, 12), words), st.builds(Paragraph, words))
blocks: st.SearchStrategy[Block] = st.one_of(
    texts,
    st.builds(Item, words, st.integers(0, 9).map(LEVEL.__mul__), st.sampled_from(["", "1.", "a)"])),
    st.builds(Code, words),
    tables,
)


def test_blocks_are_apart_and_items_are_together() -> None:
    """An empty line stands between blocks, but not between the items of a list."""
    written = markdown([
        Heading(9, "deep"), Paragraph("a"), Paragraph(" "), Paragraph("b\n\n c"),
        Item("x"), Item("y\nz", label="10."), Code("1"), Code("```"), Code("2"), Code(""),
    ])  # fmt: skip
    assert written == ("###### deep\n\na\n\nb\nc\n\n- x\n10. y\n    z\n\n````\n1\n```\n2\n````")


def test_items_nest_by_their_indents() -> None:
    """An item farther from the margin is an inner one, and nearly equal indents are equal."""
    items = [Item(str(indent), indent) for indent in (700, 0, 360, 400, 1400, 300, 0)]
    assert markdown(items).split("\n") == [
        "- 700", "- 0", "    - 360", "    - 400", "        - 1400", "    - 300", "- 0",
    ]  # fmt: skip


def test_a_row_that_is_one_cell_is_not_repeated() -> None:
    """A line over the whole width of a table stands once."""
    rows: list[list[str | Merged]] = [["a", "b"], ["total", Merged.LEFT]]
    assert markdown([Table(rows)]) == "| a | b |\n| --- | --- |\n| total |  |"


def test_a_cell_over_many_columns_is_repeated_in_the_header_only() -> None:
    """A label over four columns stands in each of them, a remark over four columns three times."""
    wide: list[str | Merged] = ["2024", Merged.LEFT, Merged.LEFT, Merged.LEFT, "note"]
    assert markdown([Table([wide, wide])]).split("\n") == [
        "| 2024 | 2024 | 2024 | 2024 | note |",
        "| --- | --- | --- | --- | --- |",
        "| 2024 | 2024 | 2024 |  | note |",
    ]


def test_a_table_within_a_cell_has_each_text_once() -> None:
    """Merged cells of a table that becomes a part of a line are not repeated."""
    assert one_line([Table([["a", Merged.LEFT], [Merged.ABOVE, "b\nc"]])]) == "a b c"


@given(st.lists(texts, max_size=6))
def test_all_words_are_written_in_their_order(given_blocks: list[Heading | Paragraph]) -> None:
    """Whatever the texts are, no letter is lost or moved, and one empty line is between them."""
    written = markdown(given_blocks)
    letters = "".join(re.findall("[abc]", "".join(block.text for block in given_blocks)))
    assert "".join(re.findall("[abc]", written)) == letters
    assert "\n\n\n" not in written
    assert written == written.strip()


@given(tables)
def test_the_rows_of_a_table_have_equally_many_cells(table: Table) -> None:
    """Pipes in cells are escaped, and line ends in them are blanks."""
    written = markdown([table])
    if not written.startswith("| "):
        return
    counts = {len(re.split(r"(?<!\\)\|", line)) for line in written.split("\n")}
    assert len(counts) == 1


@given(st.lists(blocks, max_size=6))
def test_one_line_is_one_line(given_blocks: list[Block]) -> None:
    """In a cell, blocks are one line."""
    assert "\n" not in one_line(given_blocks)
