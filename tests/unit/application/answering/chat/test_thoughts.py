"""Thoughts that a server leaves in a reply."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from application.answering.chat.thoughts import ThoughtFilter


def read(*pieces: str) -> str:
    """Return the reply in these pieces."""
    thoughts = ThoughtFilter()
    return "".join([*map(thoughts.feed, pieces), thoughts.finish()])


@pytest.mark.parametrize(
    ("written", "reply"),
    [
        ("<think>\nHm, <b> or </b>?\n</think>\n\nYes.", "Yes."),
        (" \n<think></think>Yes.", "Yes."),
        ("<think>Hm", ""),
        ("<think>Hm</thin", ""),
        ("<thin", "<thin"),
        ("  Yes.", "  Yes."),
        ("Yes <think>no</think>.", "Yes <think>no</think>."),
        ("<thinking>Yes.", "<thinking>Yes."),
        ("", ""),
    ],
)
def test_only_thoughts_at_the_beginning_are_removed(written: str, reply: str) -> None:
    """Thoughts begin a reply; the same words later belong to it."""
    assert read(written) == reply


@given(
    st.lists(st.sampled_from(["<think>", "</think>", "<", "th", "ink>", " ", "a", "/"]), max_size=9)
)
def test_the_size_of_the_pieces_makes_no_difference(pieces: list[str]) -> None:
    """A reply is the same in any pieces."""
    assert read(*pieces) == read("".join(pieces)) == read(*"".join(pieces))
