"""The port for telling languages apart."""

from typing import Protocol


class LanguageDetector(Protocol):
    """Tells which language a text is written in."""

    async def detect(self, text: str) -> str | None:
        """Return the ISO 639-1 code of a text's main language, or None if it cannot be told."""
        ...
