"""Batches of files in memory."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from application.ports.file_batches import FileBatches
from domain.documents.file_batch import FileBatch
from tests.fakes.library import InMemoryLibrary


class InMemoryFileBatches(FileBatches):
    """Stores the batches of collections of an InMemoryLibrary."""

    def __init__(self, library: InMemoryLibrary) -> None:
        self.library = library
        self._batches: dict[UUID, FileBatch] = {}

    async def add(self, batch: FileBatch) -> None:
        self.library.admit()
        self._batches[batch.id] = batch

    async def get(self, batch_id: UUID) -> FileBatch | None:
        self.library.check()
        batch = self._batches.get(batch_id)
        if batch is None or batch.collection_id not in self.library.collections:
            return None
        return batch if batch.created_at > datetime.now(UTC) - timedelta(days=1) else None
