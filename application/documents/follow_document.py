"""Following a document until it is searchable, or will not be."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

from application.ports.document_catalog import DocumentCatalog
from application.ports.job_board import JobBoard
from domain.documents.document import DocumentStatus
from domain.documents.events import (
    DocumentDone,
    DocumentEvent,
    DocumentNotDone,
    DocumentProgressed,
)
from domain.documents.jobs import Job, JobState
from domain.errors import DocumentNotFound, DocumentRemoved, ProcessingFailed

LOOK_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class NumberedEvent:
    """An event and its number, by which a client that lost its connection goes on."""

    number: int
    event: DocumentEvent

    @property
    def is_last(self) -> bool:
        """Whether no event follows."""
        return not isinstance(self.event, DocumentProgressed)


class FollowDocument:
    """Follows documents, whichever process works on them."""

    def __init__(self, board: JobBoard, catalog: DocumentCatalog) -> None:
        self._board = board
        self._catalog = catalog
        self._stopping = asyncio.Event()

    async def execute(self, document_id: UUID, after: int = 0) -> AsyncIterator[NumberedEvent]:
        """Return the events of a document after event `after`; the last one ends them.

        Between two looks at the job only the newest progress is seen. If the server stops, the
        events end without a last one.

        Raises:
            DocumentNotFound: If there is none with this id.
            DatabaseUnavailable: If the database is not reachable; later events raise it, too.
        """
        first = await self._look(document_id, after)
        return self._events(document_id, first, after)

    def stop(self) -> None:
        """End all events, so that nobody who follows keeps the server from stopping."""
        self._stopping.set()

    async def _events(
        self, document_id: UUID, seen: NumberedEvent, after: int
    ) -> AsyncIterator[NumberedEvent]:
        while True:
            if seen.number > after or seen.is_last:
                yield seen
                after = seen.number
            if seen.is_last:
                return
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_SECONDS):
                    await self._stopping.wait()
            if self._stopping.is_set():
                return
            try:
                seen = await self._look(document_id, after)
            except DocumentNotFound:
                removed = DocumentRemoved()
                gone = DocumentNotDone(document_id, removed.message, removed.code)
                seen = NumberedEvent(after + 1, gone)

    async def _look(self, document_id: UUID, after: int) -> NumberedEvent:
        job = await self._board.find(document_id)
        if job is None:
            document = await self._catalog.get(document_id)
            if document.status is DocumentStatus.PROCESSED:
                return NumberedEvent(after + 1, DocumentDone(document))
            return NumberedEvent(after, DocumentProgressed(None))  # its job came after the look
        if job.state in (JobState.FAILED, JobState.CANCELLED):
            return NumberedEvent(job.progress_number + 1, _ended(job))
        return NumberedEvent(job.progress_number + 1, DocumentProgressed(job.progress))


def _ended(job: Job) -> DocumentNotDone:
    return DocumentNotDone(
        job.document_id,
        job.error_message or ProcessingFailed().message,
        job.error_code or ProcessingFailed.code,
    )
