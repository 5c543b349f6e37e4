"""Waiting for the work on a document: the same for both kinds of client."""

from typing import TypeVar

from msgspec import structs

from quoth.errors import ProcessingFailed
from quoth.events import DocumentErrorEvent, DocumentEvent
from quoth.types import Document

Stored = TypeVar("Stored", bound=Document)

_UNDER_WAY = {"pending", "processing"}


def is_under_way(document: Document) -> bool:
    """Return whether a worker makes something of the document."""
    return document.status in _UNDER_WAY


def check(event: DocumentEvent) -> None:
    """Raise what an event says that went wrong.

    Raises:
        ProcessingFailed: If the work ended without a document.
    """
    if isinstance(event, DocumentErrorEvent):
        raise ProcessingFailed(event.error, event.code, event.document_id)


def updated(stored: Stored, document: Document) -> Stored:
    """Return the response to an upload with what the document is now."""
    return structs.replace(stored, **structs.asdict(document))
