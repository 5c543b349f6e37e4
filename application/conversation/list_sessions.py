"""Listing conversations, and searching in them."""

from contextlib import nullcontext
from uuid import UUID

from application.limits.admission import Admission
from application.ports.session_catalog import SessionCatalog
from domain.conversation.session import ListedSession
from domain.paging import Page, PageRequest


class ListSessions:
    """Lists sessions. A search in them reads all messages of a workspace: few are done at once."""

    def __init__(self, sessions: SessionCatalog, searches: Admission) -> None:
        self._sessions = sessions
        self._searches = searches

    async def execute(
        self, page: PageRequest[UUID], query: str = "", *, pinned: bool | None = None
    ) -> Page[ListedSession, UUID]:
        """Return sessions, newest first.

        Args:
            page: Which page.
            query: With a query, only sessions whose title or messages contain it.
            pinned: Only those that are pinned, or that are not; None for both.

        Raises:
            ServerBusy: If as many searches in conversations as possible are running.
            DatabaseUnavailable: If the database is not reachable.
        """
        with self._searches.admitted() if query else nullcontext():
            return await self._sessions.list(page, query, pinned=pinned)
