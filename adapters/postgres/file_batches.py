"""Stores batches of files in PostgreSQL."""

from uuid import UUID

from adapters.postgres.database import Database
from adapters.postgres.queries import QUERIES
from application.ports.file_batches import FileBatches
from domain.documents.file_batch import FileBatch


class PostgresFileBatches(FileBatches):
    """Stores a row for each batch, which all servers read."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, batch: FileBatch) -> None:
        """Store a batch; one of a collection that was deleted meanwhile is not stored."""
        async with self._database.transaction(grows=True) as connection:
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
