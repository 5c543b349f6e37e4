"""The port for the library that documents are synced into."""

from typing import Protocol
from uuid import UUID

from domain.documents.document import Upload
from domain.syncing.items import SourceItem
from domain.syncing.report import SyncOutcome


class SyncedLibrary(Protocol):
    """Holds the documents of collections that are made equal to a source: ours, or a server's.

    Every method raises Unavailable if the library is; the documents are as they were.
    """

    async def put(self, collection: str, item: SourceItem, upload: Upload) -> SyncOutcome:
        """Store the content of an item under its name, and return when it is searchable.

        Returns:
            Whether its document was added, changed or is unchanged.

        Raises:
            InvalidInput: If the file cannot be read; nothing was stored.
            ProcessingFailed: If it could be read but not processed. The version before stays.
        """
        ...

    async def rename(self, collection: str, path: str, new: str) -> None:
        """Give the document of one path to another path. Nothing is read or embedded again.

        Raises:
            DocumentNotFound: If there is no such document any more.
            Conflict: If the other path has one already; nothing was changed.
        """
        ...

    async def remove(self, document_id: UUID) -> None:
        """Delete a document, if it is still there."""
        ...
