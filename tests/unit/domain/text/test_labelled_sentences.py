"""Sentences of many languages, divided as a reader would divide them."""

import pytest

from domain.text.sentences import sentence_spans
from tests.support.labelled_sentences import agreement, labelled_texts, languages

# the harmonic mean of precision and recall, in per cent, below which a change made it worse
FLOORS = {
    "develop": dict.fromkeys(languages(), 100),
    "held_out": dict.fromkeys(languages(), 85),
}


@pytest.mark.parametrize("half", FLOORS)
@pytest.mark.parametrize("language", languages())
def test_sentences_are_those_that_a_reader_marked(half: str, language: str) -> None:
    """Boundaries agree with the marked ones at least as well as when they were measured."""
    found = agreement(sentence_spans, labelled_texts(half, language))
    assert 100 * found.f1 >= FLOORS[half][language], found.wrong


def test_the_languages_have_enough_texts() -> None:
    """The languages with most readers have 25 texts or more, half of them held out."""
    for language in ("de", "en", "es", "fr", "it", "nl", "pt"):
        halves = [labelled_texts(half, language) for half in FLOORS]
        assert sum(map(len, halves)) >= 25
        assert not {each.text for each in halves[0]} & {each.text for each in halves[1]}
