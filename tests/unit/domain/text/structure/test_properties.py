"""Properties of the blocks of any text."""

import sys
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.text.structure.blocks import Block, Context, Kind
from domain.text.structure.contexts import contexts_at
from domain.text.structure.lines import FENCE, lines_of
from domain.text.structure.reading import read_structure
from domain.text.structure.tables import is_delimiter
from tests.support.odd_texts import UNITS, odd_texts

LINES = st.sampled_from(
    [
        *("# Boats", "Boats", "BOATS", "1. Boats", "1.1 Masts", "2. Oars", "§ 4 Boats", "[boats]"),
        *("- oar", "  - blade", "* rope", "1) first", "2) second", "(a) one", "一、船", "③ 三"),
        *("| a | b |", "|---|---|", "| 1 | 2 |", "+---+---+", "a;b;c", "1;2;3", "x,y", "p, q, r"),
        *("Quay   06:10   07:20", "Mole          08:00", "=====  =====", "a\tb\tc", "a\tb"),
        *("Name: Tove", "Phone: 555 0101", "port = 80", "KEY=", "server:", "  more of it"),
        *("12:04 start", "2026-03-01 stop", '{"a": 1}', "Who rows?", "Q: Who rows?", "A: Tove."),
        *("**Who steers?** Amal.", "**Masts**", "> It is so,", "> > said he.", "```", "~~~ sh"),
        *("---", "===", "The boat lies at the quay and waits for", "the tide. It leaves at six."),
        *("เรือออกตอนเช้า", "第3条（目的）", "المادة 3", "14 March 2026", "", "", "\u3000", "\t"),
    ]
)
TEXTS = st.one_of(
    st.lists(LINES, max_size=30).map("\n".join),
    st.lists(st.sampled_from(UNITS), max_size=40).map("".join),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=200),
    odd_texts(300),
)


@given(TEXTS)
def test_blocks_are_trimmed_and_in_order(text: str) -> None:
    """Blocks ascend, do not overlap, and begin and end with ink; so do their groups."""
    blocks = read_structure(text)
    assert all(block.start < block.end for block in blocks)
    assert all(text[block.start : block.end].strip() for block in blocks)
    assert all(
        text[block.start : block.end] == text[block.start : block.end].strip() for block in blocks
    )
    assert all(block.end <= after.start for block, after in pairwise(blocks))
    assert all(block.group <= after.group for block, after in pairwise(blocks))


@given(TEXTS)
def test_only_marks_and_headers_are_in_no_block(text: str) -> None:
    """What is in no block are rules, fences, marks of quotations, and headers of tables."""
    blocks = read_structure(text)
    covered = bytearray(len(text))
    for block in blocks:
        covered[block.start : block.end] = b"x" * (block.end - block.start)
    leads = {block.lead.start for block in blocks if block.lead}
    for line in lines_of(text):
        rest = [at for at in range(line.start, line.end) if not covered[at]]
        is_drawn = line.is_rule or is_delimiter(line) or FENCE.match(line.text)
        is_fence = line.words.startswith(("```", "~~~"))
        if not is_drawn and not is_fence and line.start not in leads:
            assert not "".join(text[at] for at in rest).strip(), line


@given(TEXTS)
def test_a_lead_stands_in_the_text(text: str) -> None:
    """A lead is an exact part of the text before its block, or the first row of its table."""
    for block in read_structure(text):
        if block.lead:
            assert text.startswith(block.lead.text, block.lead.start)
            assert block.lead.start <= block.start


@pytest.mark.parametrize(
    ("before", "block"),
    [
        ("", ":\n\n- oar\n  - blade\n- rope\n"),
        ("- ", "\n  - blade\n"),
        ("~~~ ", "\nrow()\n"),
        ("; ", "\nport = 80\n"),
    ],
)
@pytest.mark.parametrize("words", ["word " * 4_000, "x" * 20_000])
def test_what_introduces_blocks_is_short(before: str, block: str, words: str) -> None:
    """Each chunk below a long line has only a part of it, and what is code stays code."""
    text = f"{before}{words.strip()}{block}"
    blocks = read_structure(text)
    leads = [block.lead for block in blocks if block.lead]
    assert leads
    assert all(0 < len(lead.text) <= 500 for lead in leads)
    place = text.rindex(block.splitlines()[-1])
    [continued, *_] = read_structure(text[place:], contexts_at(blocks, [place])[0])
    assert continued.kind is blocks[-1].kind


def shifted(blocks: list[Block], by: int) -> list[tuple[object, ...]]:
    """Return blocks without their groups, whose numbers begin with the text."""
    return [
        (
            *(block.kind, block.start + by, block.end + by, block.section),
            block.lead and (block.lead.start + by, block.lead.text),
        )
        for block in blocks
    ]


PARTS = st.sampled_from(
    [
        "## Oars\n\n",
        "The oars hang in the shed. Nobody takes them home.\n\n",
        "| oar | length |\n|---|---|\n| red | 2.9 m |\n| blue | 3.1 m |\n\n",
        "Boat      Seats   Built\nKestrel   4       1998\nMerlin    2       2004\nHobby     1\n\n",
        "part,stock,shelf\nP-1,3,A\nP-2,,B\nP-3,9,C\n\n",
        "```sh\nrow --hard\n\n# not a heading\n```\n\n",
        "Bring along:\n- gloves\n- a hat\n- water\n\n",
        "Who steers?\nThe one who is the last to board.\n\n",
        "Phone: 555 0101\nRoom: B 12\n\n",
    ]
)


@given(st.lists(PARTS, min_size=1, max_size=6).map("".join))
def test_a_part_is_read_like_the_whole(body: str) -> None:
    """With its context, a text from a heading, a row or an item on is read as in the whole."""
    text = "# Boats\n\n" + body
    blocks = read_structure(text)
    contexts = contexts_at(blocks, [block.start for block in blocks])
    for number, (block, context) in enumerate(zip(blocks, contexts, strict=True)):
        if block.kind is not Kind.FIELD:  # the last line of a card alone is no card
            part = read_structure(text[block.start :], context)
            assert shifted(part, block.start) == shifted(blocks[number:], 0)


@given(TEXTS, st.integers(0, 300), TEXTS)
def test_any_context_can_stand_above_any_text(above: str, position: int, text: str) -> None:
    """A part that does not fit its context is read all the same."""
    [context] = contexts_at(read_structure(above), [min(position, len(above))])
    blocks = read_structure(text, context)
    assert all(block.end <= after.start for block, after in pairwise(blocks))
    assert isinstance(context, Context)


@settings(max_examples=30)
@given(st.lists(LINES, min_size=1, max_size=6), st.sampled_from(["\n", "\n\n"]))
def test_the_work_grows_with_the_text(lines: list[str], end: str) -> None:
    """Four times the text takes about four times the work, whatever is repeated."""
    unit = end.join(lines) + end
    few, many = work(unit * 50), work(unit * 200)
    assert many <= 6 * few


@settings(max_examples=20)
@given(st.lists(st.sampled_from(UNITS), min_size=1, max_size=4).map("".join))
def test_the_work_grows_with_odd_texts(unit: str) -> None:
    """Four times an odd text takes about four times the work."""
    few, many = work(unit * 100), work(unit * 400)
    assert many <= 6 * few + 2000


def work(text: str) -> int:
    """Return how many functions run while a text is read."""
    calls = 0

    def count(*_: object) -> None:
        nonlocal calls
        calls += 1

    previous = sys.getprofile()
    sys.setprofile(count)
    try:
        read_structure(text)
    finally:
        sys.setprofile(previous)
    return calls
