"""The port for reading documents."""

from typing import Protocol
from uuid import UUID

from domain.documents.chunks import Chunk
from domain.documents.document import Document, DocumentStatus
from domain.paging import Page, PageRequest


class DocumentCatalog(Protocol):
    """Reads stored documents. A document whose processing was cut off reads as failed.

    Every method raises DatabaseUnavailable if the database is not reachable.
    """

    async def get(self, document_id: UUID) -> Document:
        """Return one document.

        Raises:
            DocumentNotFound: If there is none with this id.
        """
        ...

    async def list(
        self,
        page: PageRequest,
        status: DocumentStatus | None = None,
        filename: str | None = None,
    ) -> Page[Document]:
        """Return documents, newest first. All conditions that are given have to hold.

        Args:
            page: Which page.
            status: Only documents with this status.
            filename: Only documents whose whole name matches this pattern, with the syntax of
                `PassageFilter.filename`.
        """
        ...

    async def chunks(self, document_id: UUID) -> tuple[Chunk, ...]:
        """Return a document's chunks in reading order.

        Raises:
            DocumentNotFound: If there is none with this id.
        """
        ...
