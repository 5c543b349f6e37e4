"""The limits of an answer."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.answering.answer_limits import AnswerLimits, StopReader

TEXTS = st.text("abc", max_size=12)
STOPS = st.lists(st.text("abc", min_size=1, max_size=4), max_size=3)


def read(pieces: list[str], stop: list[str]) -> tuple[str, bool]:
    """Return what is shown of pieces, and whether a stop sequence was found."""
    reader, shown = StopReader(stop), []
    for piece in pieces:
        shown.append(reader.feed(piece))
        if reader.found:
            return "".join(shown), True
    return "".join(shown) + reader.finish(), False


@given(TEXTS, STOPS, st.lists(st.integers(0, 12)))
def test_a_text_is_cut_in_the_same_place_however_it_comes(
    text: str, stop: list[str], cuts: list[int]
) -> None:
    """It ends before the stop sequence that is complete first; without one, it is whole."""
    bounds = [0, *sorted(cut for cut in cuts if cut <= len(text)), len(text)]
    pieces = [text[start:end] for start, end in itertools.pairwise(bounds)]
    complete = [
        (end, end - len(each))
        for end in range(len(text) + 1)
        for each in stop
        if text[:end].endswith(each)
    ]
    expected = text[: min(complete)[1]] if complete else text
    assert read(pieces, stop) == (expected, bool(complete))


@pytest.mark.parametrize(("asked", "tokens"), [(None, 100), (7, 7), (1000, 100)])
def test_a_client_can_shorten_an_answer_and_not_lengthen_it(asked: int | None, tokens: int) -> None:
    """The longest answer of the model holds in any case."""
    assert AnswerLimits(asked).tokens(100) == tokens
