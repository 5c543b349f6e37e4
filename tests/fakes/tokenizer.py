"""A tokenizer without a vocabulary: words and punctuation marks."""

import re
from collections.abc import Sequence

from application.ports.tokenizer import Tokenizer
from domain.documents.chunks import TokenSpans

_TOKEN = re.compile(r"\w+|[^\w\s]")


class WordTokenizer(Tokenizer):
    """Takes every word and every other visible character as a token.

    An emoji is four tokens that share its span, like its bytes in a real vocabulary. Record:
    `texts`, every text that it received.
    """

    def __init__(self) -> None:
        self.texts: list[str] = []

    async def token_spans(self, text: str) -> TokenSpans:
        """Return the spans of words and marks."""
        self.texts.append(text)
        return _spans(text)

    async def count(self, texts: Sequence[str]) -> list[int]:
        """Return the number of words and marks in each text."""
        self.texts += texts
        return [len(_spans(text)) for text in texts]


def _spans(text: str) -> list[tuple[int, int]]:
    return [
        match.span()
        for match in _TOKEN.finditer(text)
        for _ in range(4 if match[0] > "\uffff" and len(match[0]) == 1 else 1)
    ]
