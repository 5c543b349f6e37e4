"""Finding sentences."""

from itertools import pairwise

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from domain.text.sentence_ends import sentence_ends
from domain.text.sentences import paragraph_sentences, sentence_spans
from tests.support.odd_texts import UNITS, odd_texts
from tests.support.work import counted

BOUNDARY = "‖"
LENGTH = 6_000
LINES = 60  # of Python for a character: twice as many as were counted for any text

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


@pytest.mark.parametrize(
    "marked",
    [
        "call bob.‖ bring milk!‖ pay by friday",
        "The code is secret.‖ please do not share it.",
        "It has valves, pumps, etc. and seals (approx. five).‖ Yes.",
        "Open Mon. to Fri. 9 to 5, Sat. 9 to 12.‖ Closed on Sundays.",
        "It ran at 50 kWh.‖ Nobody noticed the 3 kg.‖ Then it broke.",
        "Max. Last 5 kg.‖ Die gesetzl. Frist beträgt 3. KW bis 5. KW.",
        "Steps: 1. Open it.‖ 2. Fill it.‖ 3. Close it.",
        "1. Open it‖ 2. Fill it‖ 3. Close it",
        "Die Frist endet am 15. 5. 2026 um 12 Uhr.‖ Ende.",
        "He ate the 3 (or was it 4?) pies.‖ (He did!)‖ Then he slept (again).‖ Good.",
        "Il dit : « Où ? »‖ Elle rit.‖ »Wohin?«, fragte er.‖ »Fort.«‖ Dann ging er.",
        "我看了《你好！再见》这部电影。‖很好。",
        "See e.g. [4, 7].‖ It holds.²‖ The rest [a] follows.[b]‖ End",
        "Chapter 3 ........ 15",
    ],
)
def test_neighbours_of_a_stop_decide(marked: str) -> None:
    """Small letters, times, units, list numbers, dates, remarks, titles and references count."""
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


# counting makes an example slow; to make it small would take minutes
@settings(max_examples=25, deadline=None, phases=(Phase.reuse, Phase.generate))
@given(odd_texts(LENGTH))
def test_dividing_a_text_is_linear_work(text: str) -> None:
    """Whatever a text consists of, a character costs no more than a fixed amount of work."""
    with counted() as work:
        sentence_spans(text)
    assert work.lines < LINES * len(text)


@given(st.lists(st.sampled_from(UNITS) | PIECES, max_size=30).map(" ".join), st.text(max_size=20))
def test_what_a_stop_means_does_not_depend_on_the_words_after_the_next(
    text: str, later: str
) -> None:
    """Once the word behind a stop is known, the sentence before it stays what it is."""
    known = f"{text} word "
    settled = list(sentence_ends(known, 0, len(known)))
    longer = known + later
    assert list(sentence_ends(longer, 0, len(longer)))[: len(settled)] == settled


@given(st.text(max_size=20), st.lists(PIECES, max_size=20).map(" ".join), st.text(max_size=20))
def test_a_paragraph_is_read_apart_from_what_surrounds_it(
    before: str, text: str, after: str
) -> None:
    """The sentences of a span are those of its text alone, at their places in the whole."""
    alone = paragraph_sentences(text, 0, len(text))
    start = len(before)
    found = paragraph_sentences(before + text + after, start, start + len(text))
    assert found == [(first + start, last + start) for first, last in alone]


def test_the_line_breaks_of_a_paragraph_are_blanks() -> None:
    """A paragraph's sentences may cross lines, even where a line looks like a list item."""
    text = "It was built in\n1. a hurry.\n\nIt fell."
    assert [text[a:b] for a, b in paragraph_sentences(text, 0, 27)] == [text[:27]]
