"""The port for counting and locating tokens."""

from collections.abc import Sequence
from typing import Protocol

from domain.documents.chunks import TokenSpans


class Tokenizer(Protocol):
    """Divides text into the tokens in which chunk sizes and context windows are counted."""

    async def token_spans(self, text: str) -> TokenSpans:
        """Return the span of each token in the text, in code points, without special tokens."""
        ...

    async def count(self, texts: Sequence[str]) -> list[int]:
        """Return the number of tokens of each text, without special tokens."""
        ...
