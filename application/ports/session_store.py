"""The port for chat sessions."""

from typing import Protocol
from uuid import UUID

from domain.conversation.session import ChatSession
from domain.paging import Page, PageRequest


class SessionStore(Protocol):
    """Keeps sessions. Each method is one transaction, committed when it returns.

    Every method raises DatabaseUnavailable if the database is not reachable.
    """

    async def create(self, session: ChatSession) -> None:
        """Keep a new session."""
        ...

    async def get(self, session_id: UUID) -> ChatSession:
        """Return one session.

        Raises:
            SessionNotFound: If there is none with this id.
        """
        ...

    async def list(self, page: PageRequest, query: str = "") -> Page[ChatSession]:
        """Return sessions, newest first.

        With a query, only those whose title or one of whose messages contains it; case does not
        matter, and NUL characters are passed over.
        """
        ...

    async def rename(self, session_id: UUID, title: str) -> ChatSession:
        """Give a session another title, and return it. When it was last used stays as it was.

        Args:
            session_id: The session.
            title: Its title, as `domain.conversation.given_title` returns it.

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
