"""Detects languages with py3langid, a naive Bayes classifier over byte n-grams."""

import asyncio
from functools import cached_property
from importlib import resources
from typing import Any

from application.ports.language_detector import LanguageDetector

SAMPLE_CHARACTERS = 10_000  # a longer sample is slower and gives the same result
MIN_PROBABILITY = 0.8


class LangidLanguageDetector(LanguageDetector):
    """Classifies a sample from the beginning and the middle of a text."""

    def __init__(self, forced: str = "") -> None:
        """Detect languages, or return `forced` (an ISO 639-1 code) for every text if it is set."""
        self._forced = forced

    async def detect(self, text: str) -> str | None:
        """Return the language's ISO 639-1 code, or None if the probability is too low."""
        return self._forced or await asyncio.to_thread(self._classify, text)

    def _classify(self, text: str) -> str | None:
        middle = len(text) // 2
        half = SAMPLE_CHARACTERS // 2
        sample = text if len(text) <= SAMPLE_CHARACTERS else text[:half] + text[middle:][:half]
        language, probability = self._identifier.classify(sample)
        return str(language) if probability >= MIN_PROBABILITY else None

    @cached_property
    def _identifier(self) -> Any:  # the library has no types
        from py3langid.langid import MODEL_FILE, LanguageIdentifier

        model = resources.files("py3langid") / MODEL_FILE
        return LanguageIdentifier.from_modelpath(str(model), norm_probs=True)
