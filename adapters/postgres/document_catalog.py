"""Reads documents from PostgreSQL."""

from collections.abc import Collection
from uuid import UUID

from adapters.postgres.database import Database
from adapters.postgres.like_patterns import name_like
from adapters.postgres.queries import QUERIES
from adapters.postgres.rows import chunk_from, document_from
from application.ports.document_catalog import DocumentCatalog
from domain.documents.chunks import Chunk
from domain.documents.document import Document, DocumentPosition, DocumentStatus
from domain.errors import DocumentNotFound
from domain.paging import Page, PageRequest


class PostgresDocumentCatalog(DocumentCatalog):
    """Reads stored documents and their chunks."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, document_id: UUID) -> Document:
        """Return a document by its id."""
        async with self._database.connection() as connection:
            row = await connection.fetchrow(QUERIES["document"], document_id)
        if row is None:
            raise DocumentNotFound
        return document_from(row)

    async def missing(self, document_ids: Collection[UUID]) -> frozenset[UUID]:
        """Return those of the ids that no document has."""
        if not document_ids:
            return frozenset()
        async with self._database.connection() as connection:
            rows = await connection.fetch(QUERIES["missing_documents"], list(document_ids))
        return frozenset(row["id"] for row in rows)

    async def list(
        self,
        page: PageRequest[DocumentPosition],
        status: DocumentStatus | None = None,
        filename: str | None = None,
    ) -> Page[Document, DocumentPosition]:
        """Return a page of documents, last uploaded first, filtered by status and file name."""
        after = page.after
        async with self._database.connection() as connection:
            # one extra row shows whether another page follows
            rows = await connection.fetch(
                QUERIES["documents"],
                after and after.uploaded_at,
                after and after.id,
                status and status.value,
                None if filename is None else name_like(filename),
                page.limit + 1,
            )
        items = tuple(document_from(row) for row in rows[: page.limit])
        return Page(items, items[-1].position if len(rows) > page.limit else None)

    async def chunks(self, document_id: UUID, page: PageRequest[int]) -> Page[Chunk, int]:
        """Return a page of a document's chunks in reading order."""
        after = -1 if page.after is None else page.after
        async with self._database.connection() as connection:
            rows = await connection.fetch(
                QUERIES["document_chunks"], document_id, after, page.limit + 1
            )
        if not rows:
            raise DocumentNotFound
        chunks = tuple(
            chunk_from(row) for row in rows[: page.limit] if row["chunk_index"] is not None
        )
        return Page(chunks, chunks[-1].index if len(rows) > page.limit else None)
