"""Finding a document by what a person calls it."""

from collections.abc import AsyncIterator
from uuid import UUID

from application.ports.document_catalog import DocumentCatalog
from domain.documents.document import Document
from domain.documents.document_filter import DocumentFilter
from domain.documents.filenames import display_name
from domain.documents.ordering import DocumentPosition
from domain.errors import DocumentNotFound, NameAmbiguous
from domain.paging import PageRequest

MOST_SUGGESTIONS = 3


class FindDocument:
    """Finds documents by their ids and names."""

    def __init__(self, catalog: DocumentCatalog) -> None:
        self._catalog = catalog

    async def execute(self, reference: str) -> Document:
        """Return the document with this id, or the only one with exactly this name.

        Raises:
            DocumentNotFound: If there is none. The message suggests names that end in this one.
            NameAmbiguous: If several documents have the name. The message lists their ids.
            DatabaseUnavailable: If the database is not reachable.
        """
        try:
            return await self._catalog.get(UUID(reference))
        except (ValueError, DocumentNotFound):
            name = display_name(reference)
        found = [document async for document in self._named(name) if name in document.names]
        if not found:
            raise DocumentNotFound(await self._missing(name))
        if len(found) > 1:
            ids = ", ".join(str(document.id) for document in found)
            raise NameAmbiguous(f"{len(found)} documents are named {name}: use an id, of {ids}.")
        return found[0]

    async def _named(self, pattern: str) -> AsyncIterator[Document]:
        """Yield the documents that a name finds as a pattern: every one that has it is there."""
        after: DocumentPosition | None = None
        while True:
            page = await self._catalog.list(
                PageRequest(200, after), within=DocumentFilter(filename=pattern)
            )
            for document in page.items:
                yield document
            after = page.next_cursor
            if after is None:
                return

    async def _missing(self, name: str) -> str:
        page = await self._catalog.list(
            PageRequest(MOST_SUGGESTIONS), within=DocumentFilter(filename=f"*/{name}")
        )
        endings = [
            each
            for document in page.items
            for each in document.names
            if each.lower().endswith(f"/{name}".lower())
        ]
        hint = f" Did you mean {' or '.join(endings[:MOST_SUGGESTIONS])}?" if endings else ""
        return f"There is no document named {name}.{hint}"
