"""Opening a conversation."""

from datetime import UTC, datetime

from application.identifiers import new_id
from application.ports.session_store import SessionStore
from domain.conversation.session import ChatSession


class CreateSession:
    """Opens chat sessions."""

    def __init__(self, sessions: SessionStore) -> None:
        """Keep the sessions there."""
        self._sessions = sessions

    async def execute(self) -> ChatSession:
        """Open an empty session.

        Raises:
            DatabaseUnavailable: If the database is not reachable; nothing was opened.
        """
        now = datetime.now(UTC)
        session = ChatSession(id=new_id(), created_at=now, updated_at=now)
        await self._sessions.create(session)
        return session
