"""Finding sentences."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.text.sentences import sentence_spans

BOUNDARY = "‖"

PIECES = st.sampled_from([
    "Dr.", "e.g.", "U.S.", "3.14", "1.", "- ", "# ", "| ", "The", "word", "!", "?", "…", "...",
    "\n", "\n\n", " ", "\t", '"', ")", "”", "。", "！", "日本", "[1]", "👩", "---", "```", "J.",
])  # fmt: skip


@given(st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=200))
def test_spans_are_in_order_trimmed_and_leave_nothing_out(text: str) -> None:
    """Sentences are trimmed, do not overlap and omit only white space."""
    spans = sentence_spans(text)
    assert all(start < end and text[start:end] == text[start:end].strip() for start, end in spans)
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))
    kept = "".join(text[start:end] for start, end in spans)
    assert "".join(kept.split()) == "".join(text.split())


@pytest.mark.parametrize(
    "marked",
    [
        "One.‖ Two!‖ Three?‖ Four",
        "Dr. A. B. Smith met Mrs. Jones.‖ They left.",
        "It grew, e.g. here, i.e. by 3.14 in v. 2.0.1.‖ Yes.",
        "He moved to the U.S. in May.‖ The U.S.‖ The end.",
        "Acme Inc. makes it.‖ See Fig. 2 and No. 5.",
        "He said no.‖ Nobody came on Jan. 5 at 3 p.m.‖ It rained.",
        '"Why?" he asked.‖ "Because."‖ (So it was.)‖ Then…  and on.‖ What?!‖ Yes',
        "The sky is blue.[1]‖ Grass is green.[2][3]‖ End",
        "他说：“你好。”‖然后走了。‖今天天气很好！‖你呢？",
        "यह एक है।‖ वह दो है।",
        "Visit example.com or Node.js.‖ Bye",
        "A line that is\nwrapped here.‖ And\nagain.",
        "First part‖\n\nsecond part",
        "First part‖\n \t\nsecond part",
        "# Title‖\nProse begins.‖ It ends.‖\n## Next",
        "Overview‖\nThe system has many parts, and each of them is small.",
        "Needs:‖\n- bread.‖ Fresh.‖\n* milk‖\n1. eggs‖\n2) salt\nand pepper",
        "| a | b |‖\n|---|---|‖\n| 1 | 2 |",
        "```‖\ncode‖\n```‖\nText.",
    ],
)
def test_sentences_are_what_a_reader_takes_for_one(marked: str) -> None:
    """Abbreviations, numbers, quotations, lists, headings and other scripts are recognised."""
    text = marked.replace(BOUNDARY, "")
    found = [text[start:end] for start, end in sentence_spans(text)]
    assert found == [sentence.strip() for sentence in marked.split(BOUNDARY)]


@pytest.mark.parametrize("text", ["", " \n\t\n "])
def test_a_text_of_nothing_has_no_sentences(text: str) -> None:
    """White space has no sentences."""
    assert sentence_spans(text) == []


@pytest.mark.parametrize("unit", [".", " ", "a. ", "-", '?"', "“", "\n", "1. ", "[1]", "_*", "# "])
def test_no_text_takes_quadratic_time(unit: str) -> None:
    """Long runs of any unit do not take quadratic time."""
    assert len(sentence_spans(unit * 100_000 + "x")) >= 1
