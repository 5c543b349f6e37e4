"""Documents and uploads."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from uuid import UUID

from domain.documents.metadata import NO_LABELS, Labels, Metadata
from domain.documents.parts import Part, PartKind
from domain.errors import InvalidInput

MAX_TEXT_BYTES = 20 * 1024 * 1024
"""The largest text of a document, in UTF-8. A larger one takes too much memory to divide."""

MAX_NAMES = 200
"""The most names under which the same bytes are stored. Whoever lists a document reads them all."""


class DocumentStatus(StrEnum):
    """Where a document stands. Only the chunks of a processed one can be found."""

    PENDING = "pending"
    PROCESSING = "processing"
    PROCESSED = "processed"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Upload:
    """An uploaded file, which lies on disk. Whoever made the file deletes it.

    Attributes:
        filename: Its name. It may be a relative path; it is never used as one.
        path: Where its bytes are, for as long as it is ingested.
        size: The number of its bytes.
        sha256: The SHA-256 digest of its bytes, in hex.
    """

    filename: str
    path: Path
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file inside a file, such as an attachment of a mail: its name and its bytes."""

    filename: str
    content: bytes


@dataclass(frozen=True, slots=True)
class ExtractedText:
    """The text of an upload as a person reads it.

    Attributes:
        text: The text. Headings, lists, tables and code are written as in Markdown, unless the file
            is plain text.
        notes: What was assumed, read as something else or left out, in sentences for people.
        metadata: What the file says about itself.
        title: The title that the file states; None if it states none.
        media_type: What the content of the file is, whatever its name says.
        parts: Its parts, such as pages, in reading order; none for formats without parts.
        attachments: The files in it, which become documents of their own.
    """

    text: str
    notes: tuple[str, ...] = ()
    metadata: Metadata = field(default_factory=dict)
    title: str | None = None
    media_type: str = "text/plain"
    parts: tuple[Part, ...] = ()
    attachments: tuple[Attachment, ...] = ()

    @property
    def pages(self) -> int | None:
        """The number of its pages; None for formats without pages."""
        return sum(part.kind is PartKind.PAGE for part in self.parts) or None


@dataclass(frozen=True, slots=True)
class Document:
    """A document without its text.

    Attributes:
        filename: The first of its names.
        file_size: The size of the upload in bytes.
        content_sha256: The SHA-256 digest of the uploaded bytes, in hex: the document's identity.
        total_chunks: The number of chunks; 0 until the document is processed.
        processing_seconds: The duration of the processing; None until it succeeded.
        error_message: Why the last attempt to process it failed; None unless it did.
        error_code: The code of that error.
        language: The ISO 639-1 code of the document's language; None if unknown.
        notes: What was assumed or left out when the file was read, in sentences for people.
        other_names: The further names under which the same bytes were uploaded, in that order.
        metadata: What the file says about itself, such as the front matter of Markdown.
        media_type: What the content of the file is, whatever its name says.
        title: The title that the file states, or else its first heading; None without either.
        pages: The number of its pages; None for formats without pages.
        version: Which version of the document this is, from 1.
        external_id: The name under which its content is replaced, such as a path or URL. A document
            without one is identified by its bytes.
        labels: What clients have said of it.
        limited_to: The groups that it is limited to itself, whatever its collections are; none
            if it has no limit of its own.
    """

    id: UUID
    filename: str
    file_size: int
    content_sha256: str
    status: DocumentStatus
    uploaded_at: datetime
    total_chunks: int = 0
    processing_seconds: float | None = None
    error_message: str | None = None
    error_code: str | None = None
    language: str | None = None
    notes: tuple[str, ...] = ()
    other_names: tuple[str, ...] = ()
    metadata: Metadata = field(default_factory=dict, hash=False)
    media_type: str = "text/plain"
    title: str | None = None
    pages: int | None = None
    version: int = 1
    external_id: str | None = None
    labels: Labels = NO_LABELS
    limited_to: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """All names, in the order of their uploads."""
        return (self.filename, *self.other_names)

    def also_named(self, name: str) -> "Document":
        """Return this with a further name, under which the same bytes were uploaded.

        Raises:
            InvalidInput: If it has as many names as it may have.
        """
        if len(self.names) >= MAX_NAMES:
            raise InvalidInput(
                f"The same content is here under {MAX_NAMES} names, which is as many as it may"
                " have: it is found, but not under this one."
            )
        return replace(self, other_names=(*self.other_names, name))

    @property
    def shown_title(self) -> str | None:
        """The title that a client gave it, or else that of the file."""
        return self.labels.title or self.title

    @property
    def shown_metadata(self) -> Metadata:
        """What the file says about itself, and what clients gave instead of it or beside it."""
        return {**self.metadata, **self.labels.metadata}
