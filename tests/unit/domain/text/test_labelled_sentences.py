"""Sentences of many languages, divided as a reader would divide them."""

import pytest

from domain.citations.cited_sentences import SentenceReader
from domain.citations.markers import Reading
from domain.text.sentences import sentence_spans
from tests.support.labelled_sentences import agreement, labelled_texts, languages

HALVES = ("develop", "held_out")

# the harmonic mean of precision and recall of the boundaries, in per cent: lower is a step back
FLOORS = {"develop": dict.fromkeys(languages(), 100), "held_out": dict.fromkeys(languages(), 100)}
FLOORS["held_out"] |= {"da_sv": 95, "en": 98, "es": 97, "it": 95, "pt": 95}


@pytest.mark.parametrize("half", HALVES)
@pytest.mark.parametrize("language", languages())
def test_sentences_are_those_that_a_reader_marked(half: str, language: str) -> None:
    """Boundaries agree with the marked ones at least as well as they have before."""
    found = agreement(sentence_spans, labelled_texts(half, language))
    assert 100 * found.f1 >= FLOORS[half][language], found.wrong


@pytest.mark.parametrize("language", languages())
def test_a_stream_is_divided_by_the_same_rules(language: str) -> None:
    """An answer that is read character by character has the sentences of the whole text."""
    for half in HALVES:
        for each in labelled_texts(half, language):
            reader = SentenceReader()
            found = [cited for character in each.text for cited in reader.feed(Reading(character))]
            found += reader.finish()
            whole = [each.text[start:end] for start, end in sentence_spans(each.text)]
            assert "\n".join(cited.text for cited in found) in "\n".join(whole)
            assert len(found) == len(whole)


def test_the_languages_have_enough_texts() -> None:
    """The languages with most readers have 25 texts or more, and no text is in both halves."""
    for language in ("de", "en", "es", "fr", "it", "nl", "pt"):
        halves = [{each.text for each in labelled_texts(half, language)} for half in HALVES]
        assert sum(map(len, halves)) >= 25
        assert not halves[0] & halves[1]
