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

    async def change(
        self, session_id: UUID, *, title: str | None = None, pinned: bool | None = None
    ) -> ChatSession:
        """Rename a session, pin it or unpin it, and return it. Its `updated_at` does not change.

        Args:
            session_id: The session.
            title: The title, as `domain.conversation.session.clean_title` returns it; None leaves
                it as it is.
            pinned: Whether it is pinned from now on; None leaves it as it is.

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
