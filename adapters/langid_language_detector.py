"""Detects languages with py3langid, a naive Bayes classifier over byte n-grams."""

import asyncio
import re
from collections import defaultdict
from functools import cached_property
from importlib import resources
from typing import Any

from application.ports.language_detector import LanguageDetector

SAMPLE_CHARACTERS = 10_000  # a longer sample is slower and gives the same result

# Texts of 5 to 40 words in 33 languages: from this probability on, 97 of 100 are right. What is
# below are mostly names, numbers and a few words that several languages have.
MIN_PROBABILITY = 0.5
# Where no language is expected, a guess is better than none: a text that says so little is short.
MIN_GUESS = 0.15
MIN_LEAD = 2.0  # how much more probable it is than the next one
# Danish and Norwegian, or Indonesian and Malay, share most of their words: how much better the
# text has to fit a language than the expected one.
MIN_RATIO = 5.0

NO_LANGUAGE = "zxx"  # the classifier's name for texts such as numbers
CODE_LENGTH = 2  # of ISO 639-1
# Both written languages of Norway have one stemmer, and a short text seldom tells which it is.
SAME_LANGUAGE = {"nn": "no"}

_NOT_PROSE = re.compile(
    r"(?ms)"
    r"^[ \t]*(?P<fence>`{3,}|~{3,})[^\n]*\n.*?(?:^[ \t]*(?P=fence)|\Z)"
    r"|`[^`\n]{1,200}`"
    r"|\b[a-z]{2,10}://\S+"
    r"|[!-~]{40,}"
)


class LangidLanguageDetector(LanguageDetector):
    """Classifies a sample from the beginning and the middle of a text."""

    def __init__(self, forced: str = "") -> None:
        """Detect languages, or return `forced` (an ISO 639-1 code) for every text if it is set."""
        self._forced = forced

    async def detect(self, text: str, expected: str | None = None) -> str | None:
        """Return a language that is probable by itself, otherwise the expected one."""
        return self._forced or await asyncio.to_thread(self._classify, text, expected)

    def _classify(self, text: str, expected: str | None) -> str | None:
        found: dict[str, float] = defaultdict(float)
        for language, probability in self._identifier.rank(_sample(text)):
            found[SAME_LANGUAGE.get(language, language)] += float(probability)
        best, second = sorted(found, key=found.__getitem__, reverse=True)[:2]
        probability = found[best]
        if expected is None:
            is_clear = probability >= MIN_PROBABILITY or (
                probability >= max(MIN_GUESS, MIN_LEAD * found[second])
            )
        else:
            is_clear = probability >= max(MIN_PROBABILITY, MIN_RATIO * found[expected])
        return best if is_clear and best != NO_LANGUAGE else expected

    @cached_property
    def _identifier(self) -> Any:  # the library has no types
        from py3langid.langid import MODEL_FILE, LanguageIdentifier

        model = resources.files("py3langid") / MODEL_FILE
        identifier = LanguageIdentifier.from_modelpath(str(model), norm_probs=True)
        identifier.set_languages(
            [each for each in identifier.labels if len(each) == CODE_LENGTH or each == NO_LANGUAGE]
        )
        return identifier


def _sample(text: str) -> str:
    prose = _NOT_PROSE.sub(" ", text)
    if len(prose) <= SAMPLE_CHARACTERS:
        return prose
    half, middle = SAMPLE_CHARACTERS // 2, len(prose) // 2
    return prose[:half] + prose[middle:][:half]
