"""Selecting documents by a condition on their metadata that a filter cannot express."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from application.ports.document_catalog import DocumentCatalog
from domain.documents.conditions import Condition, holds
from domain.documents.document import Document, DocumentStatus
from domain.documents.document_filter import DocumentFilter
from domain.documents.ordering import DocumentPosition
from domain.paging import PageRequest

PAGE = 200
MATCHED_AT_ONCE = 2  # threads that uploads and much else wait for, too


class SelectByCondition:
    """Turns a condition into a filter that names the documents which fulfil it.

    It reads every document of the filter, a page at a time, so whoever asks for it is counted and
    admitted before.
    """

    def __init__(self, catalog: DocumentCatalog) -> None:
        self._catalog = catalog
        self._matching = asyncio.Semaphore(MATCHED_AT_ONCE)

    async def execute(self, within: DocumentFilter, condition: Condition) -> DocumentFilter:
        """Return the filter with the ids of those of its documents for which the condition holds.

        Args:
            within: The filter, resolved.
            condition: The condition.

        Raises:
            DatabaseUnavailable: If the database is not reachable.
        """
        found: list[UUID] = []
        page: PageRequest[DocumentPosition] = PageRequest(PAGE)
        while True:
            listed = await self._catalog.list(page, DocumentStatus.PROCESSED, within)
            # in a thread: a document may have thousands of values
            found += await self._matched(listed.items, condition)
            if listed.next_cursor is None:
                return replace(within, document_ids=tuple(found))
            page = PageRequest(PAGE, listed.next_cursor)

    async def _matched(self, documents: Sequence[Document], condition: Condition) -> list[UUID]:
        await self._matching.acquire()
        matching = asyncio.ensure_future(asyncio.to_thread(_matching, documents, condition))
        # whoever leaves does not end the thread, which keeps its place until it has ended
        matching.add_done_callback(lambda _: self._matching.release())
        return await asyncio.shield(matching)


def _matching(documents: Sequence[Document], condition: Condition) -> list[UUID]:
    return [each.id for each in documents if holds(condition, each.shown_metadata)]
