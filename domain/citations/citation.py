"""Citations and groundedness."""

from dataclasses import dataclass
from uuid import UUID, uuid5

from domain.documents.place import Place


@dataclass(frozen=True, slots=True)
class Citation:
    """Words of a document that support a sentence of an answer.

    Attributes:
        source_id: The number of the source that is quoted, from 1.
        place: The place of the words. If `verified`, the document's text at this place is
            `cited_text`.
        answer_start: The start of the sentence in the answer, in code points.
        answer_end: The end of the sentence, exclusive.
        marker_start: The start of the citation's marker `[source_id]` in the answer; None if no
            marker is shown.
        marker_end: The end of the marker, exclusive.
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
    """Return the id of an answer's n-th citation. It is the same in every replay of the answer."""
    return uuid5(message_id, f"citation {number}")


@dataclass(frozen=True, slots=True, order=True)
class SentenceSpan:
    """The characters `start` to `end` of an answer, in code points, end exclusive: a sentence."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Grounding:
    """Which of an answer's sentences a verified citation supports.

    Only those count that should have a source (see `domain.citations.cited_sentences`).

    Attributes:
        supported: The number of sentences that a verified citation supports.
        unsupported: The others, in order.
    """

    supported: int = 0
    unsupported: tuple[SentenceSpan, ...] = ()

    @property
    def sentences(self) -> int:
        """The number of sentences that should have a source."""
        return self.supported + len(self.unsupported)

    @property
    def groundedness(self) -> float | None:
        """The share of the sentences that are supported, 0 to 1; None without sentences."""
        return self.supported / self.sentences if self.sentences else None

    def with_sentence(self, sentence: SentenceSpan, *, supported: bool) -> "Grounding":
        """Return the grounding with one more sentence."""
        if supported:
            return Grounding(self.supported + 1, self.unsupported)
        return Grounding(self.supported, (*self.unsupported, sentence))
