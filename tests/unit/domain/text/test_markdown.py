"""The words of Markdown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.text.markdown import cells, plain_text

PIECES = st.sampled_from(
    ["|", "\\", "\\|", "[", "](", ")", "!", "a b", "\n", " ", "<br>", "<b>", "`", '"', "(", "[x] "]
)
TEXTS = st.lists(PIECES, max_size=30).map("".join) | st.text(max_size=60)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("see [the manual](https://example.com/a_(b)) first", "see the manual first"),
        ('![a heron](heron.png "The heron") nests', "a heron nests"),
        (r"snake\_case and 5 \* 3", "snake_case and 5 * 3"),
        ("one<br>two<br/>three <b>bold</b>", "one two three bold"),
        ("[x] a task", "a task"),
        ("x<sup>2</sup> and a < b", "x<sup>2</sup> and a < b"),
        ("[1] and (this)", "[1] and (this)"),
    ],
)
def test_markup_is_taken_off_words(text: str, plain: str) -> None:
    """Links, images, escapes, line breaks and simple tags leave their words."""
    assert plain_text(text) == plain


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("| a | b c |", ["a", "b c"]),
        ("a | b", ["a", "b"]),
        ("| a || c |", ["a", "c"]),
        (r"| a \| b | c |", [r"a \| b", "c"]),
        ("| a |\n| b |", ["a", "b"]),
        ("| a | a |", ["a", "a"]),
        ("no row", []),
    ],
)
def test_a_row_is_divided_into_cells(row: str, expected: list[str]) -> None:
    """Pipes divide a row, escaped ones do not, and empty cells are left out."""
    assert [row[start:end] for start, end in cells(row)] == expected


@given(TEXTS)
def test_no_word_is_lost(text: str) -> None:
    """Cells are in order and trimmed, and hold everything but pipes and white space."""
    spans = list(cells(text))
    assert spans == sorted(spans)
    found = "".join(text[start:end] for start, end in spans)
    assert all(text[start:end] == text[start:end].strip() for start, end in spans)
    if "|" in text:
        assert sum(map(found.count, "ab")) == sum(map(text.count, "ab"))


@pytest.mark.parametrize(
    "unit", ["[", "](", "[a](", "[a](b", '[a](b "', "\\", "|", "<br", "(", "\n"]
)
def test_no_text_takes_quadratic_time(unit: str) -> None:
    """Long runs of any unit do not take quadratic time."""
    text = unit * 100_000
    assert len(plain_text(text)) <= len(text)
    assert len(list(cells(text))) <= len(text)
