"""The port for writing chat sessions."""

from typing import Protocol
from uuid import UUID

from domain.conversation.session import ChatSession


class SessionStore(Protocol):
    """Stores sessions. Each method is one transaction, committed when it returns.

    Every method raises DatabaseUnavailable if the database is not reachable; nothing was stored.
    It raises OutcomeUnknown if the connection was lost while a change was being stored, and
    InsufficientStorage if there is no space for one.
    """

    async def create(self, session: ChatSession) -> None:
        """Store a new session."""
        ...

    async def rename(self, session_id: UUID, title: str) -> ChatSession:
        """Change a session's title, and return the session. Its `updated_at` does not change.

        Args:
            session_id: The session.
            title: The title, as `domain.conversation.session.clean_title` returns it.

        Raises:
            SessionNotFound: If there is none with this id.
        """
        ...

    async def remove(self, session_id: UUID) -> None:
        """Remove a session and its messages.

        Raises:
            SessionNotFound: If there is none with this id.
        """
        ...
