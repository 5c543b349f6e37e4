"""The port for changing collections."""

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from domain.documents.collection import Collection
from domain.documents.removal import Removal


class CollectionStore(Protocol):
    """Stores collections. Each method is one transaction, committed when it returns.

    Every method raises DatabaseUnavailable if the database is not reachable, and OutcomeUnknown if
    the connection was lost while the change was being stored.
    """

    async def create(self, collection: Collection, document_ids: Sequence[UUID] = ()) -> None:
        """Store a new collection with some documents, by default none.

        Raises:
            CollectionExists: If another one has its name.
            DocumentNotFound: If there is not one of the documents.
            InvalidInput: If one of them may be in no more collections; nothing was stored.
            InsufficientStorage: If there is no space for it.
        """
        ...

    async def rename(self, collection_id: UUID, name: str) -> None:
        """Change the name of a collection.

        Raises:
            CollectionNotFound: If there is none with this id.
            CollectionExists: If another one has the name.
        """
        ...

    async def remove(self, collection_id: UUID, *, with_documents: bool = False) -> Removal:
        """Delete a collection, and its documents too if that is asked for.

        Returns:
            The documents that were deleted and what went with them.

        Raises:
            CollectionNotFound: If there is none with this id.
            CollectionLimited: If it is limited to groups and documents of it would stay, those that
                who acts may not read included; nothing was deleted.
        """
        ...
