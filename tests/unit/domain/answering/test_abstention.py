"""The marker with which a chat model abstains."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.answering.abstention import MARK, MarkReader


def read(*pieces: str) -> tuple[str, bool]:
    """Return the visible text of a reply, and whether it has the marker."""
    reader = MarkReader()
    text = "".join(map(reader.feed, pieces)) + reader.finish()
    return text, reader.found


@pytest.mark.parametrize(
    ("reply", "shown"),
    [
        ("[no answer] Nothing is said of it.", "Nothing is said of it."),
        (" \n[No Answer]\nNothing.", "Nothing."),
        ("[no answer]", ""),
    ],
)
def test_the_mark_is_taken_off(reply: str, shown: str) -> None:
    """The marker is removed in any case, and the rest is shown."""
    assert read(reply) == (shown, True)
    assert read(*reply) == (shown, True)


@pytest.mark.parametrize("reply", ["", "  ", "[no", "[no answers here", "It says [no answer]."])
def test_anything_else_is_shown_as_it_is(reply: str) -> None:
    """Part of the marker, other words, or the marker after other text is shown as text."""
    assert read(reply) == (reply, False)
    assert read(*reply) == (reply, False)


@given(st.lists(st.sampled_from(["[no", " ", "answer", "]", "[NO ANSWER]", "x", "\n"]), max_size=8))
def test_the_pieces_make_no_difference(pieces: list[str]) -> None:
    """However a reply is divided, the same text is shown."""
    assert read(*pieces) == read("".join(pieces))


def test_text_that_cannot_be_the_mark_is_not_held_back() -> None:
    """Text is released at the first letter that differs from the marker."""
    reader = MarkReader()
    assert reader.feed(MARK[:4]) == ""
    assert reader.feed("d") == MARK[:4] + "d"
    assert reader.feed("[no") == "[no"
