"""The wire types: exactly what clients send and see."""

from collections.abc import Container
from datetime import datetime
from typing import Generic, Literal, Self, TypeVar
from uuid import UUID

from msgspec import UNSET, Struct, UnsetType

from application.documents.remove_document import RemovalReceipt
from domain.answering.record import markers_of
from domain.citations.citation import Citation
from domain.citations.markers import Marker
from domain.conversation.message import AbstentionReason, FinishReason, Message, Role, Timings
from domain.conversation.session import ChatSession
from domain.documents.chunks import Chunk
from domain.documents.document import Document, DocumentStatus
from domain.paging import Page
from domain.retrieval.passages import Passage
from entrypoints.api.places import PlaceView, place_fields

Item = TypeVar("Item")


class Problem(Struct):
    """What went wrong (RFC 9457). `code` is stable; `detail` is for people."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    request_id: str
    retry_after: int | UnsetType = UNSET


class Listing(Struct, Generic[Item]):
    """A page of a list; pass `next_cursor` as `cursor` for the page that follows."""

    items: list[Item]
    next_cursor: str | None


class DocumentView(Struct):
    """A document."""

    document_id: UUID
    filename: str
    file_size: int
    status: DocumentStatus
    total_chunks: int
    processing_time: str | None
    uploaded_at: datetime
    content_sha256: str
    error_message: str | None

    @classmethod
    def of(cls, document: Document) -> "DocumentView":
        """Show a document."""
        seconds = document.processing_seconds
        return cls(
            document_id=document.id,
            filename=document.filename,
            file_size=document.file_size,
            status=document.status,
            total_chunks=document.total_chunks,
            processing_time=None if seconds is None else f"{seconds:.2f}s",
            uploaded_at=document.uploaded_at,
            content_sha256=document.content_sha256,
            error_message=document.error_message,
        )


class ChunkView(Struct):
    """A chunk; offsets are code points of the document's text, end exclusive."""

    chunk_index: int
    content: str
    token_count: int
    char_start: int
    char_end: int

    @classmethod
    def of(cls, chunk: Chunk) -> "ChunkView":
        """Show a chunk."""
        return cls(chunk.index, chunk.content, chunk.token_count, chunk.char_start, chunk.char_end)


class RemovalView(Struct):
    """What went with a deleted document."""

    document_id: UUID
    deleted_chunks: int
    deleted_cached_answers: int

    @classmethod
    def of(cls, receipt: RemovalReceipt) -> "RemovalView":
        """Show a receipt."""
        return cls(receipt.document_id, receipt.deleted_chunks, receipt.deleted_cached_answers)


class SourceView(PlaceView, kw_only=True):
    """A passage that an answer draws on; `[source_id]` in the answer refers to it."""

    source_id: int
    chunk_index: int
    similarity: float
    content: str

    @classmethod
    def of(cls, source_id: int, passage: Passage) -> "SourceView":
        """Show a passage under its number."""
        return SourceView(
            **place_fields(passage.place),
            source_id=source_id,
            chunk_index=passage.chunk_index,
            similarity=round(passage.similarity, 4),
            content=passage.content,
        )


class CitationView(PlaceView, kw_only=True):
    """A quotation. When `verified`, it is exactly that span of the document's text.

    `marker_start` and `marker_end` bound the marker `[source_id]` in the answer that it stands
    behind; they are null where none is shown. `gone` says that the document has been deleted since:
    the quotation is what is left of it.
    """

    citation_id: UUID
    source_id: int
    cited_text: str
    answer_start: int
    answer_end: int
    marker_start: int | None
    marker_end: int | None
    verified: bool
    gone: bool

    @classmethod
    def of(cls, citation: Citation, gone: Container[UUID] = ()) -> Self:
        """Show a citation; `gone` are the documents that have been deleted."""
        return cls(
            **place_fields(citation.place),
            citation_id=citation.citation_id,
            source_id=citation.source_id,
            cited_text=citation.cited_text,
            answer_start=citation.answer_start,
            answer_end=citation.answer_end,
            marker_start=citation.marker_start,
            marker_end=citation.marker_end,
            verified=citation.verified,
            gone=citation.place.document_id in gone,
        )


class MarkerView(Struct):
    """A marker `[source_id]` in an answer, at these code points, end exclusive."""

    start: int
    end: int
    source_id: int

    @classmethod
    def of(cls, marker: Marker) -> "MarkerView":
        """Show a marker."""
        return cls(marker.start, marker.end, marker.source)


class SessionCreated(Struct):
    """A new session."""

    session_id: UUID
    created_at: datetime


class SessionView(Struct):
    """A session, apart from its messages."""

    session_id: UUID
    created_at: datetime
    updated_at: datetime
    title: str | None

    @classmethod
    def of(cls, session: ChatSession) -> "SessionView":
        """Show a session."""
        return cls(session.id, session.created_at, session.updated_at, session.title)


class RenameRequest(Struct, forbid_unknown_fields=True):
    """Another title for a session: 1 to 200 characters once its white space is tidied."""

    title: str


class MessageView(Struct):
    """A message of a session. `finish_reason` is null while an answer is being written.

    `markers` are the citation markers in `content`: other brackets in it are text. `reason` says
    why an answer abstained; `supported` of its `sentences` have a verified citation, which is a
    share of `groundedness`; `confidence` is how sure the search was of its sources; `cached` says
    whether the answer came from memory.
    """

    message_id: UUID
    role: Role
    content: str
    created_at: datetime
    finish_reason: FinishReason | None
    citations: list[CitationView]
    sources: list[SourceView]
    markers: list[MarkerView]
    reason: AbstentionReason | None
    groundedness: float | None
    supported: int | None
    sentences: int | None
    confidence: float | None
    cached: bool

    @classmethod
    def of(cls, message: Message, gone: Container[UUID]) -> "MessageView":
        """Show a message; `gone` are the documents that have been deleted."""
        return cls(
            message_id=message.id,
            role=message.role,
            content=message.content,
            created_at=message.created_at,
            finish_reason=message.finish_reason,
            citations=[CitationView.of(citation, gone) for citation in message.citations],
            sources=[SourceView.of(n, passage) for n, passage in enumerate(message.sources, 1)],
            markers=[MarkerView.of(marker) for marker in markers_of(message)],
            reason=message.metadata.reason,
            groundedness=rounded(message.metadata.groundedness),
            supported=message.metadata.supported,
            sentences=message.metadata.sentences,
            confidence=rounded(message.metadata.confidence),
            cached=message.metadata.cached,
        )


class ConversationView(SessionView):
    """A session with its messages, oldest first."""

    messages: list[MessageView]


class ChatRequest(Struct, forbid_unknown_fields=True):
    """A question put to a session. `cache` says whether a remembered answer will do."""

    session_id: UUID
    message: str
    cache: bool = True


class AnswerReference(Struct):
    """An answer by its id."""

    message_id: UUID


class TimingsView(Struct):
    """How long each part took, in milliseconds; null for a part that did not run."""

    embed: float | None
    search: float | None
    first_token: float | None
    total: float | None

    @classmethod
    def of(cls, timings: Timings) -> "TimingsView":
        """Show timings to a hundredth of a millisecond."""
        return cls(
            embed=_hundredths(timings.embed),
            search=_hundredths(timings.search),
            first_token=_hundredths(timings.first_token),
            total=_hundredths(timings.total),
        )


class UsageView(Struct):
    """The tokens that the language model counted."""

    prompt_tokens: int
    completion_tokens: int


class HealthView(Struct):
    """Whether the server can answer, part by part."""

    status: Literal["healthy", "unhealthy"]
    database: str
    embedding_service: str
    embedding_dim: int | None
    language_model: str
    version: str


class LivenessView(Struct):
    """The process runs."""

    status: Literal["alive"]


def listing(items: list[Item], page: Page[object]) -> Listing[Item]:
    """Show a page of a list."""
    cursor = page.next_cursor
    return Listing(items, None if cursor is None else str(cursor))


def rounded(value: float | None) -> float | None:
    """Show a share, or that there is none."""
    return None if value is None else round(value, 4)


def _hundredths(milliseconds: float | None) -> float | None:
    return None if milliseconds is None else round(milliseconds, 2)
