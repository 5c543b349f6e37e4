"""Deletes the documents in PostgreSQL that pass a filter."""

from adapters.postgres.database import Database
from adapters.postgres.filters import conditions_of
from adapters.postgres.library_changes import library_change
from adapters.postgres.queries import QUERIES
from adapters.postgres.removal import removal_of, remove_documents
from adapters.postgres.word_fold import LONG_TIMEOUT
from application.ports.document_removals import DocumentRemovals
from domain.documents.document_filter import DocumentFilter
from domain.documents.removal import Removal


class PostgresDocumentRemovals(DocumentRemovals):
    """Deletes documents with everything that is stored for them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def preview(self, matching: DocumentFilter) -> Removal:
        """Return what `remove` would delete."""
        async with self._database.connection(snapshot=True) as connection:
            await connection.execute(QUERIES["allow_long_statements"])
            found = await connection.fetch(QUERIES["matching"], *conditions_of(matching))
            return await removal_of(connection, found)

    async def remove(self, matching: DocumentFilter) -> Removal:
        """Delete all documents that pass a filter, in one transaction."""
        async with library_change(self._database), self._database.transaction() as connection:
            await connection.execute(QUERIES["allow_long_statements"])
            found = await connection.fetch(
                QUERIES["lock_matching"], *conditions_of(matching), timeout=LONG_TIMEOUT
            )
            return await remove_documents(connection, found)
