"""Sessions: create, list, read, rename, pin, export, delete."""

import asyncio
from typing import Annotated
from uuid import UUID

from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, Response, delete, get, patch, post
from litestar.params import FromPath, JSONBody, QueryParameter
from msgspec import UNSET

from application.conversation.create_session import CreateSession
from application.conversation.list_sessions import ListSessions
from application.conversation.read_session import MAX_PAGE, ReadSession
from application.conversation.read_transcript import ReadTranscript
from application.limits.workspace_turns import WorkspaceTurns
from application.ports.session_store import SessionStore
from domain import errors
from domain.conversation.session import clean_title
from entrypoints.api.audited_actions import AUDITED_AS
from entrypoints.api.bounded_request import BoundedRequest
from entrypoints.api.controllers.parameters import PageCursor, PageLimit, page_request
from entrypoints.api.feedback_schemas import FeedbackView
from entrypoints.api.problems import READING, WRITING, problems
from entrypoints.api.request_errors import CrossOrigin, RequestTooLarge
from entrypoints.api.roles import FOR_PAGES, READER
from entrypoints.api.schemas import (
    ConversationView,
    ListedSessionView,
    Listing,
    MessageView,
    SessionChange,
    SessionCreated,
    SessionView,
    listing,
)
from entrypoints.api.transcripts import TranscriptFormat, TranscriptOperation, transcript_file

_RENDERING = WorkspaceTurns(2, of_one=1)  # of the threads of the process, which others need too


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

    @get("/", responses=problems(errors.ServerBusy, *READING))
    @inject
    async def list_sessions(
        self,
        sessions: FromDishka[ListSessions],
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
        pinned: Annotated[
            bool | None,
            QueryParameter(description="Only sessions that are pinned, or that are not."),
        ] = None,
    ) -> Listing[ListedSessionView]:
        """List sessions, newest first. With `query`, each says where it contains that text."""
        page = await sessions.execute(page_request(limit, cursor, UUID), text, pinned=pinned)
        return listing([ListedSessionView.of_listed(each) for each in page.items], page)

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
            session.pinned,
            [MessageView.of(message, conversation.gone) for message in page.items],
            None if page.next_cursor is None else str(page.next_cursor),
            [FeedbackView.of(each) for each in conversation.feedback],
        )

    @get(
        "/{session_id:uuid}/export/",
        operation_class=TranscriptOperation,
        responses=problems(errors.SessionNotFound, *READING),
    )
    @inject
    async def export_session(
        self,
        session_id: FromPath[UUID],
        read: FromDishka[ReadTranscript],
        form: Annotated[
            TranscriptFormat,
            QueryParameter(name="format", description="What the file is."),
        ] = TranscriptFormat.MARKDOWN,
    ) -> Response[str]:
        """Download a session as a file, whose footnotes have the words that its answers quote."""
        async with _RENDERING.turn():  # before the read: those that wait hold nothing
            conversation = await read.execute(session_id)
            # Markdown can take seconds, in which the server answers others
            return await asyncio.to_thread(transcript_file, conversation, form)

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
    async def change_session(
        self,
        request: BoundedRequest,
        session_id: FromPath[UUID],
        data: JSONBody[SessionChange],
        sessions: FromDishka[SessionStore],
    ) -> SessionView:
        """Rename a session, pin it or unpin it."""
        title = None if data.title is UNSET else clean_title(data.title)
        pinned = None if data.pinned is UNSET else data.pinned
        if title is None and pinned is not None:
            request.scope["state"][AUDITED_AS] = "session.pin" if pinned else "session.unpin"
        return SessionView.of(await sessions.change(session_id, title=title, pinned=pinned))

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
