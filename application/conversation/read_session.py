"""Reading a session with its messages."""

from dataclasses import dataclass
from uuid import UUID

from application.ports.document_catalog import DocumentCatalog
from application.ports.message_store import MessageStore
from application.ports.session_catalog import SessionCatalog
from domain.conversation.message import Message
from domain.conversation.session import ChatSession
from domain.errors import DocumentNotFound


@dataclass(frozen=True, slots=True)
class Conversation:
    """A session with its messages.

    Attributes:
        messages: Oldest first.
        gone: The documents cited in them that have been deleted since.
    """

    session: ChatSession
    messages: tuple[Message, ...]
    gone: frozenset[UUID]


class ReadSession:
    """Reads sessions, and finds which of the documents that they cite were deleted."""

    def __init__(
        self, sessions: SessionCatalog, messages: MessageStore, catalog: DocumentCatalog
    ) -> None:
        self._sessions = sessions
        self._messages = messages
        self._catalog = catalog

    async def execute(self, session_id: UUID) -> Conversation:
        """Return a session with its messages.

        Raises:
            SessionNotFound: If there is no such session.
            DatabaseUnavailable: If the database is not reachable.
        """
        session = await self._sessions.get(session_id)
        messages = await self._messages.list(session_id)
        cited = {each.place.document_id for message in messages for each in message.citations}
        gone = frozenset([each for each in cited if await self._is_gone(each)])
        return Conversation(session, messages, gone)

    async def _is_gone(self, document_id: UUID) -> bool:
        try:
            await self._catalog.get(document_id)
        except DocumentNotFound:
            return True
        return False
