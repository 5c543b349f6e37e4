"""Documents, and the uploads that they come from."""

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
    """A file as it was sent. The name is for display only and never a path."""

    filename: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Document:
    """What is known of a document, apart from its text.

    Attributes:
        file_size: The size of the upload in bytes.
        content_sha256: The digest of the uploaded bytes, in hex: the document's identity.
        total_chunks: The number of chunks; 0 until the document is processed.
        processing_seconds: How long the processing took; None until it ended well.
        error_message: Why it failed; None unless it did.
        language: The ISO 639-1 code of the language that it is written in; None if unknown.
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
