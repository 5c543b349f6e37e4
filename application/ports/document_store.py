"""The port for writing documents."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from domain.documents.chunks import EmbeddedChunk
from domain.documents.document import Document


@dataclass(frozen=True, slots=True)
class Claim:
    """Who processes some bytes: `granted` says whether the caller does.

    When it is not granted, the document is either processed, or being processed elsewhere.
    """

    document: Document
    granted: bool


class DocumentStore(Protocol):
    """Keeps documents. Each method is one transaction, committed when it returns."""

    async def claim(self, document: Document) -> Claim:
        """Register the document as processing, or return the one that already has its bytes.

        Of several callers with the same bytes exactly one is granted the claim. It lasts for
        30 seconds; claiming one's own document again renews it. A claim that has run out (its
        holder was killed) and a failed document are granted anew, under the document's old id.

        Raises:
            DocumentRemoved: If one's own document was removed meanwhile.
            DatabaseUnavailable: If the database is not reachable.
        """
        ...

    async def add(self, document: Document, text: str, chunks: Sequence[EmbeddedChunk]) -> None:
        """Store the text and chunks of a claimed document and make it searchable, at once.

        `document` is as it shall be read from now on: processed, with its number of chunks.

        Raises:
            DocumentRemoved: If the document was removed meanwhile.
            DatabaseUnavailable: If the database is not reachable; nothing was stored.
        """
        ...

    async def fail(self, document_id: UUID, error_message: str) -> None:
        """Mark a claimed document as failed. It keeps no text and no chunks.

        Raises:
            DatabaseUnavailable: If the database is not reachable.
        """
        ...

    async def remove(self, document_id: UUID) -> int:
        """Remove a document, its text and its chunks, and return how many chunks it had.

        Raises:
            DocumentNotFound: If there is none with this id.
            DatabaseUnavailable: If the database is not reachable.
        """
        ...
