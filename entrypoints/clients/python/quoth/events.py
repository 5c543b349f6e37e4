"""The events of a stream, and the answer that they make together."""

from typing import TypeAlias
from uuid import UUID

from msgspec import Struct, structs

from quoth.errors import AnswerFailed
from quoth.types import Citation, FailedModel, Progress, Sentence, Source, Timings, Usage


class StartEvent(Struct, frozen=True, tag_field="type", tag="start"):
    """The question is being answered; `question` is the text that is searched for."""

    message_id: UUID
    question: str
    cached: bool


class SourcesEvent(Struct, frozen=True, tag_field="type", tag="sources"):
    """The passages that the answer may use."""

    sources: tuple[Source, ...]
    confidence: float | None = None


class ContentEvent(Struct, frozen=True, tag_field="type", tag="content"):
    """The next piece of the answer. With `source_id`, it is the marker `[source_id]`."""

    content: str
    source_id: int | None = None
    format: str = "markdown"


class CitationEvent(Citation, frozen=True, kw_only=True, tag_field="type", tag="citation"):
    """A quotation that supports a sentence of the answer."""


class DoneEvent(Struct, frozen=True, kw_only=True, tag_field="type", tag="done"):
    """The answer ended and is stored. `reason` says why it abstained."""

    message_id: UUID
    finish_reason: str
    usage: Usage
    timings: Timings
    reason: str | None = None
    groundedness: float | None = None
    supported: int | None = None
    sentences: int | None = None
    unsupported: tuple[Sentence, ...] = ()
    model: str | None = None
    fallback_from: tuple[FailedModel, ...] = ()


class ErrorEvent(Struct, frozen=True, tag_field="type", tag="error"):
    """The answer failed. `partial` says whether a part of its text was stored."""

    error: str
    code: str
    message_id: UUID
    partial: bool


AnswerEvent: TypeAlias = (
    StartEvent | SourcesEvent | ContentEvent | CitationEvent | DoneEvent | ErrorEvent
)


class ProgressEvent(Progress, frozen=True, tag_field="type", tag="progress"):
    """How far the work on a document is."""


class DocumentDoneEvent(Struct, frozen=True, tag_field="type", tag="done"):
    """The document is searchable."""

    document_id: UUID
    status: str
    total_chunks: int


class DocumentErrorEvent(Struct, frozen=True, tag_field="type", tag="error"):
    """The work ended without a document."""

    document_id: UUID
    error: str
    code: str


DocumentEvent: TypeAlias = ProgressEvent | DocumentDoneEvent | DocumentErrorEvent


class Answer(Struct, frozen=True, kw_only=True):
    """A whole answer: its text, and what supports it.

    `finish_reason` is `stop`, `length`, `abstained` or `cancelled`. One that abstained says why in
    `reason`; its sources are near, but do not answer the question.
    """

    message_id: UUID
    session_id: UUID | None
    question: str
    content: str
    finish_reason: str
    reason: str | None
    sources: tuple[Source, ...]
    citations: tuple[Citation, ...]
    confidence: float | None
    groundedness: float | None
    supported: int | None
    sentences: int | None
    cached: bool
    usage: Usage
    timings: Timings
    model: str | None = None
    fallback_from: tuple[FailedModel, ...] = ()
    unsupported: tuple[Sentence, ...] = ()


class AnswerParts:
    """Collects the events of one answer."""

    def __init__(self, session_id: UUID | None = None) -> None:
        self._session_id = session_id
        self._start: StartEvent | None = None
        self._found = SourcesEvent((), None)
        self._pieces: list[str] = []
        self._citations: list[Citation] = []

    def add(self, event: AnswerEvent) -> Answer | None:
        """Add the next event, and return the answer with the last one.

        Raises:
            AnswerFailed: If it is the error that ended the answer.
        """
        match event:
            case StartEvent():
                self._start = event
            case SourcesEvent():
                self._found = event
            case ContentEvent():
                self._pieces.append(event.content)
            case CitationEvent():
                self._citations.append(Citation(**structs.asdict(event)))
            case ErrorEvent(error, code, message_id, partial):
                raise AnswerFailed(error, code, message_id, partial=partial)
            case DoneEvent():
                return self._whole(event)
        return None

    def _whole(self, done: DoneEvent) -> Answer:
        return Answer(
            **structs.asdict(done),
            session_id=self._session_id,
            question="" if self._start is None else self._start.question,
            content="".join(self._pieces),
            sources=self._found.sources,
            citations=tuple(self._citations),
            confidence=self._found.confidence,
            cached=self._start is not None and self._start.cached,
        )
