"""Listing the versions of a document."""

from uuid import UUID

from application.ports.document_catalog import DocumentCatalog
from application.ports.document_versions import DocumentVersions
from domain.documents.document import Document
from domain.paging import Page, PageRequest


class ListVersions:
    """Lists the versions of documents that are kept, the newest first."""

    def __init__(self, catalog: DocumentCatalog, versions: DocumentVersions) -> None:
        self._catalog = catalog
        self._versions = versions

    async def execute(self, document_id: UUID, page: PageRequest[int]) -> Page[Document, int]:
        """Return a page of the versions of a document. Its first one is the current version.

        Raises:
            DocumentNotFound: If there is none with this id.
            DatabaseUnavailable: If the database is not reachable.
        """
        if page.after is not None:
            return await self._versions.earlier(document_id, page)
        current = await self._catalog.get(document_id)
        after = PageRequest(page.limit, current.version)
        earlier = await self._versions.earlier(document_id, after)
        items = (current, *earlier.items)
        has_more = len(items) > page.limit or earlier.next_cursor is not None
        shown = items[: page.limit]
        return Page(shown, shown[-1].version if has_more else None)
