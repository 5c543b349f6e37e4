"""The port for reading documents."""

from collections.abc import Collection
from typing import Protocol
from uuid import UUID

from domain.documents.chunks import Chunk
from domain.documents.document import Document, DocumentPosition, DocumentStatus
from domain.paging import Page, PageRequest


class DocumentCatalog(Protocol):
    """Reads stored documents. A document whose processing was cut off reads as pending.

    Every method raises DatabaseUnavailable if the database is not reachable.
    """

    async def get(self, document_id: UUID) -> Document:
        """Return one document.

        Raises:
            DocumentNotFound: If there is none with this id.
        """
        ...

    async def missing(self, document_ids: Collection[UUID]) -> frozenset[UUID]:
        """Return those of the ids that no document has, in one read."""
        ...

    async def list(
        self,
        page: PageRequest[DocumentPosition],
        status: DocumentStatus | None = None,
        filename: str | None = None,
    ) -> Page[Document, DocumentPosition]:
        """Return documents, last uploaded first. All conditions that are given have to hold.

        Args:
            page: Which page.
            status: Only documents with this status.
            filename: Only documents of which one whole name matches this pattern, with the syntax
                of `PassageFilter.filename`.
        """
        ...

    async def chunks(self, document_id: UUID, page: PageRequest[int]) -> Page[Chunk, int]:
        """Return a document's chunks in reading order. Their position is their index.

        Raises:
            DocumentNotFound: If there is none with this id.
        """
        ...
