"""Counts the queue in PostgreSQL."""

from adapters.postgres.database import Database
from application.ports.queue_length import QueueLength

# as the owner of the tables, so the count is over all workspaces
QUEUED = "SELECT count(*) FROM document_jobs WHERE state IN ('pending', 'processing')"


class PostgresQueueLength(QueueLength):
    """Counts the jobs of documents."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def documents(self) -> int:
        """Return how many documents wait or are being processed."""
        async with self._database.owner() as connection:
            return int(await connection.fetchval(QUEUED))
