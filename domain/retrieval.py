"""What a search finds."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a document that a search found, with the place that it came from.

    Attributes:
        char_start: Where the content begins in the document's text, in code points.
        char_end: Where it ends, exclusive: `text[char_start:char_end] == content`.
        token_count: Its length in tokens of the configured tokenizer.
        similarity: The cosine of its best window and the question, -1 to 1.
        page: The page it stands on, from 1; None for formats without pages.
    """

    document_id: UUID
    filename: str
    chunk_index: int
    content: str
    char_start: int
    char_end: int
    token_count: int
    similarity: float
    page: int | None = None


def above(min_similarity: float, passages: tuple[Passage, ...]) -> tuple[Passage, ...]:
    """Return the passages that are at least so similar, in their order."""
    return tuple(passage for passage in passages if passage.similarity >= min_similarity)
