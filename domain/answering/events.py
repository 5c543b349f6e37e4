"""The events of one answer, in the order in which clients see them.

AnswerStarted, SourcesFound, any number of AnswerDelta with CitationAdded between them, then exactly
one of AnswerFinished and AnswerFailed. An answer that ends early may lack the events before its
end.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import TypeAlias
from uuid import UUID

from domain.answering.answer_limits import NO_LIMITS, AnswerLimits
from domain.citations.citation import Citation, SentenceSpan
from domain.conversation.message import (
    AbstentionReason,
    FailedModel,
    FinishReason,
    HistoryMessage,
    Message,
    TextFormat,
    Timings,
    Usage,
)
from domain.documents.document_filter import DocumentFilter
from domain.retrieval.passages import Passage
from domain.retrieval.policy import NO_SEARCH_LIMITS, SearchLimits
from domain.retrieval.trace import TracedPassage


@dataclass(frozen=True, slots=True)
class AnswerTask:
    """A question to answer.

    Attributes:
        text: The question as the user asked it.
        history: The newest messages of its session before it, oldest first.
        answer: The answer to write, still empty.
        within: Which documents it is asked of; None if of all.
        model: The name of the model that is to answer it; None means the default one.
        limits: Where the answer ends at the latest.
        search: Which of the passages found may be used.
    """

    text: str
    history: tuple[HistoryMessage, ...]
    answer: Message
    within: DocumentFilter | None = None
    model: str | None = None
    limits: AnswerLimits = NO_LIMITS
    search: SearchLimits = NO_SEARCH_LIMITS


@dataclass(frozen=True, slots=True)
class AnswerStarted:
    """The question was accepted.

    Attributes:
        question: The text that was searched for.
        cached: Whether the answer comes from the cache.
    """

    message_id: UUID
    question: str
    cached: bool


@dataclass(frozen=True, slots=True)
class SourcesFound:
    """The passages that the answer draws on.

    Attributes:
        sources: The passages; `[n]` in the answer is the n-th, from 1.
        confidence: The estimated probability that the passages found answer the question, 0 to 1.
        considered: The trace of the search.
    """

    sources: tuple[Passage, ...]
    confidence: float | None = None
    considered: tuple[TracedPassage, ...] = ()


@dataclass(frozen=True, slots=True)
class AnswerDelta:
    """The next piece of the answer's text.

    Attributes:
        source: Set if the piece is the marker `[source]`.
        format: How the text has to be shown; the same for all pieces of an answer.
    """

    content: str
    source: int | None = None
    format: TextFormat = TextFormat.MARKDOWN


@dataclass(frozen=True, slots=True)
class CitationAdded:
    """A sentence of the answer has a citation."""

    citation: Citation


@dataclass(frozen=True, slots=True)
class AnswerFinished:
    """The answer ended and is saved.

    Attributes:
        reason: Why the question was not answered; None if it was.
        groundedness: The share of the answer's sentences that a verified citation supports, 0 to
            1; None if no sentence should have a source, for an abstention and after a
            cancellation.
        supported: The number of sentences that a verified citation supports; None for an abstention
            and after a cancellation.
        sentences: The number of sentences that should have a source; None for an abstention and
            after a cancellation.
        unsupported: Those of them that no verified citation supports, in order.
        model: The name of the model that wrote the answer; None if none was asked.
        fallback_from: The models that failed before it, in order.
    """

    message_id: UUID
    finish_reason: FinishReason
    usage: Usage
    timings: Timings
    reason: AbstentionReason | None = None
    groundedness: float | None = None
    supported: int | None = None
    sentences: int | None = None
    unsupported: tuple[SentenceSpan, ...] = ()
    model: str | None = None
    fallback_from: tuple[FailedModel, ...] = ()

    def without(self, lost: Collection[SentenceSpan]) -> "AnswerFinished":
        """Return the end of the answer after these of its sentences have lost their support."""
        if not lost or self.supported is None or not self.sentences:
            return self
        supported = self.supported - len(lost)
        return replace(
            self,
            supported=supported,
            groundedness=supported / self.sentences,
            unsupported=tuple(sorted({*self.unsupported, *lost})),
        )


@dataclass(frozen=True, slots=True)
class AnswerFailed:
    """The answer broke off. `partial` says whether some of its text is saved."""

    message_id: UUID
    error: str
    code: str
    partial: bool


AnswerEnd: TypeAlias = AnswerFinished | AnswerFailed
AnswerEvent: TypeAlias = AnswerStarted | SourcesFound | AnswerDelta | CitationAdded | AnswerEnd

TERMINAL_EVENTS = (AnswerFinished, AnswerFailed)
