"""Builders of small documents."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from application.identifiers import new_id
from domain.documents.chunks import Chunk, EmbeddedChunk, Embedding
from domain.documents.document import Document, DocumentStatus
from tests.support.databases import DIMENSION, MODEL


def a_document(text: str, filename: str = "notes.txt") -> Document:
    """Return a new document with this text, ready to be claimed."""
    content = text.encode()
    return Document(
        id=new_id(),
        filename=filename,
        file_size=len(content),
        content_sha256=hashlib.sha256(content).hexdigest(),
        status=DocumentStatus.PROCESSING,
        uploaded_at=datetime.now(UTC),
    )


def processed(document: Document, chunks: Sequence[EmbeddedChunk]) -> Document:
    """Return a document as it is after processing."""
    return replace(
        document,
        status=DocumentStatus.PROCESSED,
        total_chunks=len(chunks),
        processing_seconds=0.5,
        notes=("It was read as Windows-1252.", "One place is wrong."),
        pages=3,
        metadata={"title": "Herons", "tags": ("bird", "pond"), "odd": "'\"\n"},
    )


def embedded(index: int, content: str, *windows: Embedding) -> EmbeddedChunk:
    """Return a chunk with its windows."""
    return EmbeddedChunk(Chunk(index, content, 0, len(content), 1), windows, MODEL)


def unit(axis: int, lean: float = 0.0) -> Embedding:
    """Return a unit vector along an axis, whose next component is `lean`."""
    vector = [0.0] * DIMENSION
    vector[axis] = (1.0 - lean**2) ** 0.5
    vector[(axis + 1) % DIMENSION] = lean
    return tuple(vector)
