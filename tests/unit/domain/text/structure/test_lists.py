"""The items of lists."""

import pytest

from domain.text.structure.blocks import Kind
from domain.text.structure.reading import read_structure
from tests.support.structure import leads, of_kind, outline


@pytest.mark.parametrize(
    "marks",
    [
        *(("- ", "- "), ("* ", "* "), ("• ", "• "), ("- [x] ", "- [ ] ")),
        *(("1. ", "2. "), ("1) ", "2) "), ("(1) ", "(2) "), ("a) ", "b) "), ("(a) ", "(b) ")),
        *(("(ii) ", "(iii) "), ("4.1 ", "4.2 "), ("① ", "② "), ("１．", "２．")),
    ],
)
def test_items_have_marks(marks: tuple[str, str]) -> None:
    """Bullets, boxes, numbers and letters begin items of one list."""
    first, second = f"{marks[0]}Take the red oars.", f"{marks[1]}Sit down."
    blocks = read_structure(f"{first}\n{second}\n")
    assert [block.kind for block in blocks] == [Kind.ITEM, Kind.ITEM]
    assert len({block.group for block in blocks}) == 1


def test_an_item_may_have_several_lines() -> None:
    """Indented lines belong to the item above, and so does the rest of a wrapped sentence."""
    text = (
        "1. Turn the boat over and let\n   the water out.\n"
        "2. Wash the hull from the bow to the stern, until the\nwater runs clear.\n"
    )
    assert of_kind(text, Kind.ITEM) == [
        "1. Turn the boat over and let / the water out.",
        "2. Wash the hull from the bow to the stern, until the / water runs clear.",
    ]


def test_blank_lines_do_not_end_a_list() -> None:
    """Items with blank lines between them are one list, whose numbers may have gaps."""
    text = "4.1 The hull is blue.\n\n4.2 The mast is white.\n\n4.7 The oars are red.\n"
    assert len({block.group for block in read_structure(text)}) == 1


def test_what_is_indented_between_items_belongs_to_their_list() -> None:
    """Paragraphs and tables inside an item do not end the list: the next number goes on."""
    text = (
        "1. Fill in water.\n\n   Not more than this:\n\n   | size | litres |\n   |---|---|\n"
        "   | S | 1 |\n\n2. Close it.\n\nDone.\n\n1. Open it.\n"
    )
    blocks = read_structure(text)
    assert [block.group for block in blocks] == [1, 1, 1, 1, 2, 3]
    assert [block.kind for block in blocks[:3]] == [Kind.ITEM, Kind.PROSE, Kind.ROW]


def test_another_kind_of_marks_begins_another_list() -> None:
    """After a blank line, numbers are not the list of the bullets above."""
    groups = [block.group for block in read_structure("- oars\n- rope\n\n1. Sit down.\n2. Pull.\n")]
    assert groups[0] == groups[1] < groups[2] == groups[3]


def test_the_line_before_a_list_introduces_it() -> None:
    """A line with a colon is the lead of the list below it, with or without a blank line."""
    text = "Come to the quay. Bring:\n\n- gloves\n- a hat\n"
    assert leads(text) == {
        "- gloves": "Come to the quay. Bring:",
        "- a hat": "Come to the quay. Bring:",
    }


def test_an_item_introduces_the_items_inside_it() -> None:
    """Nested items have the outer item as their lead, and outer ones the lead of the list."""
    text = "Open:\n- Monday:\n  - rowing\n  - sailing\n- Tuesday:\n\n  - nothing\n- Friday\n"
    assert leads(text) == {
        "- Monday:": "Open:",
        "- rowing": "- Monday:",
        "- sailing": "- Monday:",
        "- Tuesday:": "Open:",
        "- nothing": "- Tuesday:",
        "- Friday": "Open:",
    }


def test_letters_without_an_indent_stand_in_the_clause_above() -> None:
    """`a)` below a clause that is not over is an inner item, up to the next clause."""
    text = "(1) The board has\na) a chair,\nb) a treasurer.\n(2) It meets monthly.\n"
    assert leads(text) == {
        "a) a chair,": "(1) The board has",
        "b) a treasurer.": "(1) The board has",
    }


def test_a_line_that_runs_on_into_a_list_introduces_it() -> None:
    """A line that ends no sentence, right above a list, is its lead without a colon."""
    text = "Nobody may row. Do not row\n- if it storms,\n- if you are alone.\n"
    assert set(leads(text).values()) == {"Nobody may row. Do not row"}


def test_short_lines_after_a_colon_are_a_list() -> None:
    """Lines without marks are items if a line with a colon stands above them."""
    text = "Zutaten:\n500 g Pflaumen\n2 Eier\n1 Prise Salz\n"
    assert outline(text) == [
        *("prose: Zutaten:", "item: 500 g Pflaumen", "item: 2 Eier", "item: 1 Prise Salz")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The boat house is closed from the evening of\n31. December to the morning of\n2. January.",
        "Das Bootshaus ist vom Abend an geschlossen, bis zum\n2. Januar.",
        "The repair of the mast, of the hull and of the oars took\n3.5 days.",
        "The members who came to the meeting of the club were\n12) in the first year.",
    ],
)
def test_a_wrapped_line_may_begin_with_a_number(text: str) -> None:
    """A number at the beginning of a line is no mark if the sentence above goes on."""
    assert len(outline(text)) == 1


def test_a_text_after_a_list_is_not_its_last_item() -> None:
    """A new sentence without an indent does not belong to the item above."""
    text = "- gloves\n- a hat.\nWe meet at the quay at nine.\n"
    assert outline(text)[-1] == "prose: We meet at the quay at nine."
