"""Following a document until it is searchable, or will not be."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

from application.documents.followed_documents import (
    LOOK_SECONDS,
    FollowedDocument,
    FollowedDocuments,
    Known,
)
from domain.documents.document import Document, DocumentStatus
from domain.documents.events import (
    DocumentDone,
    DocumentEvent,
    DocumentNotDone,
    DocumentProgressed,
)
from domain.documents.jobs import Job, JobState
from domain.errors import DocumentNotFound, DocumentRemoved, ProcessingFailed


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

    def __init__(self, followed: FollowedDocuments) -> None:
        self._followed = followed
        self._stopping = asyncio.Event()

    async def execute(self, document_id: UUID, after: int = 0) -> AsyncIterator[NumberedEvent]:
        """Return the events of a document after event `after`; the last one ends them.

        Between two looks at the job only the newest progress is seen. If the server stops, the
        events end without a last one.

        Raises:
            DocumentNotFound: If there is none with this id.
            DatabaseUnavailable: If the database is not reachable; later events raise it, too.
        """
        followed = self._followed.follow(document_id)
        # what was known before may be older than what the client has just done
        known = await self._followed.look(followed, since=time.monotonic())
        return self._events(followed, _seen(known, after), after)

    def stop(self) -> None:
        """End all events, so that nobody who follows keeps the server from stopping."""
        self._stopping.set()

    async def _events(
        self, followed: FollowedDocument, seen: NumberedEvent, after: int
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
                recent = time.monotonic() - LOOK_SECONDS / 2
                seen = _seen(await self._followed.look(followed, since=recent), after)
            except DocumentNotFound:
                removed = DocumentRemoved()
                gone = DocumentNotDone(followed.document_id, removed.message, removed.code)
                seen = NumberedEvent(after + 1, gone)


def _seen(known: Known, after: int) -> NumberedEvent:
    """Return what is known of a document as the event that follows event `after`, if it is news."""
    if isinstance(known, Document):
        if known.status is DocumentStatus.PROCESSED:
            return NumberedEvent(after + 1, DocumentDone(known))
        return NumberedEvent(after, DocumentProgressed(None))  # its job came after the look
    if known.state in (JobState.FAILED, JobState.CANCELLED):
        return NumberedEvent(known.progress_number + 1, _ended(known))
    return NumberedEvent(known.progress_number + 1, DocumentProgressed(known.progress))


def _ended(job: Job) -> DocumentNotDone:
    return DocumentNotDone(
        job.document_id,
        job.error_message or ProcessingFailed().message,
        job.error_code or ProcessingFailed.code,
    )
