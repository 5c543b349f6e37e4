"""What can be quoted by itself, and what a reader knows when reading it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.text.structure.blocks import Context, Heading, Kind, Lead
from domain.text.structure.units import (
    LONGEST_UNIT,
    Unit,
    answers_its_question,
    introduces,
    units_of,
)
from tests.support.odd_texts import UNITS, odd_texts

TEXTS = odd_texts(300) | st.lists(st.sampled_from(UNITS), max_size=30).map("".join)


def texts(text: str) -> list[str]:
    return [unit.text for unit in units_of(text)]


def only(text: str, context: Context | None = None) -> Unit:
    [unit] = units_of(text, context or Context())
    return unit


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("It opens at nine. It shuts at six.", ["It opens at nine.", "It shuts at six."]),
        ("Sie kommt um 9 Uhr. Er geht.", ["Sie kommt um 9 Uhr.", "Er geht."]),
        ("九点开门。六点关门。", ["九点开门。", "六点关门。"]),
        ("# Hut\n\n- Wood is dry. Coal is not.\n", ["- Wood is dry.", "Coal is not."]),
        ("| a | b |\n|---|---|\n| 1 | x. Y |\n", ["| 1 | x. Y |"]),
        ("Name: Tove Lind\nPhone: 555 0101\n", ["Name: Tove Lind", "Phone: 555 0101"]),
        ("08:14 The gate opened. No alarm.\n09:30 It shut.\n10:02 Rain.", None),
        ("# Nothing but a title", []),
        ("--- *** ---", []),
    ],
)
def test_a_text_falls_into_units(text: str, units: list[str] | None) -> None:
    """Prose and items are read by sentences, rows and fields as a whole, headings not at all."""
    assert texts(text) == (text.split("\n") if units is None else units)


def test_what_stands_above_is_what_a_unit_is_about() -> None:
    """Headings, the lead of a list and the header of a table are known to the reader."""
    text = "# Hut\n\n## Beds\n\nBring along:\n\n- a sheet\n\n| bed | room |\n|---|---|\n| 1 | A |\n"
    lead, item, row = units_of(text)
    assert lead.about == ("Hut", "Beds")
    assert item.about == ("Hut", "Beds", "Bring along:")
    assert row.about == ("Hut", "Beds", "| bed | room |")
    assert row.about_terms >= {"hut", "bed", "room"}
    assert row.spoken == "Hut › Beds › | bed | room |: | 1 | A |"


def test_the_context_of_a_part_stands_above_its_units() -> None:
    """A part of a text is read with the headings and the header that stand before it."""
    context = Context((Heading(1, "Hut"),), Lead(-15, "| bed | room |"))
    assert only("| 1 | A |", context).about == ("Hut", "| bed | room |")


@pytest.mark.parametrize(
    ("text", "above"),
    [
        ("**Lamps.** They burn all night.", "**Lamps.**"),
        ("__Lampen.__ Sie brennen nachts.", "__Lampen.__"),
        ("Who lights the lamps? The keeper does.", "Who lights the lamps?"),
        ("谁点灯？ 看守点灯。", "谁点灯？"),
    ],
)
def test_what_only_introduces_stands_above_what_follows(text: str, above: str) -> None:
    """Words in bold and questions before a sentence say what it is about, and are not quoted."""
    *_, unit = units_of(text)
    assert unit.about[-1] == above
    assert above not in texts(text)


def test_a_question_is_answered_by_what_follows() -> None:
    """A unit under a question answers it."""
    assert answers_its_question(only("**Who lights the lamps?**\n\nThe keeper."))
    assert not answers_its_question(only("# Lamps\n\nThe keeper lights them."))
    assert not answers_its_question(only("The keeper."))


@pytest.mark.parametrize(
    "lead",
    ["You need:", "It rains. You need:", "For a trip\nyou need:", "You need:  ", "你需要："],
)
def test_the_sentence_before_a_list_introduces_it(lead: str) -> None:
    """The last sentence before a list introduces its items, and nothing else does."""
    *others, before, first, second, behind = units_of(f"{lead}\n\n- a sheet\n- soap\n\nIt is late.")
    assert introduces(before, first)
    assert introduces(before, second)
    assert not any(introduces(each, first) for each in [*others, second, behind])
    assert not introduces(before, behind)


def test_a_numbered_paragraph_is_found_by_its_section() -> None:
    """Paragraph 3 of § 4 is § 4(3), though its own words are only (3)."""
    third, fourth = units_of("§ 4 Dues\n\n(3) Members pay in May.\n\n(4) Guests pay nothing.\n")
    assert third.terms - fourth.terms >= {"§4(3)"}


def test_the_first_field_says_whose_card_it_is() -> None:
    """All fields of a card are about what its first one names; another card is another's."""
    fields = units_of("Name: Tove\nRoom: 3\n\nName: Amal\nRoom: 5\n")
    assert [unit.about for unit in fields] == [("Name: Tove",)] * 2 + [("Name: Amal",)] * 2


def test_a_hyphen_at_the_end_of_a_line_is_not_spoken() -> None:
    """A word that a line break divides is quoted as it stands, and compared as a whole."""
    unit = only("The light-\nhouse keeper sleeps.")
    assert unit.text == "The light-\nhouse keeper sleeps."
    assert unit.spoken == "The lighthouse keeper sleeps."


def test_the_first_sentence_opens_its_block() -> None:
    """Only the first unit of a paragraph opens it, what introduces it aside."""
    units = units_of("Who sleeps? The keeper does. The dog does.\n\nIt rains.")
    assert [unit.opens for unit in units] == [True, False, True]


def test_long_code_falls_into_what_empty_lines_part() -> None:
    """Short code is one unit; what is too long between empty lines ends with a line."""
    first, second = "def one():\n    return 1", "def two():\n    return 2"
    assert texts(f"```\n{first}\n\n{second}\n```") == [f"{first}\n\n{second}"]
    long = "\n".join(f"    line({number})" for number in range(60))
    units = texts(f"```\n{first}\n\n{second}\n{long}\n```")
    assert units[0] == first
    assert units[1].startswith(second)
    assert all(unit.endswith(("1", ")")) for unit in units)
    assert " ".join(units).split() == f"{first} {second}\n{long}".split()


def test_a_text_is_read_once() -> None:
    """The same text in the same context is not read again."""
    text = "It opens at nine. It shuts at six."
    assert units_of(text) is units_of(text)


@given(TEXTS)
def test_units_are_short_exact_parts_in_order(text: str) -> None:
    """Units stand in the text as they are, one behind the other, and have something to say."""
    end = 0
    for unit in units_of(text):
        assert end <= unit.start < unit.end
        assert text[unit.start : unit.end] == unit.text == unit.text.strip()
        assert any(map(str.isalnum, unit.text))
        assert unit.kind not in (Kind.HEADING, Kind.QUESTION)
        assert len(unit.text) <= LONGEST_UNIT or unit.kind not in (Kind.PROSE, Kind.ITEM)
        end = unit.end
