"""Reading a session with its messages."""

from dataclasses import dataclass
from itertools import chain
from uuid import UUID

from application.ports.document_catalog import DocumentCatalog
from application.ports.session_catalog import SessionCatalog
from domain.citations.citation import Citation
from domain.conversation.message import Message
from domain.conversation.session import ChatSession
from domain.paging import Page, PageRequest
from domain.retrieval.passages import Passage

MAX_PAGE = 200


@dataclass(frozen=True, slots=True)
class Conversation:
    """A session with a page of its messages.

    Attributes:
        messages: Oldest first; the next page has those before them.
        gone: The documents of their sources and citations that have been deleted since.
    """

    session: ChatSession
    messages: Page[Message, UUID]
    gone: frozenset[UUID]


class ReadSession:
    """Reads sessions, and finds which of the documents that they name were deleted."""

    def __init__(self, sessions: SessionCatalog, catalog: DocumentCatalog) -> None:
        self._sessions = sessions
        self._catalog = catalog

    async def execute(
        self, session_id: UUID, page: PageRequest[UUID] | None = None
    ) -> Conversation:
        """Return a session with a page of its messages, by default the newest.

        Raises:
            SessionNotFound: If there is no such session.
            DatabaseUnavailable: If the database is not reachable.
        """
        session, messages = await self._sessions.read(session_id, page or PageRequest(MAX_PAGE))
        named = {
            each.place.document_id
            for message in messages.items
            for each in chain[Passage | Citation](message.sources, message.citations)
        }
        return Conversation(session, messages, await self._catalog.missing(named))
