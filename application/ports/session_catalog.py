"""The port for reading chat sessions."""

from typing import Protocol
from uuid import UUID

from domain.conversation.message import Message
from domain.conversation.session import ChatSession, ListedSession
from domain.paging import Page, PageRequest


class SessionCatalog(Protocol):
    """Shows the stored sessions.

    Every method raises DatabaseUnavailable if the database is not reachable.
    """

    async def read(
        self, session_id: UUID, page: PageRequest[UUID]
    ) -> tuple[ChatSession, Page[Message, UUID]]:
        """Return a session and one page of its messages, as they are in one moment.

        The first page has the newest messages, and the next page those before them. Within a page
        the oldest message comes first. The traces of their searches are left out: `considered` is
        empty.

        Raises:
            SessionNotFound: If there is none with this id.
        """
        ...

    async def list(
        self, page: PageRequest[UUID], query: str = "", *, pinned: bool | None = None
    ) -> Page[ListedSession, UUID]:
        """Return sessions, newest first.

        Args:
            page: Which page.
            query: With a query, only sessions whose title contains it or one of whose messages
                does, each with where it stands. Case and NUL characters are ignored.
            pinned: Only those that are pinned, or that are not; None for both.
        """
        ...
