"""Quotations in an answer and the exact places that they come from."""

from dataclasses import dataclass
from uuid import UUID, uuid5


@dataclass(frozen=True, slots=True)
class Citation:
    """A quotation: `cited_text` is `text[char_start:char_end]` of its document when verified.

    `answer_start` and `answer_end` bound the sentence of the answer that it supports. All
    offsets are code points, end exclusive. `source_id` counts the answer's sources from 1.
    """

    citation_id: UUID
    source_id: int
    document_id: UUID
    filename: str
    char_start: int
    char_end: int
    cited_text: str
    answer_start: int
    answer_end: int
    verified: bool
    page: int | None = None


def citation_id(message_id: UUID, number: int) -> UUID:
    """Return the identifier of an answer's n-th citation: the same in every replay of it."""
    return uuid5(message_id, f"citation {number}")


def groundedness(sentences: int, supported: int) -> float | None:
    """Return the share of an answer's sentences that a verified citation supports.

    Args:
        sentences: How many of its sentences count (see `domain.citations.cited_sentences`).
        supported: How many of those have a verified citation.

    Returns:
        0 to 1; None for an answer without such sentences.

    Raises:
        ValueError: If more are supported than there are, or either is negative.
    """
    if not 0 <= supported <= sentences:
        raise ValueError("the supported sentences are some of the sentences")
    return supported / sentences if sentences else None
