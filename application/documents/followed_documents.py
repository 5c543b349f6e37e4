"""What is known of the documents that are followed here, read once for all who read the same."""

import asyncio
import math
import time
from dataclasses import dataclass, field
from typing import TypeAlias
from uuid import UUID
from weakref import WeakValueDictionary

from application.access.acting import acting_principal
from application.documents.every_document import every_document
from application.ports.document_catalog import DocumentCatalog
from application.ports.job_board import JobBoard
from domain.documents.document import Document
from domain.documents.document_filter import DocumentFilter
from domain.documents.jobs import Job
from domain.errors import DocumentNotFound, Unavailable

LOOK_SECONDS = 0.5
LOOKS_AT_ONCE = 2

Known: TypeAlias = Job | Document
"""The job of a document, or the document if it has none."""

Readers: TypeAlias = tuple[UUID, tuple[str, ...] | None]
"""A workspace and groups: who has both in common reads the same documents."""


@dataclass(eq=False)
class FollowedDocument:
    """A document, as all see it who follow it here and read the same.

    Attributes:
        looking: Held by who looks for these readers.
        looked_at: When the last look at it began.
        found: What that look found; None if there is no such document for these readers.
    """

    document_id: UUID
    readers: Readers
    looking: asyncio.Lock = field(repr=False)
    looked_at: float = -math.inf
    found: Known | Unavailable | None = field(default=None, repr=False)


class FollowedDocuments:
    """Looks at followed documents, at all of the same readers together.

    There is one look at a time for the same readers, so no crowd of them stands before others. All
    together have LOOKS_AT_ONCE, each with one connection.
    """

    def __init__(self, board: JobBoard, catalog: DocumentCatalog) -> None:
        self._board = board
        self._catalog = catalog
        self._followed: WeakValueDictionary[tuple[Readers, UUID], FollowedDocument]
        self._followed = WeakValueDictionary()
        self._locks: WeakValueDictionary[Readers, asyncio.Lock] = WeakValueDictionary()
        self._places = asyncio.Semaphore(LOOKS_AT_ONCE)

    def follow(self, document_id: UUID) -> FollowedDocument:
        """Return a document for who acts. It is looked at as long as somebody holds it."""
        who = acting_principal()
        readers = who.workspace.workspace_id, who.reads_as
        looking = self._locks.setdefault(readers, asyncio.Lock())
        return self._followed.setdefault(
            (readers, document_id), FollowedDocument(document_id, readers, looking)
        )

    async def look(self, followed: FollowedDocument, since: float) -> Known:
        """Return what a look at a document found that began at a time, or later.

        Raises:
            DocumentNotFound: If there is no such document for who acts.
            DatabaseUnavailable: If the database is not reachable.
        """
        async with followed.looking:
            if followed.looked_at < since:
                async with self._places:
                    await self._look(followed)
        if followed.found is None:
            raise DocumentNotFound
        if isinstance(followed.found, Unavailable):
            raise followed.found
        return followed.found

    async def _look(self, followed: FollowedDocument) -> None:
        """Look at a document, and at those of the same readers that it is time for."""
        began = time.monotonic()
        due = {
            each.document_id: each
            for each in self._followed.values()
            if each.readers == followed.readers
            and (each is followed or each.looked_at <= began - LOOK_SECONDS / 2)
        }
        found: dict[UUID, Known] = {}
        failure = None
        try:
            found.update(await self._board.find(due))
            if others := tuple(due.keys() - found.keys()):
                within = DocumentFilter(document_ids=others)
                async for document in every_document(self._catalog, within):
                    found[document.id] = document
        except Unavailable as exc:  # of all that wait for it, or each would wait in its turn
            failure = exc
        for each in due.values():
            each.looked_at, each.found = began, failure or found.get(each.document_id)
