"""The work on documents: follow it, try it again, cancel it."""

from uuid import UUID

from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, get, post
from litestar.params import FromPath
from litestar.response.sse import ServerSentEvent

from application.documents.follow_document import FollowDocument
from application.ports.document_catalog import DocumentCatalog
from application.ports.job_board import JobBoard
from domain import errors
from entrypoints.api.controllers.parameters import After, LastEventId, last_seen
from entrypoints.api.document_events import DOCUMENT_STREAM, document_events
from entrypoints.api.document_schemas import DocumentView
from entrypoints.api.open_streams import OpenStreams
from entrypoints.api.problems import READING, WRITING, problems
from entrypoints.api.request_errors import CrossOrigin
from entrypoints.api.roles import EDITOR, READER


class DocumentJobController(Controller):
    """The work that makes documents searchable."""

    path = "/api/document"
    tags = ["Documents"]  # noqa: RUF012 - the framework's attribute
    opt = READER

    @get(
        "/{document_id:uuid}/events/",
        media_type="text/event-stream",
        responses=DOCUMENT_STREAM | problems(errors.DocumentNotFound, errors.ServerBusy, *READING),
    )
    @inject
    async def follow(
        self,
        document_id: FromPath[UUID],
        follow_document: FromDishka[FollowDocument],
        streams: FromDishka[OpenStreams],
        after: After = None,
        last_event_id: LastEventId = None,
    ) -> ServerSentEvent:
        """Follow the work on a document until `done` or `error`, which ends the stream."""
        streams.enter()
        seen = last_seen(after, last_event_id)
        events = await follow_document.execute(document_id, seen)
        return document_events(document_id, events)

    @post(
        "/{document_id:uuid}/retry/",
        status_code=202,
        responses=problems(errors.DocumentNotFound, errors.NothingToDo, CrossOrigin, *WRITING),
        opt=EDITOR,
    )
    @inject
    async def retry(
        self,
        document_id: FromPath[UUID],
        board: FromDishka[JobBoard],
        catalog: FromDishka[DocumentCatalog],
    ) -> DocumentView:
        """Process a document again that failed or was cancelled, from its stored bytes.

        A worker begins at once. Of a document that is waiting or being processed, nothing changes.
        """
        await board.retry(document_id)
        return DocumentView.of(await catalog.get(document_id))

    @post(
        "/{document_id:uuid}/cancel/",
        status_code=202,
        responses=problems(errors.DocumentNotFound, errors.NothingToDo, CrossOrigin, *WRITING),
        opt=EDITOR,
    )
    @inject
    async def cancel(
        self,
        document_id: FromPath[UUID],
        board: FromDishka[JobBoard],
        catalog: FromDishka[DocumentCatalog],
    ) -> DocumentView:
        """Cancel the work on a document. Its bytes stay stored, and it can be retried.

        Whoever works on it stops within seconds, and stores nothing of it.
        """
        await board.cancel(document_id)
        return DocumentView.of(await catalog.get(document_id))
