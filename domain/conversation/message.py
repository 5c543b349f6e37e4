"""Sessions and the messages in them."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from domain.citations.citation import Citation
from domain.retrieval.passages import Passage
from domain.retrieval.trace import TracedPassage

MAX_MESSAGE_LENGTH = 32_000  # characters


class Role(StrEnum):
    """Who speaks."""

    USER = "user"
    ASSISTANT = "assistant"


class FinishReason(StrEnum):
    """How an answer ended."""

    STOP = "stop"
    LENGTH = "length"
    ABSTAINED = "abstained"
    CANCELLED = "cancelled"
    INTERRUPTED = "interrupted"
    ERROR = "error"


class AbstentionReason(StrEnum):
    """Why a question was not answered."""

    NO_DOCUMENTS = "no_documents"
    NOTHING_RELEVANT = "nothing_relevant"
    NOT_ANSWERED_BY_PASSAGES = "not_answered_by_passages"


@dataclass(frozen=True, slots=True)
class Usage:
    """The tokens that a language model counted for one answer."""

    prompt_tokens: int = 0
    completion_tokens: int = 0


@dataclass(frozen=True, slots=True)
class Timings:
    """How long each part took, in milliseconds; None for a part that did not run."""

    embed: float | None = None
    search: float | None = None
    first_token: float | None = None
    total: float | None = None


@dataclass(frozen=True, slots=True)
class AnswerMetadata:
    """What the clients of an answer were told beside its text, its sources and its citations.

    Attributes:
        question: The question as it was searched; None before the answer was started.
        cached: Whether the answer was given from memory.
        timings: How long each part took.
        confidence: How sure the search was that its passages answer, 0 to 1.
        reason: Why the question was not answered; None if it was.
        groundedness: The share of the answer's sentences that a verified citation supports, 0 to
            1; None if it has none that should have a source.
        supported: How many of those sentences there are; None if unknown.
        sentences: How many sentences should have a source; None if unknown.
        error: What clients were told when it broke off; None unless they were told.
        code: The stable name of that error.
    """

    question: str | None = None
    cached: bool = False
    timings: Timings = field(default=Timings())
    confidence: float | None = None
    reason: AbstentionReason | None = None
    groundedness: float | None = None
    supported: int | None = None
    sentences: int | None = None
    error: str | None = None
    code: str | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a session.

    Attributes:
        finish_reason: How the answer ended; None for a question, and for an answer that is
            still being written.
        sources: The passages that the answer drew on; `[n]` in its text is the n-th, from 1.
        citations: The quotations that were established in it.
        stream: The order in which it was streamed, as `domain.answering.record` writes it.
        metadata: What else its clients were told.
        considered: What its search had to choose its sources from; empty in a history.
    """

    id: UUID
    session_id: UUID
    role: Role
    content: str
    created_at: datetime
    finish_reason: FinishReason | None = None
    sources: tuple[Passage, ...] = field(default=())
    citations: tuple[Citation, ...] = field(default=())
    usage: Usage = field(default=Usage())
    stream: tuple[int, ...] = ()
    metadata: AnswerMetadata = field(default=AnswerMetadata())
    considered: tuple[TracedPassage, ...] = field(default=())
