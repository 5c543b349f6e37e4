"""Creating a session."""

from datetime import UTC, datetime

from application.identifiers import new_id
from application.ports.session_store import SessionStore
from domain.conversation.session import ChatSession


class CreateSession:
    """Creates chat sessions."""

    def __init__(self, sessions: SessionStore) -> None:
        self._sessions = sessions

    async def execute(self) -> ChatSession:
        """Create an empty session.

        Raises:
            DatabaseUnavailable: If the database is not reachable; nothing was created.
            OutcomeUnknown: If the connection was lost while the session was being stored.
            InsufficientStorage: If there is no space for it.
        """
        now = datetime.now(UTC)
        session = ChatSession(id=new_id(), created_at=now, updated_at=now)
        await self._sessions.create(session)
        return session
