"""Reading a session with its messages."""

from dataclasses import dataclass
from uuid import UUID

from application.access.acting import acting_principal
from application.ports.document_catalog import DocumentCatalog
from application.ports.feedback_store import FeedbackStore
from application.ports.session_catalog import SessionCatalog
from domain.conversation.feedback import Feedback
from domain.conversation.message import Message, MessageRole, quoted_by
from domain.conversation.session import ChatSession
from domain.paging import Page, PageRequest

MAX_PAGE = 200


@dataclass(frozen=True, slots=True)
class Conversation:
    """A session with a page of its messages.

    Attributes:
        messages: Oldest first; the next page has those before them.
        gone: The documents of their sources and citations that have been deleted since.
        feedback: What who reads said about its answers.
    """

    session: ChatSession
    messages: Page[Message, UUID]
    gone: frozenset[UUID]
    feedback: tuple[Feedback, ...]


class ReadSession:
    """Reads sessions, with what has become of their documents, and one's own feedback."""

    def __init__(
        self, sessions: SessionCatalog, catalog: DocumentCatalog, feedback: FeedbackStore
    ) -> None:
        self._sessions = sessions
        self._catalog = catalog
        self._feedback = feedback

    async def execute(
        self, session_id: UUID, page: PageRequest[UUID] | None = None
    ) -> Conversation:
        """Return a session with a page of its messages, by default the newest.

        Raises:
            SessionNotFound: If there is no such session.
            DatabaseUnavailable: If the database is not reachable.
        """
        session, messages = await self._sessions.read(session_id, page or PageRequest(MAX_PAGE))
        answers = [each.id for each in messages.items if each.role is MessageRole.ASSISTANT]
        return Conversation(
            session,
            messages,
            await self._catalog.missing(quoted_by(messages.items)),
            await self._feedback.of(answers, acting_principal().voice),
        )
