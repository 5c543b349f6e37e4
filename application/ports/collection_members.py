"""The port for which documents are in a collection."""

from typing import Protocol
from uuid import UUID

from domain.documents.metadata import Metadata


class CollectionMembers(Protocol):
    """Puts documents into collections and takes them out. Each method is one transaction.

    Every method raises DatabaseUnavailable if the database is not reachable, and OutcomeUnknown if
    the connection was lost while the change was being stored. Cached answers become stale.
    """

    async def add(self, collection_id: UUID, document_id: UUID, metadata: Metadata) -> None:
        """Put a document into a collection, and add metadata to it. It may be in it already.

        Raises:
            CollectionNotFound: If there is no such collection.
            DocumentNotFound: If there is no such document.
            InvalidInput: If it is then too much for one document; nothing was stored.
            InsufficientStorage: If there is no space for it.
        """
        ...

    async def take_out(self, collection_id: UUID, document_id: UUID) -> None:
        """Take a document out of a collection. The document stays.

        Raises:
            CollectionNotFound: If there is no such collection.
            DocumentNotFound: If no such document is in it.
        """
        ...
