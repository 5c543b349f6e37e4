"""Reading sessions in PostgreSQL."""

from uuid import UUID

from adapters.postgres.database import Database
from adapters.postgres.like_patterns import text_with
from adapters.postgres.queries import QUERIES
from adapters.postgres.rows import session_from
from application.ports.session_catalog import SessionCatalog
from domain.conversation.session import ChatSession
from domain.errors import SessionNotFound
from domain.paging import Page, PageRequest


class PostgresSessionCatalog(SessionCatalog):
    """Reads chat sessions."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, session_id: UUID) -> ChatSession:
        """Return a session by its id."""
        async with self._database.connection() as connection:
            row = await connection.fetchrow(QUERIES["session"], session_id)
        if row is None:
            raise SessionNotFound
        return session_from(row)

    async def list(self, page: PageRequest[UUID], query: str = "") -> Page[ChatSession, UUID]:
        """Return a page of sessions, newest first; with a query, only those that contain it."""
        async with self._database.connection() as connection:
            # one extra row shows whether another page follows
            rows = await connection.fetch(
                QUERIES["sessions"], page.after, text_with(query), page.limit + 1
            )
        items = tuple(session_from(row) for row in rows[: page.limit])
        return Page(items, items[-1].id if len(rows) > page.limit else None)
