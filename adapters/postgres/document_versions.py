"""Stores the versions of documents in PostgreSQL."""

from uuid import UUID

from asyncpg import UniqueViolationError

from adapters.postgres.database import Connection, Database
from adapters.postgres.name_index import index_names
from adapters.postgres.queries import QUERIES
from adapters.postgres.rows import document_from
from application.ports.document_versions import DocumentVersions
from domain.documents.document import Document
from domain.errors import DocumentNotFound, ExternalIdTaken, VersionNotFound
from domain.paging import Page, PageRequest

NEWEST = 2**31 - 1
"""A version after all others: the largest number that the database has for one."""


class PostgresDocumentVersions(DocumentVersions):
    """Reads earlier versions of documents, and renames documents."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, document_id: UUID, version: int) -> Document:
        """Return a version of a document, the current one or an earlier one."""
        async with self._database.connection() as connection:
            row = await connection.fetchrow(
                QUERIES["document_version"], document_id, min(version, NEWEST)
            )
            if row is None and await connection.fetchval(
                QUERIES["missing_documents"], [document_id]
            ):
                raise DocumentNotFound
        if row is None:
            raise VersionNotFound
        return document_from(row)

    async def earlier(self, document_id: UUID, page: PageRequest[int]) -> Page[Document, int]:
        """Return a page of the versions before the current one, the newest first."""
        before = NEWEST if page.after is None else min(page.after, NEWEST)
        async with self._database.connection() as connection:
            rows = await connection.fetch(
                QUERIES["earlier_versions"], document_id, before, page.limit + 1
            )
        if not rows:
            raise DocumentNotFound
        items = tuple(document_from(row) for row in rows[: page.limit] if row["version"])
        return Page(items, items[-1].version if len(rows) > page.limit else None)

    async def named(self, external_id: str) -> Document:
        """Return the document with an external id."""
        async with self._database.connection() as connection:
            row = await connection.fetchrow(QUERIES["document_by_external_id"], external_id)
        if row is None:
            raise DocumentNotFound
        return document_from(row)

    async def rename(
        self, external_id: str, new_external_id: str, filename: str | None = None
    ) -> Document:
        """Give a document another external id, and another first name if there is one."""
        async with self._database.transaction() as connection:
            taken = await connection.fetchrow(QUERIES["document_by_external_id"], new_external_id)
            if taken is not None and external_id != new_external_id:
                raise ExternalIdTaken
            # the index of external ids settles it between two transactions, and for documents
            # that who acts may not read
            try:
                renamed = await connection.fetchval(
                    QUERIES["rename_document"], external_id, new_external_id
                )
            except UniqueViolationError as exc:
                raise ExternalIdTaken from exc
            if renamed is None:
                raise DocumentNotFound
            if filename is not None:
                await connection.execute(QUERIES["rename_file"], renamed, filename)
                await index_names(connection, renamed)
                await connection.execute(QUERIES["bump_revision"])
            return document_from(await connection.fetchrow(QUERIES["document"], renamed))


async def supersede(connection: Connection, document: Document) -> None:
    """Put the processed version of a document aside, so that a new one can take its place."""
    await connection.execute(QUERIES["archive_version"], document.id)
    await connection.execute(QUERIES["remove_chunks"], document.id)


async def become_version(connection: Connection, document: Document, kept: int) -> None:
    """Set what the new version was uploaded as, and forget the versions that are too many."""
    await connection.execute(
        QUERIES["become_version"],
        document.id,
        document.version,
        document.filename,
        document.content_sha256,
        document.media_type,
    )
    await connection.execute(QUERIES["forget_versions"], document.id, document.version - kept)
