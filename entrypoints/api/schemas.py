"""The wire types: the JSON that clients send and receive."""

from collections.abc import Container
from datetime import datetime
from typing import Annotated, Generic, Literal, TypeVar
from uuid import UUID

from msgspec import UNSET, Struct, UnsetType

from domain.answering.record import markers_of
from domain.conversation.feedback import JudgedAnswer
from domain.conversation.message import (
    MAX_MESSAGE_LENGTH,
    AbstentionReason,
    FinishReason,
    Message,
    MessageRole,
    TextFormat,
    Timings,
)
from domain.conversation.session import MAX_GIVEN_TITLE_LENGTH, ChatSession, ListedSession
from domain.documents.file_format import FileFormat
from domain.paging import Page
from domain.retrieval.embedding_model import CalibrationSource
from entrypoints.api.citation_schemas import CitationView, MarkerView, SentenceView, SourceView
from entrypoints.api.collection_schemas import Within
from entrypoints.api.feedback_schemas import FeedbackView
from entrypoints.api.model_schemas import FailedModelView
from entrypoints.api.openapi import SOME_TEXT, says

Item = TypeVar("Item")


class Problem(Struct):
    """The details of an error (RFC 9457). `code` is stable; `detail` is meant for people."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    request_id: str
    retry_after: int | UnsetType = UNSET


class Listing(Struct, Generic[Item]):
    """A page of a list. Pass `next_cursor` as `cursor` to get the next page; null on the last."""

    items: list[Item]
    next_cursor: str | None


class SessionCreated(Struct):
    """A new session."""

    session_id: UUID
    created_at: datetime


class SessionView(Struct):
    """A session without its messages."""

    session_id: UUID
    created_at: datetime
    updated_at: datetime
    title: str | None
    pinned: bool

    @classmethod
    def of(cls, session: ChatSession) -> "SessionView":
        """Return the wire type of a session."""
        return SessionView(
            session.id, session.created_at, session.updated_at, session.title, session.pinned
        )


class HitView(Struct):
    """Where a session contains the text that was searched for.

    `message_id` is the newest message with it, null if only the title has it. In `excerpt`, one
    line around it, it stands from `start` to `end`, in code points.
    """

    message_id: UUID | None
    excerpt: str
    start: int
    end: int


class ListedSessionView(SessionView):
    """A session in a list. `hit` is null unless the list was searched."""

    hit: HitView | None

    @classmethod
    def of_listed(cls, listed: ListedSession) -> "ListedSessionView":
        """Return the wire type of a session in a list."""
        session, hit = listed.session, listed.hit
        return cls(
            session.id,
            session.created_at,
            session.updated_at,
            session.title,
            session.pinned,
            None if hit is None else HitView(hit.message_id, hit.excerpt, hit.start, hit.end),
        )


class SessionChange(Struct, forbid_unknown_fields=True):
    """What is to change of a session; what is missing stays as it is.

    A title has 1 to 200 characters after white space is normalised. A session that is `pinned` is
    shown before the others.
    """

    title: Annotated[str, says(pattern=SOME_TEXT, maxLength=MAX_GIVEN_TITLE_LENGTH)] | UnsetType = (
        UNSET
    )
    pinned: bool | UnsetType = UNSET


class MessageView(Struct):
    """A message of a session. `finish_reason` is null while an answer is being generated.

    `markers` are the citation markers in `content`; other brackets are plain text. `format` says
    whether `content` is Markdown, or `literal`: words of the documents, of which no character is
    markup. `reason` says why an answer abstained. Of its `sentences`, `supported` have a verified
    citation, and those that are `unsupported` have none; `groundedness` is the ratio. Answers of
    Quoth 0.1 do not name the latter. `confidence` is the estimated probability, 0 to
    1, that its sources answer the question. `cached` says whether the answer comes from the cache.
    `within` says which documents a question was asked of, null if of all, or if it names what one
    may not read. `model` is the name of the model that wrote an answer, null if none was asked;
    `fallback_from` are those that failed before it. An answer is `withheld`, and nothing of it
    shown, if it rests on documents that one may not read.
    """

    message_id: UUID
    role: MessageRole
    content: str
    created_at: datetime
    finish_reason: FinishReason | None
    citations: list[CitationView]
    sources: list[SourceView]
    markers: list[MarkerView]
    format: TextFormat
    reason: AbstentionReason | None
    groundedness: float | None
    supported: int | None
    sentences: int | None
    unsupported: list[SentenceView]
    confidence: float | None
    cached: bool
    within: Within | None
    model: str | None
    fallback_from: list[FailedModelView]
    withheld: bool

    @classmethod
    def of(cls, message: Message, gone: Container[UUID]) -> "MessageView":
        """Return the wire type of a message. `gone` contains the deleted documents."""
        return cls(
            message_id=message.id,
            role=message.role,
            content=message.content,
            created_at=message.created_at,
            finish_reason=message.finish_reason,
            citations=[CitationView.of(citation, gone) for citation in message.citations],
            sources=[SourceView.of(n, each, gone) for n, each in enumerate(message.sources, 1)],
            markers=[MarkerView.of(marker) for marker in markers_of(message)],
            format=message.metadata.format,
            reason=message.metadata.reason,
            groundedness=rounded(message.metadata.groundedness),
            supported=message.metadata.supported,
            sentences=message.metadata.sentences,
            unsupported=[SentenceView.of(each) for each in message.metadata.unsupported],
            confidence=rounded(message.metadata.confidence),
            cached=message.metadata.cached,
            within=Within.of(message.within),
            model=message.metadata.model,
            fallback_from=[FailedModelView.of(each) for each in message.metadata.fallback_from],
            withheld=message.withheld,
        )


class JudgedAnswerView(FeedbackView):
    """Feedback with the answer that it is about.

    `questions` are those of the session up to this answer; the last one is answered.
    """

    questions: list[str]
    answer: MessageView

    @classmethod
    def of_judged(cls, judged: JudgedAnswer, gone: Container[UUID]) -> "JudgedAnswerView":
        """Return the wire type of feedback with its answer. `gone` contains deleted documents."""
        given = judged.feedback
        return cls(
            given.id,
            given.answer_id,
            given.given_at,
            given.verdict,
            [*given.wrong_quotations],
            given.note,
            [*judged.questions],
            MessageView.of(judged.answer, gone),
        )


class ConversationView(SessionView):
    """A session with a page of its messages, oldest first.

    The first page has the newest messages. Pass `next_cursor` as `cursor` to get those before
    them; it is null on the page with the first message. `feedback` is what one said oneself about
    answers on this page.
    """

    messages: list[MessageView]
    next_cursor: str | None
    feedback: list[FeedbackView]


class ChatRequest(Struct, forbid_unknown_fields=True):
    """A question in a session. `cache` says whether a cached answer may be returned.

    `within` says which documents it is asked of; by default of all. A question that follows up on
    another one is asked of the documents that its own `within` names.

    `model` is the name of the model that is to answer, as `GET /api/model/` lists them.
    """

    session_id: UUID
    message: Annotated[str, says(pattern=SOME_TEXT, maxLength=MAX_MESSAGE_LENGTH)]
    cache: bool = True
    within: Within | None = None
    model: str | None = None


class AnswerReference(Struct):
    """A reference to an answer."""

    message_id: UUID


class TimingsView(Struct):
    """The duration of each step in milliseconds; null for a step that did not run.

    `rewrite` is only there if a chat model was asked to rewrite the question. `first_token` and
    `total` are counted from the start of the answer.
    """

    embed: float | None
    search: float | None
    first_token: float | None
    total: float | None
    rewrite: float | UnsetType = UNSET

    @classmethod
    def of(cls, timings: Timings) -> "TimingsView":
        """Return the wire type of timings, rounded to a hundredth of a millisecond."""
        return cls(
            embed=_hundredths(timings.embed),
            search=_hundredths(timings.search),
            first_token=_hundredths(timings.first_token),
            total=_hundredths(timings.total),
            rewrite=UNSET if timings.rewrite is None else round(timings.rewrite, 2),
        )


class UsageView(Struct):
    """The number of tokens, as counted by the language model; null if it did not count them."""

    prompt_tokens: int | None
    completion_tokens: int | None


class HealthView(Struct):
    """Whether the server can answer questions, and the state of each part.

    `embedding_model` is the model of the library's vectors. `embedding_calibration` says where the
    constants come from by which its similarities are judged: `none` means that they are those of
    another model. `embedding_note` is there if another model is configured. `valkey` is null if the
    settings name none; without it the server works, and a problem of it leaves the status as it is.
    So it is with `database_replica` and `milvus`.
    """

    status: Literal["healthy", "unhealthy", "starting"]
    database: str
    embedding_service: str
    embedding_dim: int | None
    embedding_model: str | None
    embedding_calibration: CalibrationSource | None
    embedding_note: str | None
    file_readers: str
    valkey: str | None
    database_replica: str | None
    milvus: str | None
    language_model: str
    version: str


class FormatView(Struct):
    """A format of files that is read. `suffixes` are the usual endings of their names."""

    name: str
    media_type: str
    suffixes: list[str]

    @classmethod
    def of(cls, format_read: FileFormat) -> "FormatView":
        """Return the wire type of a format."""
        return FormatView(format_read.name, format_read.media_type, list(format_read.suffixes))


class FormatList(Struct):
    """All formats that are read."""

    items: list[FormatView]


class LivenessView(Struct):
    """The process is running."""

    status: Literal["alive"]


class ReadinessView(Struct):
    """Whether the server has started and serves requests."""

    status: Literal["ready"]


def listing(items: list[Item], page: Page[object, object]) -> Listing[Item]:
    """Return the wire type of a page."""
    cursor = page.next_cursor
    return Listing(items, None if cursor is None else str(cursor))


def rounded(value: float | None) -> float | None:
    """Return a ratio rounded to four decimal places; None stays None."""
    return None if value is None else round(value, 4)


def _hundredths(milliseconds: float | None) -> float | None:
    return None if milliseconds is None else round(milliseconds, 2)
