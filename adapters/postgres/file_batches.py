"""Stores batches of files in PostgreSQL."""

from collections.abc import Mapping
from uuid import UUID

from adapters.postgres.database import Database
from adapters.postgres.labels import put_into_collection
from adapters.postgres.queries import QUERIES
from application.ports.file_batches import FileBatches
from domain.documents.document import DocumentStatus
from domain.documents.file_batch import FileBatch
from domain.documents.metadata import Metadata
from domain.errors import ProcessingCancelled


class PostgresFileBatches(FileBatches):
    """Stores a row for each batch, which all servers read."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, batch: FileBatch, metadata: Mapping[UUID, Metadata]) -> None:
        """Put the documents of a batch into its collection, and store it."""
        async with self._database.transaction(grows=True) as connection:
            given = {each: metadata.get(each, {}) for each in batch.documents}
            await put_into_collection(connection, batch.collection_id, given)
            await connection.execute(QUERIES["forget_file_batches"])
            await connection.execute(
                QUERIES["add_file_batch"],
                batch.id,
                batch.collection_id,
                list(batch.documents),
                batch.created_at,
            )

    async def get(self, batch_id: UUID) -> FileBatch | None:
        """Return a batch."""
        async with self._database.connection() as connection:
            row = await connection.fetchrow(QUERIES["file_batch"], batch_id)
        if row is None:
            return None
        return FileBatch(
            row["id"], row["collection_id"], tuple(row["documents"]), row["created_at"]
        )

    async def states(self, batch: FileBatch) -> dict[DocumentStatus, int]:
        """Return how many documents of a batch have each status."""
        async with self._database.connection() as connection:
            rows = await connection.fetch(
                QUERIES["file_batch_states"], batch.collection_id, list(batch.documents)
            )
        return {DocumentStatus(row["status"]): row["documents"] for row in rows}

    async def cancel(self, batch: FileBatch) -> None:
        """Cancel the jobs of a batch."""
        cancelled = ProcessingCancelled()
        async with self._database.transaction() as connection:
            await connection.execute(
                QUERIES["cancel_file_batch"],
                batch.collection_id,
                list(batch.documents),
                cancelled.message,
                cancelled.code,
            )
