"""Limits to groups in an InMemoryLibrary."""

from collections.abc import Collection
from dataclasses import replace
from uuid import UUID

from application.ports.reading_limits import ReadingLimits
from domain.errors import CollectionNotFound
from tests.fakes.library import InMemoryLibrary


class InMemoryReadingLimits(ReadingLimits):
    """Limits the documents and collections of an InMemoryLibrary."""

    def __init__(self, library: InMemoryLibrary | None = None) -> None:
        self.library = library or InMemoryLibrary()

    async def limit_document(self, document_id: UUID, groups: tuple[str, ...]) -> None:
        entry = self.library.entry(document_id)
        entry.document = replace(entry.document, limited_to=groups)
        self.library.revision += 1

    async def limit_collection(self, collection_id: UUID, groups: tuple[str, ...]) -> None:
        self.library.check()
        collection = self.library.readable_collections.get(collection_id)
        if collection is None:
            raise CollectionNotFound
        self.library.collections[collection_id] = replace(collection, limited_to=groups)
        self.library.revision += 1

    async def may_read(self, documents: Collection[UUID]) -> bool:
        self.library.check()
        return all(map(self.library.may_read, documents))
