"""The port for reading collections."""

from collections.abc import Collection as Several
from collections.abc import Mapping
from typing import Protocol
from uuid import UUID

from domain.documents.collection import Collection, CollectionContents
from domain.paging import Page, PageRequest


class CollectionCatalog(Protocol):
    """Reads collections. Every method raises DatabaseUnavailable if there is no database."""

    async def get(self, collection_id: UUID) -> Collection:
        """Return one collection.

        Raises:
            CollectionNotFound: If there is none with this id.
        """
        ...

    async def list(self, page: PageRequest[str]) -> Page[Collection, str]:
        """Return collections in the order of their names, whose position is their name.

        Capitals only decide between names that are the same without them.
        """
        ...

    async def names(self, references: Several[str]) -> Mapping[str, str]:
        """Return the name of each collection that one of the names or ids stands for, by that."""
        ...

    async def contents(self, collection_ids: Several[UUID]) -> Mapping[UUID, CollectionContents]:
        """Return what is in each of the collections; nothing in one that does not exist."""
        ...
