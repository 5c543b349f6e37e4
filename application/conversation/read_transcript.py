"""Reading a whole conversation, to save it elsewhere."""

from dataclasses import dataclass
from uuid import UUID

from application.conversation.read_session import MAX_PAGE, ReadSession
from domain.conversation.message import Message
from domain.conversation.session import ChatSession
from domain.paging import PageRequest


@dataclass(frozen=True, slots=True)
class WholeConversation:
    """A session with all its messages.

    Attributes:
        messages: Oldest first.
        gone: The documents of their sources and citations that have been deleted since.
    """

    session: ChatSession
    messages: tuple[Message, ...]
    gone: frozenset[UUID]


class ReadTranscript:
    """Reads all messages of a session."""

    def __init__(self, read: ReadSession) -> None:
        self._read = read

    async def execute(self, session_id: UUID) -> WholeConversation:
        """Return a session with all its messages.

        Raises:
            SessionNotFound: If there is no such session.
            DatabaseUnavailable: If the database is not reachable.
        """
        page = await self._read.execute(session_id)
        pages, gone = [page.messages.items], set(page.gone)
        while (before := page.messages.next_cursor) is not None:
            page = await self._read.execute(session_id, PageRequest(MAX_PAGE, before))
            pages.append(page.messages.items)
            gone |= page.gone
        messages = tuple(message for each in reversed(pages) for message in each)
        return WholeConversation(page.session, messages, frozenset(gone))
