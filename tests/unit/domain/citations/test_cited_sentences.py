"""The sentences of an answer and the sources that they cite."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.citations.cited_sentences import CitedSentence, SentenceReader
from domain.citations.markers import Marker, MarkerReader, Reading
from domain.text.sentences import sentence_spans

SOURCES = 3
PIECES = st.sampled_from([
    "[1]", "[2, 3]", "[9]", " ", "\n", "\n\n", "- ", "1. ", "| ", "# ", ".", ". ", "! ", "。",
    "Dr.", "The", "word", "日本", "```\n", "\n```\n", "`",
    "👩‍👩‍👧", "שלום", "---\n", "“", "”", "e.g. ",
])  # fmt: skip
TEXTS = st.lists(PIECES, max_size=60).map("".join)


def read(pieces: list[str]) -> tuple[str, list[CitedSentence]]:
    """Return the visible text and its sentences."""
    markers, sentences = MarkerReader(SOURCES), SentenceReader()
    shown, found = "", []
    for reading in [*map(markers.feed, pieces), markers.finish()]:
        shown += reading.text
        found += sentences.feed(reading)
    return shown, found + sentences.finish()


def cited(text: str) -> list[tuple[str, tuple[int, ...]]]:
    """Return the words and the sources of each sentence."""
    return [(sentence.text, sentence.sources) for sentence in read(list(text))[1]]


@given(TEXTS, st.lists(st.integers(0, 200), max_size=8))
def test_sentences_do_not_depend_on_how_the_stream_was_cut(text: str, cuts: list[int]) -> None:
    """However the stream is divided, the sentences and their sources are the same."""
    edges = [0, *(min(cut, len(text)) for cut in sorted(cuts)), len(text)]
    pieces = [text[start:end] for start, end in pairwise(edges)]
    assert read(pieces) == read([text]) == read(list(text))


@given(TEXTS)
def test_sentences_are_in_order_and_apart(text: str) -> None:
    """Spans are ordered code point offsets, and match the sentence if it has no marker."""
    shown, sentences = read([text])
    for sentence in sentences:
        span = shown[sentence.start : sentence.end]
        assert span == span.strip()
        if "[" not in span and "`" not in shown:
            assert span == sentence.text
    assert all(a.end <= b.start for a, b in pairwise(sentences))


@given(
    st.lists(
        st.sampled_from([
            "The cat sat on Dr. Smith's mat.", "It cost 3.50 euros in Jan. 2020!",
            "Why? Nobody knows.", "He said “no.” So it was.", "今天天气很好。你呢？",
            "A line that is\nwrapped here, and on.",
        ]),
        min_size=1,
    ),
    st.sampled_from([" ", "\n\n"]),
)  # fmt: skip
def test_a_stream_is_divided_like_the_whole_text(parts: list[str], joint: str) -> None:
    """Sentences found in a stream equal those of the whole text."""
    text = joint.join(parts)
    assert [each[0] for each in cited(text)] == [text[s:e] for s, e in sentence_spans(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Fact one [1]. Fact two.", [("Fact one.", (1,)), ("Fact two.", ())]),
        ("Fact one. [1] Fact two.[2]", [("Fact one.", (1,)), ("Fact two.", (2,))]),
        ("A [2] and b [1][3] and c [2].", [("A and b and c.", (2, 1, 3))]),
        ("“Quoted.” [1] Then.", [("“Quoted.”", (1,)), ("Then.", ())]),
        ("事实。[1]下一句。【2】", [("事实。", (1,)), ("下一句。", (2,))]),
        ("حقيقة أولى. [١] هل تعرف؟ [2]", [("حقيقة أولى.", (1,)), ("هل تعرف؟", (2,))]),
        ("👩‍👩‍👧 live here 👍🏽. [1] Yes.", [("👩‍👩‍👧 live here 👍🏽.", (1,)), ("Yes.", ())]),
        ("[1] Starts. Next.", [("Starts.", (1,)), ("Next.", ())]),
        ("One.\n\n[1] Two.", [("One.", ()), ("Two.", (1,))]),
        ("One.\n\n[1]\n\nTwo.", [("One.", (1,)), ("Two.", ())]),
        ("One.\n[1][2]", [("One.", (1, 2))]),
        ("- a [1]\n- [2] b\n- c", [("a", (1,)), ("b", (2,)), ("c", ())]),
        ("1. Eggs. [1]\n2. Milk [2]", [("Eggs.", (1,)), ("Milk", (2,))]),
        ("| a | b [1] |\n| c | d | [2]", [("| a | b |", (1,)), ("| c | d |", (2,))]),
        ("# Title\nText [1].", [("Title", ()), ("Text.", (1,))]),
        ("Do:\n```py\nx[1] = 2. Foo\n```\nDone [1].", [("Do:", ()), ("Done.", (1,))]),
        ("Call `a[1]` now [2].", [("Call `a[1]` now.", (2,))]),
        ("Fact [9]. [1](https://x.org) more.", [("Fact.", ()), ("[1](https://x.org) more.", ())]),
        ("[1]", []),
        ("", []),
    ],
)
def test_a_marker_supports_the_sentence_that_it_ends(
    text: str, expected: list[tuple[str, tuple[int, ...]]]
) -> None:
    """Markers count before or after the full stop, in lists, tables and any script, not in code."""
    assert cited(text) == expected


def test_spans_are_of_the_text_shown() -> None:
    """A span includes markers inside the sentence, and excludes markers after it and bullets."""
    shown, sentences = read(["- 👍🏽 One [1, 2] fact [9].\n- Two. [3]"])
    spans = [shown[sentence.start : sentence.end] for sentence in sentences]
    assert spans == ["👍🏽 One [1][2] fact.", "Two."]


def test_a_sentence_is_given_out_when_the_next_begins() -> None:
    """A sentence is emitted when the next one begins."""
    markers, sentences = MarkerReader(SOURCES), SentenceReader()
    assert sentences.feed(markers.feed("Dr. Smith knows. [1] Yet")) == []
    assert [each.text for each in sentences.feed(markers.feed(" he"))] == ["Dr. Smith knows."]
    assert [each.text for each in sentences.feed(markers.feed(" errs. Now it"))] == ["Yet he errs."]


@pytest.mark.parametrize(
    ("text", "counts"),
    [("Paris is big.", True), ("Hello there!", False), ("# A longer heading", False),
     ("今天天气很好。", True), ("|---|---|---|", False), ("- three small words", True)],
)  # fmt: skip
def test_which_sentences_count(text: str, counts: bool) -> None:
    """Sentences of at least three words count; headings do not."""
    assert [sentence.counts for sentence in read([text])[1]] == [counts]


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("These are the rules:\n- Dogs wear a lead [1].", [False, True]),
        ("**These are the rules:**\n\n1. Dogs wear a lead [1].", [False, True]),
        ("规则有以下几条：\n- Dogs wear a lead [1].", [False, True]),
        ("The park has four rules: dogs wear a lead.", [True]),
        ("These are the rules [1]:\n- Dogs wear a lead.", [True, True]),
        ("These are the rules: [1]\n- Dogs wear a lead.", [True, True]),
        ("| Name | Size | Price |\n|---|:-:|--:|\n| Oak | 2 m | 30 € | [1]", [False, False, True]),
        ("| Name | Size | Price [1] |\n|---|---|---|\n| Oak | 2 m | 30 € |", [True, False, True]),
        ("Rules of the park\n=====\n\nDogs wear a lead.", [False, False, True]),
        ("Dogs wear a lead.\n---\nCats do not care.", [True, False, True]),
        ("Dogs wear a lead\n- cats do not care", [True, True]),
        ("Dogs wear a lead\n-\n", [True]),
    ],
)
def test_what_leads_to_the_rest_needs_no_source(text: str, counts: list[bool]) -> None:
    """A line that ends in a colon, and the head of a table, count only if they cite something."""
    whole = [sentence.counts for sentence in read([text])[1]]
    assert whole == [sentence.counts for sentence in read(list(text))[1]] == counts


@pytest.mark.parametrize(
    "unit",
    ["e.g. ", "a\n", "word ", "A. ", "- x\n", "。", "[1] ", "[1]\n", "```\n", "-", "-|", "a:\n"],
)
def test_no_answer_takes_quadratic_time(unit: str) -> None:
    """Long runs of any unit do not take quadratic time."""
    assert read([unit * 20_000 + "x"])[0].endswith("x")


def test_text_without_an_end_is_cut() -> None:
    """Text without a full stop is emitted in parts, so that it is never held as a whole."""
    reader = SentenceReader()
    given = [
        sentence
        for _ in range(50)
        for sentence in reader.feed(Reading("word without an end " * 100))
    ]
    assert given
    assert max(sentence.end - sentence.start for sentence in given) <= 20_001


@pytest.mark.parametrize("blank", [" ", "\n", "\t\n"])
def test_a_flood_of_blanks_takes_linear_time(blank: str) -> None:
    """Blanks without end, before a sentence and between two, take linear time."""
    flood = blank * 60_000
    _, found = read([flood, "One fact [1].", flood, "Another one [2]."])
    assert [sentence.text.strip() for sentence in found] == ["One fact.", "Another one."]
    assert [sentence.sources for sentence in found] == [(1,), (2,)]


def test_a_quotation_that_begins_a_fence_does_not_lose_its_markers() -> None:
    """A marker in a fenced block, as behind a quotation that opens one, cites the code before."""
    reader = SentenceReader()
    found = reader.feed(Reading("```sh quoth serve [1]", (Marker(18, 21, 1),)))
    found += reader.feed(Reading("\n\nIt starts. [2]", (Marker(33, 36, 2),)))
    found += reader.finish()
    assert [(each.text, each.sources) for each in found] == [
        ("sh quoth serve", (1,)),
        ("It starts.", (2,)),
    ]
    assert [(each.start, each.end) for each in found] == [(3, 17), (23, 33)]


def test_a_fence_begins_only_where_a_line_does() -> None:
    """Backticks behind a marker that begins a line are no fence."""
    assert cited("[1]``` x\nThen [2].") == [("``` x", (1,)), ("Then.", (2,))]
