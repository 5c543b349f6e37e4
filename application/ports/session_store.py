"""The port for chat sessions."""

from typing import Protocol
from uuid import UUID

from domain.conversation import ChatSession
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

    async def list(self, page: PageRequest) -> Page[ChatSession]:
        """Return sessions, newest first."""
        ...

    async def remove(self, session_id: UUID) -> None:
        """Remove a session and its messages.

        Raises:
            SessionNotFound: If there is none with this id.
        """
        ...
