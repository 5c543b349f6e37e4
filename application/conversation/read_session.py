"""Reading a session with its messages."""

from dataclasses import dataclass
from itertools import chain
from uuid import UUID

from application.ports.document_catalog import DocumentCatalog
from application.ports.message_store import MessageStore
from application.ports.session_catalog import SessionCatalog
from domain.citations.citation import Citation
from domain.conversation.message import Message
from domain.conversation.session import ChatSession
from domain.errors import DocumentNotFound
from domain.retrieval.passages import Passage


@dataclass(frozen=True, slots=True)
class Conversation:
    """A session with its messages.

    Attributes:
        messages: Oldest first.
        gone: The documents of their sources and citations that have been deleted since.
    """

    session: ChatSession
    messages: tuple[Message, ...]
    gone: frozenset[UUID]


class ReadSession:
    """Reads sessions, and finds which of the documents that they name were deleted."""

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
        places = [
            each.place
            for message in messages
            for each in chain[Passage | Citation](message.sources, message.citations)
        ]
        named = {place.document_id for place in places}
        gone = frozenset([each for each in named if await self._is_gone(each)])
        return Conversation(session, messages, gone)

    async def _is_gone(self, document_id: UUID) -> bool:
        try:
            await self._catalog.get(document_id)
        except DocumentNotFound:
            return True
        return False
