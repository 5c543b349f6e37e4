"""The port for what is remembered of synced items."""

from collections.abc import Collection
from typing import Protocol

from domain.syncing.items import SyncedItem


class SyncItems(Protocol):
    """Remembers what was fetched from the source of each collection."""

    async def of(self, collection: str) -> list[SyncedItem]:
        """Return everything remembered of a collection, in one read, in the order of the paths.

        Raises:
            DatabaseUnavailable: If the database is not reachable.
        """
        ...

    async def save(
        self,
        collection: str,
        items: Collection[SyncedItem] = (),
        forgotten: Collection[str] = (),
    ) -> None:
        """Remember items, in place of what was remembered of them, and forget others.

        Args:
            collection: The collection.
            items: The items. Their documents are found by their names, and not stored.
            forgotten: The paths of items to forget.

        Raises:
            DatabaseUnavailable: If the database is not reachable; nothing was stored.
            OutcomeUnknown: If the connection was lost while the change was being stored.
            InsufficientStorage: If there is no space for it; nothing was stored.
        """
        ...
