"""The port for batches of files."""

from typing import Protocol
from uuid import UUID

from domain.documents.file_batch import FileBatch


class FileBatches(Protocol):
    """Stores batches of the acting workspace for a day, or as long as their collection is there.

    Every method raises DatabaseUnavailable if the database is not reachable.
    """

    async def add(self, batch: FileBatch) -> None:
        """Store a new batch, and delete those that are older than a day.

        Raises:
            InsufficientStorage: If there is no space for it.
            OutcomeUnknown: If the connection was lost meanwhile.
        """
        ...

    async def get(self, batch_id: UUID) -> FileBatch | None:
        """Return a batch, or None if there is none, or not any more."""
        ...
