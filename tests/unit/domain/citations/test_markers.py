"""Citation markers in a stream."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.citations.markers import Marker, MarkerReader

SOURCES = 3
PIECES = st.sampled_from([
    "[1]", "[9]", "[", "]", "[[", "]]", "1", "3", "0", ",", "-", "–", " ", "  ", "\t", "\n", "\n\n",
    "`", "``", "```", "~~~", "```py\n", "【", "】", "†", "source", "Source 1", "and", "^", "(", ")",
    "word", "Word. ", "👩‍👩‍👧", "שלום", "مرحبا", "١", "e\u0301", "。", ">", "- ", ":",
])  # fmt: skip
TEXTS = st.lists(PIECES, max_size=40).map("".join)


def read(pieces: list[str], sources: int = SOURCES) -> tuple[str, list[Marker]]:
    """Return the visible text and the markers of a stream."""
    reader = MarkerReader(sources)
    readings = [*map(reader.feed, pieces), reader.finish()]
    return "".join(r.text for r in readings), [m for r in readings for m in r.markers]


@given(TEXTS | st.text(max_size=80), st.lists(st.integers(0, 120), max_size=12))
def test_what_is_shown_does_not_depend_on_how_the_stream_was_cut(
    text: str, cuts: list[int]
) -> None:
    """However the stream is divided, the text, the markers and their offsets are the same."""
    edges = [0, *sorted(cuts), len(text)]
    pieces = [text[start:end] for start, end in pairwise(edges)]
    pieces[-1] += text[len("".join(pieces)) :]
    assert read(pieces) == read([text]) == read(list(text))


@given(TEXTS)
def test_each_marker_stands_in_the_text_where_it_is_said_to(text: str) -> None:
    """Markers are ordered code point offsets in the visible text and name existing sources."""
    shown, markers = read(list(text))
    assert all(shown[m.start : m.end] == f"[{m.source}]" for m in markers)
    assert all(1 <= m.source <= SOURCES for m in markers)
    assert all(one.end <= other.start for one, other in pairwise(markers))


@given(TEXTS)
def test_little_is_held_back(text: str) -> None:
    """At most 64 characters wait for the next piece."""
    reader = MarkerReader(SOURCES)
    reader.feed(text)
    assert len(reader.finish().text) <= 64


@given(TEXTS.map(lambda text: text.translate(str.maketrans("", "", "[]【】"))))
def test_a_text_without_brackets_is_shown_as_it_is(text: str) -> None:
    """Text without brackets is not changed."""
    assert read(list(text)) == (text, [])


@pytest.mark.parametrize(
    ("text", "shown", "sources"),
    [
        ("Fact [1].", "Fact [1].", [1]),
        ("Fact [1][3].", "Fact [1][3].", [1, 3]),
        ("Fact [1, 3].", "Fact [1][3].", [1, 3]),
        ("Fact [1,3; 2].", "Fact [1][3][2].", [1, 3, 2]),
        ("Fact [1 and 3].", "Fact [1][3].", [1, 3]),
        ("Fact [1-3].", "Fact [1][2][3].", [1, 2, 3]),
        ("Fact [1–3].", "Fact [1][2][3].", [1, 2, 3]),
        ("Fact [2, 2].", "Fact [2].", [2]),
        ("Fact【1】.", "Fact[1].", [1]),
        ("Fact【1†source】.", "Fact[1].", [1]),
        ("Fact【2:0†L5-L9】.", "Fact[2].", [2]),
        ("事实［２］。", "事实[2]。", [2]),
        ("حقيقة [١].", "حقيقة [1].", [1]),
        ("Fact [[1]].", "Fact [1].", [1]),
        ("Fact [[1], [3]].", "Fact [1][3].", [1, 3]),
        ("Fact [[1][3]].", "Fact [1][3].", [1, 3]),
        ("Fact [^1].", "Fact [1].", [1]),
        ("Fact [Source 1].", "Fact [1].", [1]),
        ("Fact [passages 1 and 3].", "Fact [1][3].", [1, 3]),
        ("Fakt [Quelle 2].", "Fakt [2].", [2]),
        ("👩‍👩‍👧 [1] 👍🏽[2]", "👩‍👩‍👧 [1] 👍🏽[2]", [1, 2]),
        ("word[1]", "word[1]", [1]),
        ("[[1] of them]", "[[1] of them]", [1]),
        ("\\[1\\]", "\\[1\\]", []),
    ],
)
def test_every_way_of_citing_is_shown_in_one_form(
    text: str, shown: str, sources: list[int]
) -> None:
    """Groups, ranges, nested and foreign brackets, labels and digits are normalised to `[n]`."""
    found, markers = read([text])
    assert (found, [marker.source for marker in markers]) == (shown, sources)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Fact [9].", "Fact."),
        ("Fact [0].", "Fact."),
        ("Fact[99].", "Fact."),
        ("Fact 【9†source】 and", "Fact and"),
        ("Fact [7, 8].", "Fact."),
        ("Fact [1, 9].", "Fact [1]."),
        ("Fact [2-9].", "Fact [2][3]."),
        ("Fact [9][1].", "Fact [1]."),
        ("Fact [9] [1].", "Fact [1]."),
        ("Fact [1][9].", "Fact [1]."),
        ("Fact [9][see there].", "Fact [see there]."),
        ("- [9] item\n[8]", "- item\n"),
    ],
)
def test_a_marker_that_names_no_source_is_removed(text: str, shown: str) -> None:
    """A marker without a source is removed with the space before it."""
    assert read([text])[0] == shown


def test_without_sources_every_marker_is_removed() -> None:
    """Without sources every marker is removed."""
    assert read(["One [1]. Two [2, 3]."], sources=0) == ("One. Two.", [])


@pytest.mark.parametrize(
    "text",
    [
        "[1](https://example.com) and [[9]](x)",
        "the interval [0, 1] or [0-5]",
        "[2019] and [12345]",
        "[see 1] [x] [ ] [] [1 2] [a1] [1a]",
        "`a[9]` and ``b`[9]``",
        "```py\na[9]\n[9]\n```",
        "~~~\na[9]\n```\n[9]\n~~~",
        "> ```\n> [9]\n> ```",
        "- ```\n  [9]",
        "````\n```\n[9]\n````",
        "``` [9] ```",
    ],
)
def test_links_intervals_years_prose_and_code_are_no_markers(text: str) -> None:
    """Links, intervals, years, prose and code are left unchanged."""
    assert read(list(text)) == (text, [])


@pytest.mark.parametrize(
    "code", ["`a`", "`` ` ``", "```py\na\n```\n", "~~~\n```\n~~~\n", "`open\n", "```a``` ", "~~ ~"]
)
def test_behind_code_markers_are_markers_again(code: str) -> None:
    """Markers count again after a closing fence, closing backticks or the line of an open span."""
    assert read([code + "x[1][9]"])[0] == code + "x[1]"


@pytest.mark.parametrize(
    ("text", "at_once"),
    [
        ("see [below", "see [below"),
        ("see [2019", "see [2019"),
        ("see [some", "see [some"),
        ("see [so", "see"),
        ("a, b", "a, b"),
        ("see [1", "see"),
        ("see [1, 2 and", "see"),
        ("see [1]", "see"),
        ("see [1].", "see [1]."),
    ],
)
def test_only_what_may_become_a_marker_waits(text: str, at_once: str) -> None:
    """Text after a bracket is held back only while it may still become a marker."""
    assert MarkerReader(SOURCES).feed(text).text == at_once


@pytest.mark.parametrize("unit", ["[", "[1", " ", "[1,", "`", "```\n", "[†", "[[1]", "[sou", "[9]"])
def test_no_answer_takes_quadratic_time(unit: str) -> None:
    """Long runs of any unit do not take quadratic time."""
    shown, markers = read([unit * 30_000 + "x"])
    assert shown.endswith("x")
    assert len(markers) <= 30_000
