"""Reading sessions in PostgreSQL."""

from uuid import UUID

from asyncpg import Record

from adapters.postgres.database import Database
from adapters.postgres.like_patterns import text_with
from adapters.postgres.queries import QUERIES
from adapters.postgres.rows import message_from, more_follows, session_from, withheld_message_from
from application.ports.session_catalog import SessionCatalog
from domain.conversation.message import Message
from domain.conversation.session import ChatSession, ListedSession, hit_in
from domain.errors import SessionNotFound
from domain.paging import MAX_PAGE_BYTES, Page, PageRequest


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
                QUERIES["conversation"], session_id, page.after, page.limit + 1, MAX_PAGE_BYTES
            )
        if not rows:
            raise SessionNotFound
        chat = rows[0]
        session = ChatSession(
            chat["chat_id"],
            chat["chat_created_at"],
            chat["updated_at"],
            chat["title"],
            chat["pinned"],
        )
        wanted = [row for row in rows[: page.limit] if row["message_id"] is not None]
        messages = tuple(
            withheld_message_from(row) if row["id"] is None else message_from(row)
            for row in reversed(wanted)
        )
        return session, Page(messages, messages[0].id if more_follows(rows, messages) else None)

    async def list(
        self, page: PageRequest[UUID], query: str = "", *, pinned: bool | None = None
    ) -> Page[ListedSession, UUID]:
        """Return a page of sessions, newest first; with a query, only those that contain it."""
        pattern = text_with(query)
        async with self._database.connection() as connection:
            # one extra row shows whether another page follows
            rows = await connection.fetch(
                QUERIES["sessions"], page.after, pattern, page.limit + 1, pinned, MAX_PAGE_BYTES
            )
        items = tuple(
            _listed(row, query if pattern is not None else None) for row in rows[: page.limit]
        )
        return Page(items, items[-1].session.id if more_follows(rows, items) else None)


def _listed(row: Record, query: str | None) -> ListedSession:
    session = session_from(row)
    if query is None:
        return ListedSession(session)
    if row["hit_id"] is None:
        return ListedSession(session, hit_in(row["title"], query))
    return ListedSession(session, hit_in(row["hit_content"], query, row["hit_id"]))
