"""The events of one answer, in the order in which a client sees them.

AnswerStarted, SourcesFound, AnswerDelta… with CitationAdded… between them, then exactly one of
AnswerFinished, AnswerFailed
"""

from dataclasses import dataclass
from typing import TypeAlias
from uuid import UUID

from domain.citations.citation import Citation
from domain.conversation.message import AbstentionReason, FinishReason, Message, Timings, Usage
from domain.retrieval.passages import Passage
from domain.retrieval.trace import TracedPassage


@dataclass(frozen=True, slots=True)
class AnswerTask:
    """A question to be answered.

    Attributes:
        text: The question as the user put it.
        history: The messages before it in its session, oldest first.
        answer: The answer yet to be written, as far as it was begun.
    """

    text: str
    history: tuple[Message, ...]
    answer: Message


@dataclass(frozen=True, slots=True)
class AnswerStarted:
    """The question was taken. `question` is what will be searched.

    `cached` says that the answer is remembered, or is being written for the same question asked
    elsewhere. Should that one fail, an answer is made all the same.
    """

    message_id: UUID
    question: str
    cached: bool


@dataclass(frozen=True, slots=True)
class SourcesFound:
    """The passages that the answer draws on; `[n]` in the answer is the n-th, from 1.

    `confidence` is how sure the search was that they answer, 0 to 1; `considered` is what it had
    to choose from.
    """

    sources: tuple[Passage, ...]
    confidence: float | None = None
    considered: tuple[TracedPassage, ...] = ()


@dataclass(frozen=True, slots=True)
class AnswerDelta:
    """The next piece of the answer's text. `source` is set if it is the marker `[source]`."""

    content: str
    source: int | None = None


@dataclass(frozen=True, slots=True)
class CitationAdded:
    """A quotation was established."""

    citation: Citation


@dataclass(frozen=True, slots=True)
class AnswerFinished:
    """The answer ended and is saved.

    Attributes:
        reason: Why the question was not answered; None if it was.
        groundedness: The share of the answer's sentences that a verified citation supports, 0 to
            1; None if none should have a source.
        supported: The number of those sentences; None for an abstention.
        sentences: The number of sentences that should have a source; None for an abstention.
    """

    message_id: UUID
    finish_reason: FinishReason
    usage: Usage
    timings: Timings
    reason: AbstentionReason | None = None
    groundedness: float | None = None
    supported: int | None = None
    sentences: int | None = None


@dataclass(frozen=True, slots=True)
class AnswerFailed:
    """The answer broke off. `partial` says whether text of it was kept."""

    message_id: UUID
    error: str
    code: str
    partial: bool


AnswerEnd: TypeAlias = AnswerFinished | AnswerFailed
AnswerEvent: TypeAlias = AnswerStarted | SourcesFound | AnswerDelta | CitationAdded | AnswerEnd

TERMINAL_EVENTS = (AnswerFinished, AnswerFailed)
