"""Documents and uploads."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class DocumentStatus(StrEnum):
    """Where a document stands. Only the chunks of a processed one can be found."""

    PENDING = "pending"
    PROCESSING = "processing"
    PROCESSED = "processed"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Upload:
    """An uploaded file. The name is for display only and never used as a path."""

    filename: str
    content: bytes


@dataclass(frozen=True, slots=True)
class ExtractedText:
    """The text of an upload, and what was assumed to read it, in sentences for people."""

    text: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A document without its text.

    Attributes:
        file_size: The size of the upload in bytes.
        content_sha256: The SHA-256 digest of the uploaded bytes, in hex: the document's identity.
        total_chunks: The number of chunks; 0 until the document is processed.
        processing_seconds: The duration of the processing; None until it succeeded.
        error_message: Why the processing failed; None unless it did.
        language: The ISO 639-1 code of the document's language; None if unknown.
        notes: What was assumed when the file was read, in sentences for people.
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
    language: str | None = None
    notes: tuple[str, ...] = ()
