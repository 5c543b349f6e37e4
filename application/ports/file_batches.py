"""The port for batches of files."""

from collections.abc import Mapping
from typing import Protocol
from uuid import UUID

from domain.documents.document import DocumentStatus
from domain.documents.file_batch import FileBatch
from domain.documents.metadata import Metadata


class FileBatches(Protocol):
    """Stores batches of the acting workspace for a day, or as long as their collection is there.

    Each method is one transaction. Every method raises DatabaseUnavailable if the database is not
    reachable.
    """

    async def add(self, batch: FileBatch, metadata: Mapping[UUID, Metadata]) -> None:
        """Put documents into a collection, add metadata to them, and store them as a new batch.

        They may be in it already. Batches that are older than a day are deleted.

        Raises:
            CollectionNotFound: If there is no such collection.
            DocumentNotFound: If there is not one of the documents.
            InvalidInput: If it is then too much for one of them; nothing was stored.
            InsufficientStorage: If there is no space for it.
            OutcomeUnknown: If the connection was lost meanwhile.
        """
        ...

    async def get(self, batch_id: UUID) -> FileBatch | None:
        """Return a batch, or None if there is none, or not any more."""
        ...

    async def states(self, batch: FileBatch) -> Mapping[DocumentStatus, int]:
        """Return how many documents of a batch that are still in its collection have each status.

        Only those are counted that who acts may read.
        """
        ...

    async def cancel(self, batch: FileBatch) -> None:
        """Cancel the work on those of these documents that are not searchable yet.

        Raises:
            OutcomeUnknown: If the connection was lost meanwhile.
        """
        ...
