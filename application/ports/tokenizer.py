"""The port for counting and locating tokens."""

from collections.abc import Sequence
from typing import Protocol

from domain.documents.chunks import TokenSpans


class Tokenizer(Protocol):
    """Cuts text into the tokens that chunk sizes and context windows are counted in."""

    async def token_spans(self, text: str) -> TokenSpans:
        """Return each token's place in the text, in code points; special tokens left out."""
        ...

    async def count(self, texts: Sequence[str]) -> list[int]:
        """Return the number of tokens of each text; special tokens left out."""
        ...
