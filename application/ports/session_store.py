"""The port for chat sessions."""

from typing import Protocol
from uuid import UUID

from domain.conversation.session import ChatSession
from domain.paging import Page, PageRequest


class SessionStore(Protocol):
    """Stores sessions. Each method is one transaction, committed when it returns.

    Every method raises DatabaseUnavailable if the database is not reachable.
    """

    async def create(self, session: ChatSession) -> None:
        """Store a new session."""
        ...

    async def get(self, session_id: UUID) -> ChatSession:
        """Return one session.

        Raises:
            SessionNotFound: If there is none with this id.
        """
        ...

    async def list(self, page: PageRequest, query: str = "") -> Page[ChatSession]:
        """Return sessions, newest first.

        With a query, only sessions whose title contains it or one of whose messages does. Case and
        NUL characters are ignored.
        """
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
