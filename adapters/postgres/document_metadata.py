"""Reads the metadata of many documents from PostgreSQL."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from adapters.postgres.database import Database
from adapters.postgres.filters import conditions_of
from adapters.postgres.queries import QUERIES
from adapters.postgres.rows import metadata_from
from application.ports.document_metadata import DocumentMetadata
from domain.documents.document_filter import DocumentFilter
from domain.documents.metadata import Metadata


class PostgresDocumentMetadata(DocumentMetadata):
    """Reads ids and metadata."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def processed(self, within: DocumentFilter) -> Sequence[UUID]:
        """Return the ids of the processed documents that pass a filter."""
        async with self._database.connection() as connection:
            rows = await connection.fetch(QUERIES["processed_documents"], *conditions_of(within))
        return [row["id"] for row in rows]

    async def of(self, document_ids: Sequence[UUID]) -> Mapping[UUID, Metadata]:
        """Return the metadata of documents."""
        async with self._database.connection() as connection:
            rows = await connection.fetch(QUERIES["shown_metadata"], document_ids)
        return {row["id"]: metadata_from(row["metadata"]) for row in rows}
