"""Quotations in an answer and the exact places that they come from."""

from dataclasses import dataclass
from uuid import UUID, uuid5

from domain.documents.place import Place


@dataclass(frozen=True, slots=True)
class Citation:
    """Words of a document that a sentence of an answer rests on.

    Attributes:
        source_id: The source that it quotes, counted from 1.
        place: Where the words stand. If `verified`, the document's text at this place is
            `cited_text`.
        answer_start: Where the sentence begins in the answer, in code points.
        answer_end: Where it ends, exclusive.
        marker_start: Where the marker `[source_id]` that it stands behind begins in the answer;
            None if none is shown.
        marker_end: Where the marker ends, exclusive.
    """

    citation_id: UUID
    source_id: int
    place: Place
    cited_text: str
    answer_start: int
    answer_end: int
    verified: bool
    marker_start: int | None = None
    marker_end: int | None = None


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
