"""The port for reading chat sessions."""

from typing import Protocol
from uuid import UUID

from domain.conversation.session import ChatSession
from domain.paging import Page, PageRequest


class SessionCatalog(Protocol):
    """Shows the stored sessions.

    Every method raises DatabaseUnavailable if the database is not reachable.
    """

    async def get(self, session_id: UUID) -> ChatSession:
        """Return one session.

        Raises:
            SessionNotFound: If there is none with this id.
        """
        ...

    async def list(self, page: PageRequest[UUID], query: str = "") -> Page[ChatSession, UUID]:
        """Return sessions, newest first.

        With a query, only sessions whose title contains it or one of whose messages does. Case and
        NUL characters are ignored.
        """
        ...
