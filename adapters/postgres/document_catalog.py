"""Reads documents from PostgreSQL."""

from uuid import UUID

from adapters.postgres.database import Database
from adapters.postgres.like_patterns import name_like
from adapters.postgres.queries import QUERIES
from adapters.postgres.rows import document_from
from application.ports.document_catalog import DocumentCatalog
from domain.documents.chunks import Chunk
from domain.documents.document import Document, DocumentStatus
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

    async def list(
        self,
        page: PageRequest,
        status: DocumentStatus | None = None,
        filename: str | None = None,
    ) -> Page[Document]:
        """Return a page of documents, newest first, filtered by status and file name."""
        async with self._database.connection() as connection:
            # one extra row shows whether another page follows
            rows = await connection.fetch(
                QUERIES["documents"],
                page.after,
                status and status.value,
                None if filename is None else name_like(filename),
                page.limit + 1,
            )
        items = tuple(document_from(row) for row in rows[: page.limit])
        return Page(items, items[-1].id if len(rows) > page.limit else None)

    async def chunks(self, document_id: UUID) -> tuple[Chunk, ...]:
        """Return a document's chunks in reading order."""
        async with self._database.connection() as connection:
            rows = await connection.fetch(QUERIES["document_chunks"], document_id)
        if not rows:
            raise DocumentNotFound
        return tuple(Chunk(*row) for row in rows if row["chunk_index"] is not None)
