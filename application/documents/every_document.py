"""All documents that pass a filter, however many pages they take."""

from collections.abc import AsyncIterator

from application.ports.document_catalog import DocumentCatalog
from domain.documents.document import Document
from domain.documents.document_filter import DocumentFilter
from domain.documents.ordering import DocumentPosition
from domain.paging import PageRequest

_PAGE = 200


async def every_document(
    catalog: DocumentCatalog, within: DocumentFilter
) -> AsyncIterator[Document]:
    """Yield the documents that pass a filter, last uploaded first.

    Raises:
        DatabaseUnavailable: If the database is not reachable.
    """
    after: DocumentPosition | None = None
    while True:
        page = await catalog.list(PageRequest(_PAGE, after), within=within)
        for each in page.items:
            yield each
        after = page.next_cursor
        if after is None:
            return
