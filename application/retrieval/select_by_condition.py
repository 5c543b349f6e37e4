"""Selecting documents by a condition on their metadata that a filter cannot express."""

import asyncio
from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import replace
from uuid import UUID

from application.limits.workspace_turns import WorkspaceTurns
from application.ports.document_metadata import DocumentMetadata
from domain.documents.conditions import Condition, holds
from domain.documents.document_filter import DocumentFilter
from domain.documents.metadata import Metadata

PAGE = 200
MATCHED_AT_ONCE = 2  # threads that uploads and much else wait for, too


class SelectByCondition:
    """Turns a condition into a filter that names the documents which fulfil it.

    It reads the metadata of every document of the filter, a page at a time, so whoever asks for it
    is counted and admitted before. One page of a workspace is compared at a time: whoever asks in
    another waits for one of each at the most, however many ask there.
    """

    def __init__(self, metadata: DocumentMetadata) -> None:
        self._metadata = metadata
        self._turns = WorkspaceTurns(MATCHED_AT_ONCE, of_one=1)

    async def execute(self, within: DocumentFilter, condition: Condition) -> DocumentFilter:
        """Return the filter with the ids of those of its documents for which the condition holds.

        Args:
            within: The filter, resolved.
            condition: The condition.

        Raises:
            DatabaseUnavailable: If the database is not reachable.
        """
        ids = await self._metadata.processed(within)
        found: list[UUID] = []
        for start in range(0, len(ids), PAGE):
            page = await self._metadata.of(ids[start : start + PAGE])
            # in a thread: a document may have thousands of values
            found += await self._matched(page, condition)
        return replace(within, document_ids=tuple(found))

    async def _matched(self, page: Mapping[UUID, Metadata], condition: Condition) -> list[UUID]:
        async with AsyncExitStack() as turn:
            await turn.enter_async_context(self._turns.turn())
            # whoever leaves does not end the thread, which keeps its turn until it has ended
            work = _in_thread(turn.pop_all(), page, condition)
            return await asyncio.shield(asyncio.create_task(work))


async def _in_thread(
    turn: AsyncExitStack, page: Mapping[UUID, Metadata], condition: Condition
) -> list[UUID]:
    async with turn:
        return await asyncio.to_thread(_matching, page, condition)


def _matching(page: Mapping[UUID, Metadata], condition: Condition) -> list[UUID]:
    return [key for key, metadata in page.items() if holds(condition, metadata)]
