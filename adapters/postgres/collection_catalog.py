"""Reads collections from PostgreSQL."""

from collections.abc import Collection as Several
from collections.abc import Mapping
from uuid import UUID

from asyncpg import Record

from adapters.postgres.database import Database
from adapters.postgres.queries import QUERIES
from application.ports.collection_catalog import CollectionCatalog
from domain.documents.collection import Collection, CollectionContents, collection_id
from domain.documents.document import DocumentStatus
from domain.errors import CollectionNotFound
from domain.paging import Page, PageRequest
from domain.text.storable import storable


class PostgresCollectionCatalog(CollectionCatalog):
    """Reads collections with the numbers of their documents."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, collection_id: UUID) -> Collection:
        """Return a collection by its id."""
        async with self._database.connection() as connection:
            row = await connection.fetchrow(QUERIES["collection"], collection_id)
        if row is None:
            raise CollectionNotFound
        return _collection_from(row)

    async def list(self, page: PageRequest[str]) -> Page[Collection, str]:
        """Return a page of collections in the order of their names."""
        async with self._database.connection() as connection:
            rows = await connection.fetch(QUERIES["collections"], page.after, page.limit + 1)
        items = tuple(_collection_from(row) for row in rows[: page.limit])
        return Page(items, items[-1].name if len(rows) > page.limit else None)

    async def names(self, references: Several[str]) -> Mapping[str, str]:
        """Return the names of the collections that names or ids stand for."""
        ids = {each: found for each in references if (found := collection_id(each))}
        names = {each: storable(each) for each in references if each not in ids}
        async with self._database.connection() as connection:
            rows = await connection.fetch(
                QUERIES["collections_called"], list(ids.values()), list(names.values())
            )
        by_id = {row["id"]: row["name"] for row in rows}
        known = set(by_id.values())
        return {each: by_id[found] for each, found in ids.items() if found in by_id} | {
            each: name for each, name in names.items() if name in known
        }

    async def contents(self, collection_ids: Several[UUID]) -> Mapping[UUID, CollectionContents]:
        """Return what is in collections, counted by the database."""
        async with self._database.connection() as connection:
            rows = await connection.fetch(QUERIES["collection_contents"], list(collection_ids))
        counts: dict[UUID, dict[DocumentStatus, int]] = {each: {} for each in collection_ids}
        sizes = dict.fromkeys(collection_ids, 0)
        for row in rows:
            counts[row["collection_id"]][DocumentStatus(row["status"])] = row["documents"]
            sizes[row["collection_id"]] += row["bytes"]
        return {each: CollectionContents(counts[each], sizes[each]) for each in counts}


def _collection_from(row: Record) -> Collection:
    return Collection(
        row["id"], row["name"], row["created_at"], row["documents"], tuple(row["limited_to"])
    )
