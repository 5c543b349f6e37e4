"""The chunks of a document, and their embeddings."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

Embedding: TypeAlias = Sequence[float]
"""A vector of unit length."""


TokenSpans: TypeAlias = Sequence[tuple[int, int]]
"""Each token's (start, end) in code points of the text, end exclusive, in reading order.

Tokens that share one character (the bytes of an emoji) share its span."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """A part of a document: `text[char_start:char_end] == content`, in code points."""

    index: int
    content: str
    char_start: int
    char_end: int
    token_count: int


@dataclass(frozen=True, slots=True)
class EmbeddedChunk:
    """A chunk with one embedding for each of its windows."""

    chunk: Chunk
    windows: tuple[Embedding, ...]
