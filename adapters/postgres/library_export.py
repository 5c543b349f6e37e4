"""Reading everything that people stored in PostgreSQL, as of one moment."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

import asyncpg

from adapters.postgres.database import Connection, Database
from adapters.postgres.queries import QUERIES
from adapters.postgres.rows import chunk_from, document_from, message_from
from application.ports.library_export import LibraryExport, LibrarySnapshot
from domain.conversation.message import Message
from domain.conversation.session import ChatSession
from domain.documents.chunks import Chunk
from domain.documents.document import Document

# rows that are fetched ahead: a text may have 20 MiB, an answer with its sources 100 kB
DOCUMENTS_AHEAD, CHUNKS_AHEAD, MESSAGES_AHEAD = 4, 500, 50


class PostgresLibrarySnapshot(LibrarySnapshot):
    """Reads with cursors in one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def documents(self) -> AsyncIterator[tuple[Document, str | None]]:
        """Yield every document with its text."""
        query = QUERIES["documents_to_export"]
        async for row in self._rows(query, DOCUMENTS_AHEAD):
            yield document_from(row), row["content"]

    async def chunks(self) -> AsyncIterator[tuple[UUID, Chunk]]:
        """Yield every chunk with the id of its document."""
        query = QUERIES["chunks_to_export"]
        async for row in self._rows(query, CHUNKS_AHEAD):
            yield row["document_id"], chunk_from(row)

    async def messages(self) -> AsyncIterator[tuple[ChatSession, Message]]:
        """Yield every message with its session."""
        query = QUERIES["messages_to_export"]
        async for row in self._rows(query, MESSAGES_AHEAD):
            session = ChatSession(
                row["session_id"], row["session_created_at"], row["updated_at"], row["title"]
            )
            yield session, message_from(row)

    async def _rows(self, query: str, ahead: int) -> AsyncIterator[asyncpg.Record]:
        # one with a name would outlive the transaction, and meet its like of another process in a
        # connection that a pooler lends to both
        statement = await self._connection.prepare(query, name="")
        async for row in statement.cursor(prefetch=ahead):
            yield row


class PostgresLibraryExport(LibraryExport):
    """Reads in a transaction that sees the database of its start."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[PostgresLibrarySnapshot]:
        """Open a transaction that only reads."""
        async with self._database.connection(snapshot=True) as connection:
            yield PostgresLibrarySnapshot(connection)
