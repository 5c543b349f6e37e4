"""The versions of the documents of an InMemoryLibrary."""

from dataclasses import replace
from uuid import UUID

from application.ports.document_versions import DocumentVersions
from domain.documents.document import Document
from domain.errors import DocumentNotFound, ExternalIdTaken, VersionNotFound
from domain.paging import Page, PageRequest
from tests.fakes.library import InMemoryLibrary
from tests.fakes.named_documents import entry_named


class InMemoryDocumentVersions(DocumentVersions):
    """Reads the versions of documents, and renames documents."""

    def __init__(self, library: InMemoryLibrary | None = None) -> None:
        self.library = library or InMemoryLibrary()

    async def get(self, document_id: UUID, version: int) -> Document:
        entry = self.library.entry(document_id)
        if version == entry.document.version:
            return self.library.read(entry)
        if version not in entry.earlier:
            raise VersionNotFound
        return entry.earlier[version].document

    async def earlier(self, document_id: UUID, page: PageRequest[int]) -> Page[Document, int]:
        held = self.library.entry(document_id).earlier
        found = [held[each].document for each in sorted(held, reverse=True)]
        found = [each for each in found if page.after is None or each.version < page.after]
        items = tuple(found[: page.limit])
        return Page(items, items[-1].version if len(found) > page.limit else None)

    async def named(self, external_id: str) -> Document:
        self.library.check()
        entry = entry_named(self.library, external_id)
        if entry is None or entry.document.id not in self.library.readable:
            raise DocumentNotFound
        return self.library.read(entry)

    async def rename(
        self, external_id: str, new_external_id: str, filename: str | None = None
    ) -> Document:
        self.library.check()
        entry = entry_named(self.library, external_id)
        if external_id != new_external_id and entry_named(self.library, new_external_id):
            raise ExternalIdTaken
        if entry is None or entry.document.id not in self.library.readable:
            raise DocumentNotFound
        entry.document = replace(entry.document, external_id=new_external_id)
        if filename is not None:
            others = tuple(each for each in entry.document.other_names if each != filename)
            entry.document = replace(entry.document, filename=filename, other_names=others)
            self.library.revision += 1
        return self.library.read(entry)
