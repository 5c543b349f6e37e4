"""The port for detecting languages."""

from typing import Protocol


class LanguageDetector(Protocol):
    """Detects the language of texts."""

    async def detect(self, text: str) -> str | None:
        """Return the ISO 639-1 code of a text's main language, or None if it is unclear."""
        ...
