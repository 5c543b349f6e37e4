"""The wire types of documents."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import Struct
from msgspec.structs import asdict

from application.documents.put_document import PutChange, PutResult
from application.documents.remove_document import RemovalReceipt
from domain.documents.chunks import Chunk
from domain.documents.document import Document, DocumentStatus
from domain.documents.highlights import Highlight
from domain.documents.languages import LANGUAGES
from entrypoints.api.openapi import says


class DocumentView(Struct):
    """An uploaded document. Only documents with the status `processed` are searched.

    `names` are all names under which the same bytes were uploaded, in that order; `filename` is the
    first of them. `language` is a code of ISO 639-1, or null if it is unknown. `notes` say what was
    assumed when the file was read, such as its encoding, and what was left out of its text.
    `metadata` is what the file says about itself, such as the front matter of Markdown: text and
    lists of text by their names; those of a group are `group.name`. An attachment names its `mail`
    there, and a mail its `attachments`. `media_type` is what the content is, whatever the name
    says. `title` is the title that the file states, or else its first heading. `pages` is null for
    formats without pages. `version` counts from 1. `external_id` is the name under which its
    content is replaced, or null if its bytes identify it. A processed document with an
    `error_message` is what it was before its next version failed.
    """

    document_id: UUID
    filename: str
    names: list[str]
    file_size: int
    status: DocumentStatus
    total_chunks: int
    processing_time: str | None
    uploaded_at: datetime
    content_sha256: str
    error_message: str | None
    language: str | None
    notes: list[str]
    metadata: dict[str, str | list[str]]
    media_type: str
    title: str | None
    pages: int | None
    version: int
    external_id: str | None

    @classmethod
    def of(cls, document: Document) -> "DocumentView":
        """Return the wire type of a document."""
        seconds = document.processing_seconds
        return cls(
            document_id=document.id,
            filename=document.filename,
            names=list(document.names),
            file_size=document.file_size,
            status=document.status,
            total_chunks=document.total_chunks,
            processing_time=None if seconds is None else f"{seconds:.2f}s",
            uploaded_at=document.uploaded_at,
            content_sha256=document.content_sha256,
            error_message=document.error_message,
            language=document.language,
            notes=list(document.notes),
            metadata={
                name: value if isinstance(value, str) else list(value)
                for name, value in document.metadata.items()
            },
            media_type=document.media_type,
            title=document.title,
            pages=document.pages,
            version=document.version,
            external_id=document.external_id,
        )


class PutView(DocumentView, kw_only=True):
    """The document under a name, and what putting content there changed of it.

    With the status `pending` it is shown as a worker will make it.
    """

    change: PutChange

    @classmethod
    def of_result(cls, result: PutResult) -> "PutView":
        """Return the wire type of a result."""
        shown = DocumentView.of(result.document)
        return cls(**asdict(shown), change=result.change)


class HighlightView(Struct):
    """Where words stand on a page: its number, from 1, and a rectangle for each line of them.

    A rectangle is left, bottom, right, top, in points of 1/72 inch from the page's bottom left.
    """

    page: int
    rectangles: list[tuple[float, float, float, float]]

    @classmethod
    def of(cls, highlight: Highlight) -> "HighlightView":
        """Return the wire type of a highlight."""
        return cls(highlight.page, list(highlight.rectangles))


class DocumentChanges(Struct, forbid_unknown_fields=True):
    """What to change of a document: its language, a code of ISO 639-1, or null if it is unknown."""

    language: Annotated[str | None, says(enum=[*sorted(LANGUAGES), None])]


class ChunkView(Struct):
    """A chunk. Its offsets are code points in the document's text, end exclusive."""

    chunk_index: int
    content: str
    token_count: int
    char_start: int
    char_end: int

    @classmethod
    def of(cls, chunk: Chunk) -> "ChunkView":
        """Return the wire type of a chunk."""
        return cls(chunk.index, chunk.content, chunk.token_count, chunk.char_start, chunk.char_end)


class RemovalView(Struct):
    """The number of chunks and cached answers that were deleted.

    No chunks are deleted with a name if the document has others.
    """

    document_id: UUID
    deleted_chunks: int
    deleted_cached_answers: int

    @classmethod
    def of(cls, receipt: RemovalReceipt) -> "RemovalView":
        """Return the wire type of a receipt."""
        return cls(receipt.document_id, receipt.deleted_chunks, receipt.deleted_cached_answers)
