"""Selecting documents by a condition on their metadata that a filter cannot express."""

import asyncio
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from uuid import UUID
from weakref import WeakValueDictionary

from application.access.acting import acting_principal
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
    admitted before. One page of a workspace is compared at a time: whoever asks in another waits
    for one of each at the most, however many ask there.
    """

    def __init__(self, catalog: DocumentCatalog) -> None:
        self._catalog = catalog
        self._matching = asyncio.Semaphore(MATCHED_AT_ONCE)
        self._turns: WeakValueDictionary[UUID, asyncio.Lock] = WeakValueDictionary()

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
        turn = self._turns.setdefault(acting_principal().workspace.workspace_id, asyncio.Lock())
        async with AsyncExitStack() as places:
            await places.enter_async_context(turn)
            await places.enter_async_context(self._matching)
            # whoever leaves does not end the thread, which keeps its places until it has ended
            work = _in_thread(places.pop_all(), documents, condition)
            return await asyncio.shield(asyncio.create_task(work))


async def _in_thread(
    places: AsyncExitStack, documents: Sequence[Document], condition: Condition
) -> list[UUID]:
    async with places:
        return await asyncio.to_thread(_matching, documents, condition)


def _matching(documents: Sequence[Document], condition: Condition) -> list[UUID]:
    return [each.id for each in documents if holds(condition, each.shown_metadata)]
