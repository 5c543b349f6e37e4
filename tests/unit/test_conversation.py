"""The title that a session takes from its first question."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.conversation import MAX_TITLE_LENGTH, title_from


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("What is the notice period?", "What is the notice period?"),
        ("  What\n is\tthe   notice period? ", "What is the notice period?"),
        ("x" * 80, "x" * 80),
        ("x" * 81, "x" * 79 + "…"),
        ("word " * 16 + "end", "word " * 14 + "word…"),
        ("a " + "x" * 100, "a…"),
    ],
    ids=["short", "white space", "just fits", "one long word", "many words", "then a long word"],
)
def test_a_title_is_the_question_on_one_line(question: str, title: str) -> None:
    """A long question is cut at a word where it has one, and says so with an ellipsis."""
    assert title_from(question) == title


@given(st.text(max_size=300))
def test_every_title_fits_its_line(question: str) -> None:
    """No title is too long or has a line break, and only an empty question has an empty one."""
    title = title_from(question)
    assert len(title) <= MAX_TITLE_LENGTH
    assert title.splitlines() in ([title], [])
    assert bool(title) == bool(question.strip())
    assert " ".join(question.split()).startswith(title.removesuffix("…"))
