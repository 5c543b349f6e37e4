"""The port for deleting the documents that pass a filter."""

from typing import Protocol

from domain.documents.document_filter import DocumentFilter
from domain.documents.removal import Removal


class DocumentRemovals(Protocol):
    """Deletes documents, whatever their status, with everything that is stored for them.

    A filter with a file name means names: those that match it go, and a document with its last one.

    Both methods raise DatabaseUnavailable if the database is not reachable; nothing was deleted.
    """

    async def preview(self, matching: DocumentFilter) -> Removal:
        """Return what `remove` would delete."""
        ...

    async def remove(self, matching: DocumentFilter) -> Removal:
        """Delete all documents that pass a filter, in one transaction.

        Raises:
            OutcomeUnknown: If the connection was lost while the removal was being stored.
        """
        ...
