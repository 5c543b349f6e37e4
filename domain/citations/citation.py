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


@dataclass(frozen=True, slots=True)
class Grounding:
    """How many of an answer's sentences a verified citation supports.

    Attributes:
        supported: The sentences that a verified citation supports.
        sentences: The sentences that should have a source (see `domain.citations.cited_sentences`).
    """

    supported: int
    sentences: int

    def __post_init__(self) -> None:
        """Refuse a miscount.

        Raises:
            ValueError: If more sentences are supported than there are, or either is negative.
        """
        if not 0 <= self.supported <= self.sentences:
            raise ValueError("the supported sentences are some of the sentences")

    @property
    def groundedness(self) -> float | None:
        """The share of the sentences that are supported; None without sentences."""
        return self.supported / self.sentences if self.sentences else None

    def with_sentence(self, *, supported: bool) -> "Grounding":
        """Return the grounding with one more sentence."""
        return Grounding(self.supported + supported, self.sentences + 1)
