"""Stores chat sessions in PostgreSQL."""

from uuid import UUID

from adapters.postgres.database import Database
from adapters.postgres.queries import QUERIES
from adapters.postgres.rows import session_from
from application.ports.session_store import SessionStore
from domain.conversation.session import ChatSession
from domain.errors import SessionNotFound


class PostgresSessionStore(SessionStore):
    """Stores chat sessions in PostgreSQL."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def create(self, session: ChatSession) -> None:
        """Store a new session."""
        async with self._database.transaction(grows=True) as connection:
            await connection.execute(
                QUERIES["create_session"],
                session.id,
                session.title,
                session.created_at,
                session.updated_at,
            )

    async def change(
        self, session_id: UUID, *, title: str | None = None, pinned: bool | None = None
    ) -> ChatSession:
        """Change a session's title, or whether it is pinned, and return the session."""
        async with self._database.transaction() as connection:
            row = await connection.fetchrow(QUERIES["change_session"], session_id, title, pinned)
        if row is None:
            raise SessionNotFound
        return session_from(row)

    async def remove(self, session_id: UUID) -> None:
        """Delete a session and its messages."""
        async with self._database.transaction() as connection:
            removed = await connection.fetchval(QUERIES["remove_session"], session_id)
        if removed is None:
            raise SessionNotFound
