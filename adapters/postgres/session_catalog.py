"""Reading sessions in PostgreSQL."""

from uuid import UUID

from adapters.postgres.database import Database
from adapters.postgres.like_patterns import text_with
from adapters.postgres.queries import QUERIES
from adapters.postgres.rows import message_from, session_from, withheld_message_from
from application.ports.session_catalog import SessionCatalog
from domain.conversation.message import Message
from domain.conversation.session import ChatSession
from domain.errors import SessionNotFound
from domain.paging import Page, PageRequest


class PostgresSessionCatalog(SessionCatalog):
    """Reads chat sessions."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def read(
        self, session_id: UUID, page: PageRequest[UUID]
    ) -> tuple[ChatSession, Page[Message, UUID]]:
        """Return a session and a page of its messages, in one read."""
        async with self._database.connection() as connection:
            # one extra row shows whether another page follows
            rows = await connection.fetch(
                QUERIES["conversation"], session_id, page.after, page.limit + 1
            )
        if not rows:
            raise SessionNotFound
        chat = rows[0]
        session = ChatSession(
            chat["chat_id"], chat["chat_created_at"], chat["updated_at"], chat["title"]
        )
        wanted = [row for row in rows[: page.limit] if row["message_id"] is not None]
        messages = tuple(
            withheld_message_from(row) if row["id"] is None else message_from(row)
            for row in reversed(wanted)
        )
        return session, Page(messages, messages[0].id if len(rows) > page.limit else None)

    async def list(self, page: PageRequest[UUID], query: str = "") -> Page[ChatSession, UUID]:
        """Return a page of sessions, newest first; with a query, only those that contain it."""
        async with self._database.connection() as connection:
            # one extra row shows whether another page follows
            rows = await connection.fetch(
                QUERIES["sessions"], page.after, text_with(query), page.limit + 1
            )
        items = tuple(session_from(row) for row in rows[: page.limit])
        return Page(items, items[-1].id if len(rows) > page.limit else None)
