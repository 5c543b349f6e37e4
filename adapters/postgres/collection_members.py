"""Stores which documents are in a collection in PostgreSQL."""

from uuid import UUID

from adapters.postgres.database import Database
from adapters.postgres.labels import put_into_collection
from adapters.postgres.queries import QUERIES
from application.ports.collection_members import CollectionMembers
from domain.documents.metadata import Metadata
from domain.errors import CollectionNotFound, DocumentNotFound


class PostgresCollectionMembers(CollectionMembers):
    """Links documents and collections."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, collection_id: UUID, document_id: UUID, metadata: Metadata) -> None:
        """Link a document, and add its metadata."""
        async with self._database.transaction(grows=True) as connection:
            await put_into_collection(connection, collection_id, {document_id: metadata})

    async def take_out(self, collection_id: UUID, document_id: UUID) -> None:
        """Delete the link of a document."""
        async with self._database.transaction() as connection:
            await connection.fetchval(QUERIES["lock_document"], document_id)
            if await connection.fetchval(QUERIES["lock_collection"], collection_id) is None:
                raise CollectionNotFound
            unlinked = await connection.fetchval(
                QUERIES["unlink_document"], collection_id, document_id
            )
            if unlinked is None:
                raise DocumentNotFound("There is no such document in the collection.")
            await connection.execute(QUERIES["bump_revision"])
