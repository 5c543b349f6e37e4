"""The port for writing documents."""

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from application.ports.document_claims import Claim
from domain.documents.chunks import EmbeddedChunk
from domain.documents.document import Document


class DocumentStore(Protocol):
    """Stores documents. Each method is one transaction, committed when it returns.

    What can be found is changed by a few callers at a time. The others wait in their order, and
    hold up nobody who reads.
    """

    async def add(
        self, claim: Claim, document: Document, text: str, chunks: Sequence[EmbeddedChunk]
    ) -> None:
        """Store the text and chunks of the claimed document and make it searchable, at once.

        What was added under this claim already is left as it is.

        Args:
            claim: The claim on the document.
            document: The document as it is read from now on: processed, with its number of chunks.
            text: Its text.
            chunks: Its chunks, in any order.

        Raises:
            DocumentRemoved: If the document was removed.
            ClaimLost: If the claim has ended otherwise; what took its place is left as it is.
            DatabaseUnavailable: If the database is not reachable; nothing was stored.
        """
        ...

    async def remove(self, document_id: UUID) -> int:
        """Remove a document with all that belongs to it, and return how many chunks it had.

        Raises:
            DocumentNotFound: If there is none with this id.
            DatabaseUnavailable: If the database is not reachable.
        """
        ...
