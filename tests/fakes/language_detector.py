"""A language detector that knows a few common words."""

from application.ports.language_detector import LanguageDetector

COMMON_WORDS = {
    "en": {"the", "and", "of", "is", "are", "in"},
    "de": {"der", "die", "das", "und", "ist", "sind"},
}


class CommonWordDetector(LanguageDetector):
    """Detects the language that has most of its common words in a text."""

    async def detect(self, text: str, expected: str | None = None) -> str | None:
        """Return en or de, or the expected language if the text has no common word of either."""
        words = text.lower().split()
        counts = {
            language: sum(word in common for word in words)
            for language, common in COMMON_WORDS.items()
        }
        best = max(counts, key=lambda language: counts[language])
        return best if counts[best] else expected
