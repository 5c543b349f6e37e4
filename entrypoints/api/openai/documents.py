"""Pages of documents, whose positions are the ids of their files."""

from application.ports.document_catalog import DocumentCatalog
from domain.documents.document import Document, DocumentStatus
from domain.documents.document_filter import ALL_DOCUMENTS, DocumentFilter
from domain.documents.ordering import DocumentPosition, DocumentSort
from domain.paging import Page, PageRequest
from entrypoints.api.openai.ids import FILE, parsed
from entrypoints.api.openai.lists import Order

SORTS = {"asc": DocumentSort.OLDEST, "desc": DocumentSort.NEWEST}


async def page_after(
    catalog: DocumentCatalog,
    limit: int,
    after: str | None,
    order: Order,
    within: DocumentFilter = ALL_DOCUMENTS,
    status: DocumentStatus | None = None,
) -> Page[Document, DocumentPosition]:
    """Return the documents after that of a file, in the order of their uploads.

    Raises:
        DocumentNotFound: If there is no such file.
    """
    sort = SORTS[order]
    position = None
    if after is not None:
        position = sort.position(await catalog.get(parsed(FILE, after)))
    return await catalog.list(PageRequest(limit, position), status, within, sort=sort)
