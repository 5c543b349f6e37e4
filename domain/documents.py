"""Documents, the chunks that they are cut into, and the vectors that stand for chunks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias
from uuid import UUID

Embedding: TypeAlias = Sequence[float]
"""One vector of unit length."""

TokenSpans: TypeAlias = Sequence[tuple[int, int]]
"""Each token's (start, end) in code points of the text, end exclusive, in reading order.

Tokens that share one character (the bytes of an emoji) share its span."""


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


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of a document: `text[char_start:char_end] == content`, in code points."""

    index: int
    content: str
    char_start: int
    char_end: int
    token_count: int


@dataclass(frozen=True, slots=True)
class EmbeddedChunk:
    """A chunk with one embedding for each window of it that the embedder reads at a time."""

    chunk: Chunk
    windows: tuple[Embedding, ...]
