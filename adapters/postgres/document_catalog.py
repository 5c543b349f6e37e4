"""Reads documents from PostgreSQL."""

from collections.abc import Collection
from uuid import UUID

from adapters.postgres.database import Database
from adapters.postgres.document_versions import NEWEST
from adapters.postgres.filters import conditions_of
from adapters.postgres.queries import QUERIES
from adapters.postgres.rows import (
    chunk_from,
    document_from,
    earlier_chunk_from,
    more_follows,
)
from application.ports.document_catalog import DocumentCatalog
from domain.documents.chunks import Chunk
from domain.documents.document import Document, DocumentStatus
from domain.documents.document_filter import ALL_DOCUMENTS, DocumentFilter
from domain.documents.ordering import DocumentPosition, DocumentSort
from domain.errors import DocumentNotFound, VersionNotFound
from domain.paging import MAX_PAGE_BYTES, Page, PageRequest
from domain.text.storable import storable

_KEYS = {
    "uploaded_at": ("uploaded_at", "$11::timestamptz"),
    "filename": ('lower(filename) COLLATE "C"', 'lower($11::text) COLLATE "C"'),
    "file_size": ("file_size", "$11::bigint"),
}
"""What each order goes by, in a row and in a position."""


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
        within: DocumentFilter = ALL_DOCUMENTS,
        media_type: str | None = None,
        sort: DocumentSort = DocumentSort.NEWEST,
    ) -> Page[Document, DocumentPosition]:
        """Return a page of the documents that pass all conditions, in an order."""
        after = () if page.after is None else (page.after.value, page.after.id)
        async with self._database.connection() as connection:
            # one extra row shows whether another page follows
            rows = await connection.fetch(
                in_order(sort, follows=bool(after)),
                status and status.value,
                None if media_type is None else storable(media_type),
                within == ALL_DOCUMENTS,
                *conditions_of(within),
                page.limit + 1,
                MAX_PAGE_BYTES,
                *after,
            )
        items = tuple(document_from(row) for row in rows[: page.limit])
        return Page(items, sort.position(items[-1]) if more_follows(rows, items) else None)

    async def chunks(
        self, document_id: UUID, page: PageRequest[int], version: int | None = None
    ) -> Page[Chunk, int]:
        """Return a page of a document's chunks in reading order."""
        after = -1 if page.after is None else page.after
        wanted = None if version is None else min(version, NEWEST)
        async with self._database.connection() as connection:
            rows = await connection.fetch(
                QUERIES["document_chunks"], document_id, after, page.limit + 1, wanted
            )
            read = chunk_from
            if not rows and wanted is not None:
                rows = await connection.fetch(
                    QUERIES["version_chunks"], document_id, wanted, after, page.limit + 1
                )
                read = earlier_chunk_from
            if not rows:
                unknown = await connection.fetch(QUERIES["missing_documents"], [document_id])
                raise DocumentNotFound if unknown else VersionNotFound
        chunks = tuple(read(row) for row in rows[: page.limit] if row["chunk_index"] is not None)
        return Page(chunks, chunks[-1].index if len(rows) > page.limit else None)


def in_order(sort: DocumentSort, *, follows: bool) -> str:
    """Return the query for a page of documents: the first one, or one that follows a position.

    Each has an order that an index has, and a condition that it can begin at.
    """
    key, value = _KEYS[sort.field]
    comparison, direction = ("<", "DESC") if sort.descending else (">", "ASC")
    follow = QUERIES["documents_after"].format(key=key, value=value, comparison=comparison)
    return QUERIES["documents"].format(
        key=key, direction=direction, follow=follow if follows else ""
    )
