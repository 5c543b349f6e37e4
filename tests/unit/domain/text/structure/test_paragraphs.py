"""Paragraphs, wrapped lines, quotations and code."""

import pytest

from domain.text.structure.blocks import Kind
from domain.text.structure.reading import read_structure
from tests.support.structure import leads, of_kind, outline


@pytest.mark.parametrize(
    "text",
    [
        "The herons came in March, as they always did, and stood in the reeds,\n"
        "the shallows, the ditches, and wherever the water was low: nobody\n"
        "counted them, for the last warden, a man of\n"
        "80 years, had retired.\n",
        "Die Wartung ist alle acht-\nzehn Monate fällig.\n",
        "The key hangs behind\nthe door.\n",
    ],
)
def test_wrapped_lines_are_one_paragraph(text: str) -> None:
    """A sentence may go on in the next line, also if that begins with a number."""
    assert len(outline(text)) == 1


def test_lines_that_do_not_go_on_are_parts_of_their_own() -> None:
    """Notes and addresses have a part for each line, in one group."""
    text = "Ladders in the shed\nBrushes on hooks\nCall Piet in May\n"
    blocks = read_structure(text)
    assert outline(text) == [f"prose: {line}" for line in text.splitlines()]
    assert len({block.group for block in blocks}) == 1


def test_a_verse_is_one_paragraph() -> None:
    """Lines that begin in small letters go on the line above."""
    assert len(outline("No lamp is lit,\nno bell is rung,\nno net hangs out to dry.\n")) == 1


def test_thai_lines_are_sentences() -> None:
    """Thai has no stops: the end of a line ends a sentence."""
    text = "เรือออกจากท่าเรือทุกวันตอนหกโมงเช้าและเที่ยง\nเรือกลับมาถึงท่าเรือตอนเย็นทุกวันยกเว้นวันอาทิตย์\n"
    assert len(outline(text)) == 2


def test_a_quotation_is_read_like_any_text() -> None:
    """Behind the marks of a quotation stand paragraphs, lists and headings."""
    text = (
        "She wrote:\n\n> The boat leaves on Friday at six in the morning, and it\n"
        "> takes four people.\n>\n> - gloves\n> - a hat\n\nI was late.\n"
    )
    assert [block.kind for block in read_structure(text)] == [
        *(Kind.PROSE, Kind.PROSE, Kind.ITEM, Kind.ITEM, Kind.PROSE)
    ]
    assert of_kind(text, Kind.ITEM) == ["- gloves", "- a hat"]


def test_a_quotation_ends_a_paragraph() -> None:
    """Lines that are quoted more deeply, or not at all, are other words."""
    text = "Tove says\n> that it is blue\n>> and old\nand Amal agrees\n"
    assert len(of_kind(text, Kind.PROSE)) == 4


def test_a_comparison_is_no_quotation() -> None:
    """`> 5 kg` means more than five: the sign stays with its number."""
    text = "> 5 kg: 3 euro\n> 9 kg: 7 euro\n"
    assert of_kind(text, Kind.FIELD) == ["> 5 kg: 3 euro", "> 9 kg: 7 euro"]


@pytest.mark.parametrize("fence", ["```", "~~~~", "````sh"])
def test_code_is_one_block(fence: str) -> None:
    """Between fences, nothing is a heading, a list or a table, and the fence is the lead."""
    code = "# comment\n- 1\n\n> row --hard"
    text = f"Run:\n\n{fence}\n{code}\n{fence.rstrip('sh')}\n\nDone.\n"
    [block] = [block for block in read_structure(text) if block.kind is Kind.CODE]
    assert text[block.start : block.end] == code
    assert leads(text) == {"# comment / - 1 /  / > row --hard": fence}
    assert outline(text)[-1] == "prose: Done."


def test_code_without_an_end_goes_on_to_the_end() -> None:
    """A fence that is not closed makes code of all that follows."""
    assert of_kind("```\nx\n\ny\n", Kind.CODE) == ["x /  / y"]


def test_an_empty_text_has_no_blocks() -> None:
    """White space and rules have no structure."""
    assert read_structure("\n \n---\n\n* * *\n") == []
