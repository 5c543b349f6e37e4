"""Stores collections in PostgreSQL."""

from collections.abc import Sequence
from uuid import UUID

from asyncpg import Record, UniqueViolationError

from adapters.postgres.database import Database
from adapters.postgres.filters import conditions_of
from adapters.postgres.labels import put_into_collection
from adapters.postgres.library_changes import library_change
from adapters.postgres.queries import QUERIES
from adapters.postgres.removal import remove_documents
from adapters.postgres.word_fold import LONG_TIMEOUT
from application.ports.collection_store import CollectionStore
from domain.documents.collection import Collection
from domain.documents.document_filter import DocumentFilter
from domain.documents.metadata import Metadata
from domain.documents.removal import Removal
from domain.errors import CollectionExists, CollectionLimited, CollectionNotFound


class PostgresCollectionStore(CollectionStore):
    """Stores collections, and the links of documents to them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def create(self, collection: Collection, document_ids: Sequence[UUID] = ()) -> None:
        """Store a new collection with some documents."""
        async with self._database.transaction(grows=True) as connection:
            created = await connection.fetchval(
                QUERIES["create_collection"], collection.id, collection.name, collection.created_at
            )
            if created is None:
                raise CollectionExists
            if document_ids:
                given: dict[UUID, Metadata] = {each: {} for each in document_ids}
                await put_into_collection(connection, collection.id, given)

    async def rename(self, collection_id: UUID, name: str) -> None:
        """Change the name of a collection, by which questions name it."""
        async with self._database.transaction() as connection:
            try:
                renamed = await connection.fetchval(
                    QUERIES["rename_collection"], collection_id, name
                )
            except UniqueViolationError as exc:
                raise CollectionExists from exc
            if renamed is None:
                raise CollectionNotFound
            await connection.execute(QUERIES["bump_revision"])

    async def remove(self, collection_id: UUID, *, with_documents: bool = False) -> Removal:
        """Delete a collection, and on request its documents, in one transaction."""
        async with library_change(self._database), self._database.transaction() as connection:
            name = await connection.fetchval(QUERIES["lock_collection_to_remove"], collection_id)
            if name is None:
                raise CollectionNotFound
            found: Sequence[Record] = ()
            if with_documents:
                await connection.execute(QUERIES["allow_long_statements"])
                conditions = conditions_of(DocumentFilter(collections=(name,)))
                found = await connection.fetch(
                    QUERIES["lock_matching"], *conditions, timeout=LONG_TIMEOUT
                )
            going = [row["id"] for row in found]
            # before all other changes of the library wait for this one
            if await connection.fetchval(QUERIES["close_collection"], collection_id, going):
                raise CollectionLimited
            # before their links to it, which their limits would go with: answers have their words
            removal = await remove_documents(connection, found)
            await connection.execute(QUERIES["remove_collection"], collection_id)
            await connection.execute(QUERIES["bump_revision"])
            return removal
