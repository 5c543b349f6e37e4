"""An answer that is being written, cut into parts: a few events each, stored as they come.

What is stored of an answer only grows until its end: text, stream, citations. So the parts one
after the other are the answer, wherever they are cut.
"""

from dataclasses import dataclass, replace
from uuid import UUID

from domain.citations.citation import Citation
from domain.conversation.message import AnswerMetadata, Message, documents_of
from domain.retrieval.passages import Passage
from domain.retrieval.trace import TracedPassage


@dataclass(frozen=True, slots=True)
class AnswerPart:
    """What an answer has gained since the part before.

    Attributes:
        number: Its place among the parts of the answer, from 0.
        content: The text.
        stream: The order of its events, in the encoding of `domain.answering.record`.
        citations: The citations.
        sources: All sources; None if they are those from before.
        considered: The trace of the search; None if it is that from before.
        metadata: All metadata; None if it is that from before.
        last: Whether the answer has ended, and is stored with its end. Such a part has nothing
            else.
    """

    answer_id: UUID
    number: int
    content: str = ""
    stream: tuple[int, ...] = ()
    citations: tuple[Citation, ...] = ()
    sources: tuple[Passage, ...] | None = None
    considered: tuple[TracedPassage, ...] | None = None
    metadata: AnswerMetadata | None = None
    last: bool = False

    @property
    def document_ids(self) -> frozenset[UUID]:
        """The documents that the part draws on, or that its search considered."""
        return documents_of(self.sources or (), self.citations, self.considered or ())


@dataclass(frozen=True, slots=True)
class PartPlace:
    """A place in an answer: before the part with this number."""

    answer_id: UUID
    number: int = 0


def grown(answer: Message, part: AnswerPart) -> Message:
    """Return an answer with its next part."""
    return replace(
        answer,
        content=answer.content + part.content,
        stream=answer.stream + part.stream,
        citations=answer.citations + part.citations,
        sources=answer.sources if part.sources is None else part.sources,
        considered=answer.considered if part.considered is None else part.considered,
        metadata=answer.metadata if part.metadata is None else part.metadata,
    )


def unwritten(answer: Message) -> Message:
    """Return an answer as it was before its first part."""
    return Message(
        answer.id,
        answer.session_id,
        answer.role,
        "",
        answer.created_at,
        finish_reason=answer.finish_reason,
        within=answer.within,
    )
