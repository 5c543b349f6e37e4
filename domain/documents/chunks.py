"""The chunks of a document, and their embeddings."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from domain.documents.marks import Mark
from domain.text.structure.blocks import NOTHING, Context

Embedding: TypeAlias = Sequence[float]
"""A vector of unit length."""


TokenSpans: TypeAlias = Sequence[tuple[int, int]]
"""Each token's (start, end) in code points of the text, end exclusive, in reading order.

Tokens that share one character (the bytes of an emoji) share its span."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """A part of a document: `text[char_start:char_end] == content`, in code points.

    Attributes:
        context: What stands above it: headings, and the header of the table that it continues.
        marks: Where in it pages, sections and the like begin, and those that it begins in.
    """

    index: int
    content: str
    char_start: int
    char_end: int
    token_count: int
    context: Context = NOTHING
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class EmbeddedChunk:
    """A chunk with one embedding for each of its windows.

    Attributes:
        model: The name of the model of the embeddings.
    """

    chunk: Chunk
    windows: tuple[Embedding, ...]
    model: str


def mean(windows: Sequence[Embedding]) -> Embedding:
    """Return the normalised mean of the vectors of a text's windows."""
    sums = [sum(each) for each in zip(*windows, strict=True)]
    length = math.hypot(*sums) or 1.0
    return tuple(each / length for each in sums)
