"""Batches of files in memory."""

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from uuid import UUID

from application.ports.file_batches import FileBatches
from domain.documents.document import DocumentStatus
from domain.documents.file_batch import FileBatch
from domain.documents.jobs import JobState
from domain.documents.metadata import Metadata
from domain.errors import ProcessingCancelled
from tests.fakes.collections import name_of, put_into
from tests.fakes.library import Entry, InMemoryLibrary


class InMemoryFileBatches(FileBatches):
    """Stores the batches of collections of an InMemoryLibrary."""

    def __init__(self, library: InMemoryLibrary) -> None:
        self.library = library
        self._batches: dict[UUID, FileBatch] = {}

    async def add(self, batch: FileBatch, metadata: Mapping[UUID, Metadata]) -> None:
        self.library.admit()
        name = name_of(self.library, batch.collection_id)
        put_into(self.library, name, {each: metadata.get(each, {}) for each in batch.documents})
        self._batches[batch.id] = batch

    async def get(self, batch_id: UUID) -> FileBatch | None:
        self.library.check()
        batch = self._batches.get(batch_id)
        if batch is None or batch.collection_id not in self.library.collections:
            return None
        return batch if batch.created_at > datetime.now(UTC) - timedelta(days=1) else None

    async def states(self, batch: FileBatch) -> Counter[DocumentStatus]:
        self.library.check()
        return Counter(self._status(each) for each in self._of(batch))

    async def cancel(self, batch: FileBatch) -> None:
        self.library.check()
        for each in self._of(batch):
            if each.job and self._status(each) in (
                DocumentStatus.PENDING,
                DocumentStatus.PROCESSING,
            ):
                cancelled = ProcessingCancelled()
                each.job.end(JobState.CANCELLED, cancelled.message, cancelled.code)

    def _status(self, entry: Entry) -> DocumentStatus:
        return self.library.read(entry).status

    def _of(self, batch: FileBatch) -> list[Entry]:
        name = name_of(self.library, batch.collection_id)
        entries = self.library.readable
        return [
            entries[each]
            for each in batch.documents
            if each in entries and name in entries[each].document.labels.collections
        ]
