"""Finds documents in PostgreSQL by the bytes of their files."""

from collections.abc import Collection, Mapping

from adapters.postgres.database import Database
from adapters.postgres.queries import QUERIES
from adapters.postgres.rows import document_from
from application.ports.stored_contents import StoredContents
from domain.documents.document import Document


class PostgresStoredContents(StoredContents):
    """Reads which files are stored."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def processed(self, digests: Collection[str]) -> Mapping[str, Document]:
        """Return the processed documents whose bytes have these digests."""
        async with self._database.connection() as connection:
            rows = await connection.fetch(QUERIES["processed_by_content"], list(digests))
        return {row["content_sha256"]: document_from(row) for row in rows}
