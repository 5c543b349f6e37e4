"""Sessions: create, list, read, rename, delete."""

from typing import Annotated
from uuid import UUID

from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, delete, get, patch, post
from litestar.params import FromPath, JSONBody, QueryParameter

from application.conversation.create_session import CreateSession
from application.conversation.read_session import MAX_PAGE, ReadSession
from application.ports.session_catalog import SessionCatalog
from application.ports.session_store import SessionStore
from domain import errors
from domain.conversation.session import clean_title
from entrypoints.api.controllers.parameters import PageCursor, PageLimit, page_request
from entrypoints.api.problems import READING, WRITING, problems
from entrypoints.api.request_errors import CrossOrigin, RequestTooLarge
from entrypoints.api.roles import FOR_PAGES, READER
from entrypoints.api.schemas import (
    ConversationView,
    Listing,
    MessageView,
    RenameRequest,
    SessionCreated,
    SessionView,
    listing,
)


class SessionController(Controller):
    """Conversations and their messages."""

    path = "/api/session"
    tags = ["Sessions"]  # noqa: RUF012 - the framework's attribute
    opt = READER

    @post("/create/", opt=FOR_PAGES, responses=problems(CrossOrigin, *WRITING))
    @inject
    async def create_session(self, create: FromDishka[CreateSession]) -> SessionCreated:
        """Create a session."""
        session = await create.execute()
        return SessionCreated(session.id, session.created_at)

    @get("/", responses=problems(*READING))
    @inject
    async def list_sessions(
        self,
        sessions: FromDishka[SessionCatalog],
        limit: PageLimit = 50,
        cursor: PageCursor = None,
        text: Annotated[
            str,
            QueryParameter(
                name="query",
                max_length=200,
                description="Only sessions whose title or messages contain this text, ignoring"
                " case.",
            ),
        ] = "",
    ) -> Listing[SessionView]:
        """List sessions, newest first."""
        page = await sessions.list(page_request(limit, cursor, UUID), text)
        return listing([SessionView.of(session) for session in page.items], page)

    @get(
        "/{session_id:uuid}/",
        responses=problems(errors.SessionNotFound, *READING),
    )
    @inject
    async def get_session(
        self,
        session_id: FromPath[UUID],
        read: FromDishka[ReadSession],
        limit: PageLimit = MAX_PAGE,
        cursor: PageCursor = None,
    ) -> ConversationView:
        """Read a session with its newest messages, oldest first, or with those before a cursor."""
        conversation = await read.execute(session_id, page_request(limit, cursor, UUID))
        session, page = conversation.session, conversation.messages
        return ConversationView(
            session.id,
            session.created_at,
            session.updated_at,
            session.title,
            [MessageView.of(message, conversation.gone) for message in page.items],
            None if page.next_cursor is None else str(page.next_cursor),
        )

    @patch(
        "/{session_id:uuid}/",
        responses=problems(
            errors.TitleEmpty,
            errors.TitleTooLong,
            errors.SessionNotFound,
            RequestTooLarge,
            *WRITING,
            CrossOrigin,
        ),
    )
    @inject
    async def rename_session(
        self,
        session_id: FromPath[UUID],
        data: JSONBody[RenameRequest],
        sessions: FromDishka[SessionStore],
    ) -> SessionView:
        """Change the title of a session."""
        return SessionView.of(await sessions.rename(session_id, clean_title(data.title)))

    @delete(
        "/{session_id:uuid}/",
        responses=problems(errors.SessionNotFound, CrossOrigin, *WRITING),
    )
    @inject
    async def delete_session(
        self, session_id: FromPath[UUID], sessions: FromDishka[SessionStore]
    ) -> None:
        """Delete a session and its messages."""
        await sessions.remove(session_id)
