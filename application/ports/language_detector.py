"""The port for detecting languages."""

from typing import Protocol


class LanguageDetector(Protocol):
    """Detects the language of texts."""

    async def detect(self, text: str, expected: str | None = None) -> str | None:
        """Return the ISO 639-1 code of a text's main language.

        Args:
            text: The text. Code, addresses and encoded data in it do not count.
            expected: The language that most texts around it have: an unclear text is taken to have
                it too, and so is one that fits a similar language little better.

        Returns:
            A code; None if the text is unclear and no language is expected.
        """
        ...
