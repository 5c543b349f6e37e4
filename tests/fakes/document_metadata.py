"""The metadata of the documents of an InMemoryLibrary."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from application.ports.document_metadata import DocumentMetadata
from domain.documents.document import DocumentStatus
from domain.documents.document_filter import DocumentFilter
from domain.documents.metadata import Metadata
from tests.fakes.labels import passes
from tests.fakes.library import InMemoryLibrary


class InMemoryDocumentMetadata(DocumentMetadata):
    """Shows metadata. Records: `asked`, the filters, and `pages`, the ids of each read."""

    def __init__(self, library: InMemoryLibrary) -> None:
        self.library = library
        self.asked: list[DocumentFilter] = []
        self.pages: list[Sequence[UUID]] = []

    async def processed(self, within: DocumentFilter) -> Sequence[UUID]:
        self.library.check()
        self.asked.append(within)
        return sorted(
            key
            for key, entry in self.library.readable.items()
            if entry.document.status is DocumentStatus.PROCESSED and passes(entry.document, within)
        )

    async def of(self, document_ids: Sequence[UUID]) -> Mapping[UUID, Metadata]:
        self.library.check()
        self.pages.append(document_ids)
        return {
            key: self.library.readable[key].document.shown_metadata
            for key in document_ids
            if key in self.library.readable
        }
