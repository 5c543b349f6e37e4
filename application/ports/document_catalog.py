"""The port for reading documents."""

from collections.abc import Collection
from typing import Protocol
from uuid import UUID

from domain.documents.chunks import Chunk
from domain.documents.document import Document, DocumentStatus
from domain.documents.document_filter import ALL_DOCUMENTS, DocumentFilter
from domain.documents.ordering import DocumentPosition, DocumentSort
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
        within: DocumentFilter = ALL_DOCUMENTS,
        media_type: str | None = None,
        sort: DocumentSort = DocumentSort.NEWEST,
    ) -> Page[Document, DocumentPosition]:
        """Return documents in an order. All conditions that are given have to hold.

        Args:
            page: Which page.
            status: Only documents with this status.
            within: Only documents that pass this filter.
            media_type: Only documents whose content is of this type.
            sort: The order. By file name, capitals do not matter.
        """
        ...

    async def chunks(
        self, document_id: UUID, page: PageRequest[int], version: int | None = None
    ) -> Page[Chunk, int]:
        """Return a document's chunks in reading order. Their position is their index.

        Args:
            document_id: The document.
            page: Which page.
            version: The version; None for the current one. Chunks of earlier versions have no
                context and no marks.

        Raises:
            DocumentNotFound: If there is none with this id.
            VersionNotFound: If it has no such version, or has it no more.
        """
        ...
