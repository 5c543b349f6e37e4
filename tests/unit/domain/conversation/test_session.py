"""Titles of sessions, from the first question or from the user."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.conversation.session import MAX_TITLE_LENGTH, clean_title, default_title
from domain.errors import TitleEmpty, TitleTooLong


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
    """A long question is cut at a word, if possible, and ends with an ellipsis."""
    assert default_title(question) == title


@given(st.text(max_size=300))
def test_every_title_fits_its_line(question: str) -> None:
    """A title fits its length and one line, and only an empty question has an empty title."""
    title = default_title(question)
    assert len(title) <= MAX_TITLE_LENGTH
    assert title.splitlines() in ([title], [])
    assert bool(title) == bool(question.strip())
    assert " ".join(question.split()).startswith(title.removesuffix("…"))


@pytest.mark.parametrize(
    ("text", "title"),
    [("Pumps", "Pumps"), (" The\n old\tpumps\0 ", "The old pumps"), (" x" * 100, "x " * 99 + "x")],
    ids=["short", "white space and a NUL", "longer than what a question leaves"],
)
def test_a_given_title_is_tidied_and_not_cut(text: str, title: str) -> None:
    """A given title is put on one line and not shortened."""
    assert clean_title(text) == title


@pytest.mark.parametrize("text", ["", " \n\t", "\0", " \0 "])
def test_a_given_title_has_something_in_it(text: str) -> None:
    """A title of white space and NULs alone is refused."""
    with pytest.raises(TitleEmpty):
        clean_title(text)


def test_a_given_title_has_a_limit() -> None:
    """A title may have 200 characters after cleaning; a longer one is refused with both numbers."""
    assert clean_title("  " + "x" * 200 + "\n") == "x" * 200
    with pytest.raises(TitleTooLong, match=r"201 characters and may have 200"):
        clean_title("x" * 201)
