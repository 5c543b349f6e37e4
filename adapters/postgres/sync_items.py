"""Remembers synced items in PostgreSQL."""

from collections.abc import Collection

from adapters.postgres.database import Database
from adapters.postgres.queries import QUERIES
from application.ports.sync_items import SyncItems
from domain.syncing.items import SyncedItem


class PostgresSyncItems(SyncItems):
    """Remembers synced items, and finds their documents by their external ids."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, collection: str) -> list[SyncedItem]:
        """Return everything remembered of a collection."""
        async with self._database.connection() as connection:
            rows = await connection.fetch(QUERIES["sync_items"], collection)
        return [
            SyncedItem(
                row["path"],
                row["token"],
                row["sha256"],
                row["error"],
                row["document_id"],
                bool(row["stored"]),
                row["no_text"],
            )
            for row in rows
        ]

    async def save(
        self,
        collection: str,
        items: Collection[SyncedItem] = (),
        forgotten: Collection[str] = (),
    ) -> None:
        """Remember items and forget others, in one transaction."""
        async with self._database.transaction(grows=bool(items)) as connection:
            await connection.execute(QUERIES["forget_sync_items"], collection, list(forgotten))
            await connection.execute(
                QUERIES["save_sync_items"],
                collection,
                [each.path for each in items],
                [each.token for each in items],
                [each.sha256 for each in items],
                [each.error for each in items],
                [each.no_text for each in items],
            )
