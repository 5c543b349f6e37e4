"""Selecting documents by a condition on their metadata that a filter cannot express."""

from dataclasses import replace

from application.ports.document_catalog import DocumentCatalog
from application.retrieval.resolve_filter import ResolveFilter
from domain.documents.conditions import Condition, holds
from domain.documents.document import DocumentStatus
from domain.documents.document_filter import DocumentFilter
from domain.documents.ordering import DocumentPosition
from domain.paging import PageRequest

PAGE = 200


class SelectByCondition:
    """Turns a condition into a filter that names the documents which fulfil it.

    It reads every document of the filter, a page at a time.
    """

    def __init__(self, catalog: DocumentCatalog, resolve: ResolveFilter) -> None:
        self._catalog = catalog
        self._resolve = resolve

    async def execute(self, within: DocumentFilter, condition: Condition) -> DocumentFilter:
        """Return the filter with the ids of those of its documents for which the condition holds.

        Raises:
            CollectionNotFound: If there is no such collection.
            DatabaseUnavailable: If the database is not reachable.
        """
        resolved = await self._resolve.execute(within)
        found = []
        page: PageRequest[DocumentPosition] = PageRequest(PAGE)
        while True:
            listed = await self._catalog.list(page, DocumentStatus.PROCESSED, resolved)
            found += [each.id for each in listed.items if holds(condition, each.shown_metadata)]
            if listed.next_cursor is None:
                return replace(within, document_ids=tuple(found))
            page = PageRequest(PAGE, listed.next_cursor)
