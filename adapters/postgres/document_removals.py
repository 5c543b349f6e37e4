"""Deletes the documents in PostgreSQL that pass a filter."""

from collections.abc import Sequence
from dataclasses import replace

from asyncpg import Record

from adapters.postgres.database import Connection, Database
from adapters.postgres.filters import conditions_of, name_pattern
from adapters.postgres.library_changes import library_change
from adapters.postgres.queries import QUERIES
from adapters.postgres.removal import removal_of, remove_documents, remove_names
from adapters.postgres.word_fold import LONG_TIMEOUT
from application.ports.document_removals import DocumentRemovals
from domain.documents.document_filter import DocumentFilter
from domain.documents.removal import Removal, RemovedName


class PostgresDocumentRemovals(DocumentRemovals):
    """Deletes documents with everything that is stored for them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def preview(self, matching: DocumentFilter) -> Removal:
        """Return what `remove` would delete."""
        async with self._database.connection(snapshot=True) as connection:
            await connection.execute(QUERIES["allow_long_statements"])
            found = await connection.fetch(QUERIES["matching"], *conditions_of(matching))
            going, losing = await _meant(connection, found, matching)
            return replace(await removal_of(connection, going), names=_names(losing))

    async def remove(self, matching: DocumentFilter) -> Removal:
        """Delete all documents that pass a filter, in one transaction."""
        async with library_change(self._database), self._database.transaction() as connection:
            await connection.execute(QUERIES["allow_long_statements"])
            found = await connection.fetch(
                QUERIES["lock_matching"], *conditions_of(matching), timeout=LONG_TIMEOUT
            )
            going, losing = await _meant(connection, found, matching)
            for row in losing:
                await remove_names(connection, row["id"], row["meant"])
            removal = await remove_documents(connection, going)
            if losing:
                await connection.execute(QUERIES["bump_revision"])
            return replace(removal, names=_names(losing))


async def _meant(
    connection: Connection, found: Sequence[Record], matching: DocumentFilter
) -> tuple[list[Record], list[Record]]:
    """Return the documents of which a filter means all names, and those of which it means some.

    The names are read after the documents are locked: before, others may have changed them.
    """
    ids = [row["id"] for row in found]
    rows = await connection.fetch(QUERIES["names_meant"], ids, name_pattern(matching))
    going = [row for row in rows if row["meant"] == row["names"]]
    return going, [row for row in rows if 0 < len(row["meant"]) < len(row["names"])]


def _names(losing: Sequence[Record]) -> tuple[RemovedName, ...]:
    return tuple(RemovedName(row["id"], name) for row in losing for name in row["meant"])
