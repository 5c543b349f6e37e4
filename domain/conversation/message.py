"""The messages of a session."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from itertools import chain
from uuid import UUID

from domain.citations.citation import Citation, SentenceSpan
from domain.documents.document_filter import DocumentFilter
from domain.errors import MessageEmpty, MessageTooLong
from domain.retrieval.passages import Passage
from domain.retrieval.trace import TracedPassage
from domain.text.storable import storable

MAX_MESSAGE_LENGTH = 32_000  # characters


class MessageRole(StrEnum):
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


class TextFormat(StrEnum):
    """How the text of an answer has to be shown.

    MARKDOWN is the writing of a chat model. LITERAL is words of the documents, of which no
    character is markup.
    """

    MARKDOWN = "markdown"
    LITERAL = "literal"


class AbstentionReason(StrEnum):
    """Why a question was not answered."""

    NO_DOCUMENTS = "no_documents"
    NOTHING_RELEVANT = "nothing_relevant"
    NOT_ANSWERED_BY_PASSAGES = "not_answered_by_passages"


@dataclass(frozen=True, slots=True)
class Usage:
    """The tokens that a language model counted for one answer; None if it did not say."""

    prompt_tokens: int | None = 0
    completion_tokens: int | None = 0

    @classmethod
    def unknown(cls) -> "Usage":
        """Return the usage of an answer whose tokens nobody counted."""
        return cls(None, None)


@dataclass(frozen=True, slots=True)
class Timings:
    """The duration of each part, in milliseconds; None for a part that did not run.

    Attributes:
        embed: Embedding the question, and for a follow-up what else is searched for.
        rewrite: Rewriting a follow-up question with a chat model.
        search: Searching, and for a follow-up finding out whether it stands alone.
        first_token: From the start of the answer to the first piece of its text.
        total: From the start of the answer to its end.
    """

    embed: float | None = None
    rewrite: float | None = None
    search: float | None = None
    first_token: float | None = None
    total: float | None = None


@dataclass(frozen=True, slots=True)
class FailedModel:
    """A model that failed before its first piece, so that another one wrote the answer.

    Attributes:
        model: Its name.
        code: The stable code of the failure.
        reason: What happened, as a sentence.
    """

    model: str
    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class AnswerMetadata:
    """What clients receive with an answer beside its text, sources and citations.

    Attributes:
        question: The question as it was searched for; None before the answer has started.
        cached: The value of `AnswerStarted.cached`.
        format: How the text has to be shown.
        timings: The duration of each part.
        confidence: The estimated probability that the passages found answer the question, 0 to 1.
        reason: Why the question was not answered; None if it was.
        groundedness: The share of the answer's sentences that a verified citation supports, 0 to
            1; None if no sentence should have a source, or if unknown.
        supported: The number of sentences that a verified citation supports; None if unknown.
        sentences: The number of sentences that should have a source; None if unknown.
        unsupported: Those of them that no verified citation supports; empty if unknown.
        error: The error message that was sent when the answer broke off; None if none was sent.
        code: The stable code of that error.
        model: The name of the model that wrote the answer; None if none was asked.
        fallback_from: The models that failed before it, in order.
    """

    question: str | None = None
    cached: bool = False
    format: TextFormat = TextFormat.MARKDOWN
    timings: Timings = field(default=Timings())
    confidence: float | None = None
    reason: AbstentionReason | None = None
    groundedness: float | None = None
    supported: int | None = None
    sentences: int | None = None
    unsupported: tuple[SentenceSpan, ...] = ()
    error: str | None = None
    code: str | None = None
    model: str | None = None
    fallback_from: tuple[FailedModel, ...] = ()


@dataclass(frozen=True, slots=True)
class HistoryMessage:
    """An earlier message of a session, as far as an answer depends on it."""

    role: MessageRole
    content: str


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a session.

    Attributes:
        finish_reason: How the answer ended; None for a question, and for an answer that is
            still being written.
        sources: The passages that the answer draws on; `[n]` in its text is the n-th, from 1.
        citations: The citations of the answer.
        stream: The order of its events, in the encoding of `domain.answering.record`.
        metadata: What else clients receive with the answer.
        considered: The trace of its search; empty in a list of messages.
        within: Which documents a question was asked of; None if all were, or if who reads it may
            not see that.
        withheld: Whether the answer rests on documents that who reads it may not read. It has no
            text then, and no sources.
    """

    id: UUID
    session_id: UUID
    role: MessageRole
    content: str
    created_at: datetime
    finish_reason: FinishReason | None = None
    sources: tuple[Passage, ...] = field(default=())
    citations: tuple[Citation, ...] = field(default=())
    usage: Usage = field(default=Usage())
    stream: tuple[int, ...] = ()
    metadata: AnswerMetadata = field(default=AnswerMetadata())
    considered: tuple[TracedPassage, ...] = field(default=())
    within: DocumentFilter | None = None
    withheld: bool = False

    @property
    def document_ids(self) -> frozenset[UUID]:
        """The documents that the answer draws on, and those that its search considered."""
        return documents_of(self.sources, self.citations, self.considered)


def documents_of(
    sources: Iterable[Passage], citations: Iterable[Citation], considered: Iterable[TracedPassage]
) -> frozenset[UUID]:
    """Return the documents that these are passages of."""
    named = chain[Passage | Citation | TracedPassage](sources, citations, considered)
    return frozenset(each.place.document_id for each in named)


def quoted_by(messages: Iterable[Message]) -> frozenset[UUID]:
    """Return the documents that answers draw on."""
    return frozenset[UUID]().union(
        *(documents_of(each.sources, each.citations, ()) for each in messages)
    )


def withheld(message: Message) -> Message:
    """Return an answer as those see it who may not read what it rests on."""
    return Message(
        message.id,
        message.session_id,
        message.role,
        "",
        message.created_at,
        message.finish_reason,
        withheld=True,
    )


def checked_question(text: str) -> str:
    """Return a question as it is stored and answered.

    Raises:
        MessageEmpty: If it is blank.
        MessageTooLong: If it has over 32,000 characters.
    """
    question = storable(text)
    if not question.strip():
        raise MessageEmpty
    if len(question) > MAX_MESSAGE_LENGTH:
        raise MessageTooLong(
            f"The message has {len(question):,} characters and may have {MAX_MESSAGE_LENGTH:,}:"
            " shorten the question."
        )
    return question


def newest_history(
    messages: Sequence[HistoryMessage], most_bytes: int
) -> tuple[HistoryMessage, ...]:
    """Return the last two messages, and as many before them as fit together with them.

    Args:
        messages: The messages, oldest first.
        most_bytes: The most bytes of their texts, in UTF-8.
    """
    count = size = 0
    for message in reversed(messages):
        size += len(message.content.encode())
        if count >= 2 and size > most_bytes:  # noqa: PLR2004 - an exchange
            break
        count += 1
    return tuple(messages[len(messages) - count :])
