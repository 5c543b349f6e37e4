"""What is a heading, and what stands under it."""

import pytest

from domain.text.structure.blocks import Kind
from tests.support.structure import of_kind, outline, sections


def test_marked_headings_nest_by_their_level() -> None:
    """Under a heading stand its text and the headings below it, until one of its level comes."""
    text = (
        "# Boats\n\nTwo.\n\n## Kestrel\n\nFour seats.\n\n### Oars\n\nRed.\n\n## Merlin\n\nOne seat."
    )
    assert sections(text) == {
        "Two.": ["Boats"],
        "Four seats.": ["Boats", "Kestrel"],
        "Red.": ["Boats", "Kestrel", "Oars"],
        "One seat.": ["Boats", "Merlin"],
    }


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("# Boats\n\nTwo.", "Boats"),
        ("### `row` and *steer* ###\n\nTwo.", "row and steer"),
        ("Boats\n=====\n\nTwo.", "Boats"),
        ("Boats\n-----\nTwo.", "Boats"),
        ("**Boats**\n\nTwo.", "Boats"),
        ("__Boats:__\nTwo.", "Boats"),
        ("[boats]\nseats = 4", "boats"),
        ("BOATS AND OARS\nTwo.", "BOATS AND OARS"),
        ("Boote und Ruder\n\nZwei liegen am Steg.", "Boote und Ruder"),
        ("Satzung des Kiebitz e. V.\n\nDer Verein fährt Boot.", "Satzung des Kiebitz e. V."),
        ("Minutes of the club\n\nHeld in the boathouse.", "Minutes of the club"),
        ("§ 4 Boote\nDas Boot gehört allen.", "§ 4 Boote"),
        ("Article 7 - Boats\n\nThe boat belongs to all.", "Article 7 - Boats"),
        ("Chapitre II – Bateaux\n\nDeux.", "Chapitre II – Bateaux"),
        ("Статья 5. Лодки\n\nИх две.", "Статья 5. Лодки"),
        ("المادة 3\nالقارب للجميع.", "المادة 3"),
        ("第2条（船）\n船は二隻ある。", "第2条（船）"),
        ("제3조 배\n배는 두 척이다.", "제3조 배"),
        ("1. Boats\n\nThere are two.", "1. Boats"),
        ("2.1 Boats\n\nThere are two.", "2.1 Boats"),
        ("3 Boats\n\n3.1 Kestrel has four seats.", "3 Boats"),
        ("1. Boats\nThe club owns two of them, and a raft.", "1. Boats"),
        ("一、船\n\n船有两条。", "一、船"),
        ("１．船\n\n船は二隻ある。", "１．船"),
        ("IV. Boote\n\nZwei liegen am Steg.", "IV. Boote"),
        ("TOP 3: Boote\nZwei liegen am Steg, eines ist verliehen.", "TOP 3: Boote"),
    ],
)  # fmt: skip
def test_a_heading_is_recognised(text: str, title: str) -> None:
    """Headings have marks, numbers or capitals, or stand alone above a text, in any language."""
    assert list(sections(f"It is so.\n\n{text}\n").values())[1:] == [[title]]


def test_a_title_may_have_a_second_line() -> None:
    """The first of two short lines at the top is the title, and the second can be quoted."""
    text = "Minutes of the boat club\nHeld on 3 May 2026 in the boathouse\n\nAll came.\n"
    assert of_kind(text, Kind.HEADING) == ["Minutes of the boat club"]
    assert of_kind(text, Kind.PROSE) == ["Held on 3 May 2026 in the boathouse", "All came."]


@pytest.mark.parametrize(
    "text",
    [
        "14 March 2026\n\nDear Ms Brandt, the boat is yours.",
        "Kiel, den 3. Mai 2026\n\nSehr geehrte Frau Abt, das Boot gehört Ihnen.",
        "Ladders in the shed\nBrushes on hooks\nCall Piet",
        "Quillmore Ltd\n12 Harbour Street\nBristol BS1 4ND",
        "We have two boats. One leaks\n\nIt is blue.",
        "The mast is eight metres.[^1]\n\nIt is white.",
        '"Where is the boat?"\n\nNobody knew it.',
        "<details>\n\nThe boat is blue.",
        "![plan of the boat](plan.png)\n\nThe boat is blue.",
        "the boat is blue\n\nIt has a mast.",
        "Yours sincerely,\n\nTove Lindgren of the club",
        "# how long to wait\ntimeout = 30",
        "[x]\n\nThe boat is blue.",
        "Regards\n--\nTove",
    ],
)
def test_a_line_that_looks_like_a_heading_is_none(text: str) -> None:
    """Dates, addresses, notes, sentences, speech, tags and comments are no headings."""
    assert of_kind(f"Notes of the club, which meets on Sundays.\n\n{text}", Kind.HEADING) == []


def test_a_sentence_is_not_cut_where_a_line_begins_like_a_clause() -> None:
    """A wrapped line that begins with `Section 3` or `§ 5` stays in its sentence."""
    text = (
        "No member takes a boat home without a letter from the board. Under\n"
        "Section 3 of the rules the board answers within a week, and\n"
        "§ 5 says who pays."
    )
    assert len(outline(text)) == 1


def test_numbered_headings_go_on() -> None:
    """After a numbered heading, the next number is a heading too, however short its text is."""
    text = "1. Boats\n\nTwo.\n\n2. Oars\n2.1 They are red.\n2.2 They are long.\n\n3. Masts\nNone.\n"
    assert of_kind(text, Kind.HEADING) == ["1. Boats", "2. Oars", "3. Masts"]
    assert of_kind(text, Kind.ITEM) == ["2.1 They are red.", "2.2 They are long."]


def test_steps_between_blank_lines_are_no_headings() -> None:
    """Numbered lines without a text of their own are a list, the last one too."""
    text = "To row\n\n1. Take the oars\n\n2. Sit down\n\n3. Pull\n\nRest after an hour.\n"
    assert of_kind(text, Kind.ITEM) == ["1. Take the oars", "2. Sit down", "3. Pull"]


def test_a_clause_may_have_its_title_on_the_next_line() -> None:
    """Under `§ 2`, a short line is the title of the clause."""
    text = "§ 2\nZweck des Vereins\n\nDer Verein fährt Boot.\n"
    assert sections(text) == {"Der Verein fährt Boot.": ["§ 2", "Zweck des Vereins"]}


def test_in_thai_only_the_first_line_is_a_title() -> None:
    """Thai ends sentences without a stop: a line of its own may be a sentence."""
    text = "คู่มือท่าเรือ\n\nเรือออกตอนเช้า\n\nเรือกลับมาตอนเย็นทุกวันยกเว้นวันอาทิตย์\n"
    assert of_kind(text, Kind.HEADING) == ["คู่มือท่าเรือ"]


def test_a_line_of_any_length_is_no_heading() -> None:
    """What is marked as a heading and longer than a paragraph is one: it would be in each chunk."""
    title = "Boats " * 80
    assert sections(f"# {title}\n\nTwo.") == {"Two.": [title.strip()]}
    assert sections(f"# {title * 2}\n\nTwo.")["Two."] == []
