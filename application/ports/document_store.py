"""The port for writing documents."""

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from application.ports.document_claims import Claim
from domain.documents.chunks import EmbeddedChunk
from domain.documents.document import Document
from domain.documents.parts import Part


class DocumentStore(Protocol):
    """Stores documents. Each method is one transaction, committed when it returns.

    Only a few callers at a time change what can be found. The others wait in order, and do not
    delay readers.
    """

    async def add(
        self,
        claim: Claim,
        document: Document,
        text: str,
        chunks: Sequence[EmbeddedChunk],
        parts: Sequence[Part] = (),
    ) -> None:
        """Store the text, chunks and parts of the claimed document, and make it searchable.

        All happens in one step. A document that was already added under this claim does not change.

        Args:
            claim: The claim on the document.
            document: The document in its new state: processed, with its number of chunks.
            text: Its text.
            chunks: Its chunks, in any order.
            parts: The parts of its file, in reading order.

        Raises:
            DocumentRemoved: If the document was removed.
            ClaimLost: If the claim has ended in another way; the document does not change.
            EmbeddingModelChanged: If the library is searched with vectors of another model;
                nothing was stored.
            DatabaseUnavailable: If the database is not reachable; nothing was stored.
            OutcomeUnknown: If the connection was lost while the change was being stored.
            InsufficientStorage: If there is no space for it; nothing was stored.
        """
        ...

    async def remove(self, document_id: UUID) -> int:
        """Remove a document with everything that belongs to it, and return its number of chunks.

        Raises:
            DocumentNotFound: If there is none with this id.
            DatabaseUnavailable: If the database is not reachable; nothing was removed.
            OutcomeUnknown: If the connection was lost while the removal was being stored.
        """
        ...

    async def remove_name(self, document_id: UUID, name: str) -> int | None:
        """Remove one name of a document, and the document with its last name.

        If it was the first name, the next one becomes the first.

        Returns:
            The document's number of chunks if it was removed; None if it has other names.

        Raises:
            DocumentNotFound: If there is none with this id.
            NameNotFound: If the document has no such name; nothing was removed.
            DatabaseUnavailable: If the database is not reachable; nothing was removed.
            OutcomeUnknown: If the connection was lost while the change was being stored.
        """
        ...

    async def change_language(self, document_id: UUID, language: str | None) -> None:
        """Set the language of a processed document, and index its words again in the same step.

        If the document has this language already, nothing changes.

        Args:
            document_id: The document.
            language: An ISO 639-1 code; None if the language is unknown.

        Raises:
            DocumentNotFound: If there is none with this id.
            DocumentNotProcessed: If it is not processed; nothing was changed.
            DatabaseUnavailable: If the database is not reachable; nothing was changed.
            OutcomeUnknown: If the connection was lost while the change was being stored.
            InsufficientStorage: If there is no space for it; nothing was changed.
        """
        ...
