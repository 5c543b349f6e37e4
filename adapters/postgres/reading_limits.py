"""Limits documents and collections to groups in PostgreSQL."""

from collections.abc import Callable, Collection
from uuid import UUID

from adapters.postgres.database import Database
from adapters.postgres.queries import QUERIES
from adapters.postgres.word_fold import LONG_TIMEOUT
from application.ports.reading_limits import ReadingLimits
from domain.errors import CollectionNotFound, DocumentNotFound, NotFound


class PostgresReadingLimits(ReadingLimits):
    """Stores limits. What follows from them, the database keeps by itself."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def limit_document(self, document_id: UUID, groups: tuple[str, ...]) -> None:
        """Limit a document."""
        await self._limit("limit_document", document_id, groups, DocumentNotFound)

    async def limit_collection(self, collection_id: UUID, groups: tuple[str, ...]) -> None:
        """Limit a collection, and all documents that are in it."""
        await self._limit("limit_collection", collection_id, groups, CollectionNotFound)

    async def may_read(self, documents: Collection[UUID]) -> bool:
        """Return whether who acts may read all of these."""
        async with self._database.connection() as connection:
            may: bool = await connection.fetchval(QUERIES["may_read"], documents)
            return may

    async def _limit(
        self, query: str, limited: UUID, groups: tuple[str, ...], missing: Callable[[], NotFound]
    ) -> None:
        async with self._database.changes.turn(), self._database.transaction() as connection:
            await connection.execute(QUERIES["allow_long_statements"])
            found = await connection.fetchval(QUERIES[query], limited, groups, timeout=LONG_TIMEOUT)
            if found is None:
                raise missing()
            await connection.execute(QUERIES["bump_revision"])
