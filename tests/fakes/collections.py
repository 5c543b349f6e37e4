"""In-memory collections behind the same ports as PostgreSQL."""

from collections import Counter
from collections.abc import Collection as Several
from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import inf
from uuid import UUID

from application.ports.collection_catalog import CollectionCatalog
from application.ports.collection_members import CollectionMembers
from application.ports.collection_store import CollectionStore
from application.ports.document_removals import DocumentRemovals
from domain.documents.collection import Collection, CollectionContents
from domain.documents.document_filter import DocumentFilter
from domain.documents.metadata import Labels, Metadata
from domain.documents.removal import Removal, RemovedName
from domain.errors import (
    CollectionExists,
    CollectionLimited,
    CollectionNotFound,
    DocumentNotFound,
)
from domain.paging import Page, PageRequest
from tests.fakes.document_names import names_matching, without_name
from tests.fakes.labels import passes, with_labels
from tests.fakes.library import Entry, InMemoryLibrary, removal_of, remove_entries, with_brought


class InMemoryCollectionStore(CollectionStore):
    """Stores the collections of an InMemoryLibrary."""

    def __init__(self, library: InMemoryLibrary) -> None:
        self.library = library

    async def create(self, collection: Collection, document_ids: Sequence[UUID] = ()) -> None:
        self.library.admit()
        self._refuse_taken(collection.name, collection.id)
        put_into(self.library, collection.name, {each: {} for each in document_ids})
        self.library.collections[collection.id] = collection

    async def rename(self, collection_id: UUID, name: str) -> None:
        old = self._one(collection_id)
        self._refuse_taken(name, collection_id)
        self.library.collections[collection_id] = replace(old, name=name)
        self._replace(old.name, name)

    async def remove(self, collection_id: UUID, *, with_documents: bool = False) -> Removal:
        name = self._one(collection_id).name
        removal = Removal()
        self._refuse_opening(collection_id, with_documents=with_documents)
        if with_documents:
            matching = DocumentFilter(collections=(name,))
            removal = remove_entries(self.library, _matching(self.library, matching))
        del self.library.collections[collection_id]
        self._replace(name, None)
        return removal

    def _refuse_opening(self, collection_id: UUID, *, with_documents: bool) -> None:
        going = self.library.readable if with_documents else {}
        collection = self.library.collections[collection_id]
        staying = [
            each
            for key, each in self.library.entries.items()
            if key not in going and collection.name in each.document.labels.collections
        ]
        if collection.limited_to and staying:
            raise CollectionLimited

    def _one(self, collection_id: UUID) -> Collection:
        self.library.check()
        if collection_id not in self.library.readable_collections:
            raise CollectionNotFound
        return self.library.collections[collection_id]

    def _refuse_taken(self, name: str, but: UUID) -> None:
        if any(each.name == name and each.id != but for each in self.library.collections.values()):
            raise CollectionExists

    def _replace(self, old: str, new: str | None) -> None:
        self.library.revision += 1
        for entry in self.library.entries.values():
            labels = entry.document.labels
            if old in labels.collections:
                kept = set(labels.collections) - {old}
                names = kept if new is None else kept | {new}
                labels = replace(labels, collections=tuple(sorted(names)))
                entry.document = replace(entry.document, labels=labels)


class InMemoryCollectionCatalog(CollectionCatalog):
    """Shows the collections of an InMemoryLibrary."""

    def __init__(self, library: InMemoryLibrary) -> None:
        self.library = library

    async def get(self, collection_id: UUID) -> Collection:
        self.library.check()
        if collection_id not in self.library.readable_collections:
            raise CollectionNotFound
        return self._counted(self.library.collections[collection_id])

    async def list(self, page: PageRequest[str]) -> Page[Collection, str]:
        self.library.check()
        ordered = sorted(
            self.library.readable_collections.values(), key=lambda each: _order(each.name)
        )
        found = [
            self._counted(each)
            for each in ordered
            if page.after is None or _order(each.name) > _order(page.after)
        ]
        items = tuple(found[: page.limit])
        return Page(items, items[-1].name if len(found) > page.limit else None)

    async def names(self, references: Several[str]) -> Mapping[str, str]:
        self.library.check()
        known = {str(each.id): each.name for each in self.library.readable_collections.values()}
        known |= {name: name for name in known.values()}
        return {each: known[each] for each in references if each in known}

    async def contents(self, collection_ids: Several[UUID]) -> Mapping[UUID, CollectionContents]:
        self.library.check()
        contents = {}
        for each in collection_ids:
            collection = self.library.readable_collections.get(each)
            names = () if collection is None else (collection.name,)
            entries = _matching(self.library, DocumentFilter(collections=names))
            inside = [self.library.read(entry) for entry in entries]
            statuses = Counter(document.status for document in inside)
            size = sum(document.file_size for document in inside)
            contents[each] = CollectionContents(statuses, size)
        return contents

    def _counted(self, collection: Collection) -> Collection:
        inside = _matching(self.library, DocumentFilter(collections=(collection.name,)))
        return replace(collection, documents=len(inside))


class InMemoryCollectionMembers(CollectionMembers):
    """Changes which documents of an InMemoryLibrary are in its collections."""

    def __init__(self, library: InMemoryLibrary) -> None:
        self.library = library

    async def add(self, collection_id: UUID, document_id: UUID, metadata: Metadata) -> None:
        self.library.admit()
        self.library.entry(document_id)
        name = name_of(self.library, collection_id)
        put_into(self.library, name, {document_id: metadata})

    async def take_out(self, collection_id: UUID, document_id: UUID) -> None:
        self.library.check()
        name = name_of(self.library, collection_id)
        entry = self.library.entry(document_id)
        labels = entry.document.labels
        if name not in labels.collections:
            raise DocumentNotFound
        kept = tuple(each for each in labels.collections if each != name)
        entry.document = replace(entry.document, labels=replace(labels, collections=kept))
        self.library.revision += 1


class InMemoryDocumentRemovals(DocumentRemovals):
    """Removes the documents of an InMemoryLibrary that pass a filter."""

    def __init__(self, library: InMemoryLibrary) -> None:
        self.library = library

    async def preview(self, matching: DocumentFilter) -> Removal:
        self.library.check()
        going, losing = _meant(self.library, matching)
        before = {each.document.id: inf for each in going}
        removal = removal_of(with_brought(self.library, before, going)[0])
        return replace(removal, names=losing)

    async def remove(self, matching: DocumentFilter) -> Removal:
        self.library.check()
        going, losing = _meant(self.library, matching)
        for each in losing:
            entry = self.library.entry(each.document_id)
            entry.document = without_name(entry.document, each.name)
            self.library.attachments.forget(each.document_id, each.name)
            self.library.revision += 1
        return replace(remove_entries(self.library, going), names=losing)


def name_of(library: InMemoryLibrary, collection_id: UUID) -> str:
    """Return the name of a collection that who acts may read."""
    if collection_id not in library.readable_collections:
        raise CollectionNotFound
    return library.collections[collection_id].name


def put_into(library: InMemoryLibrary, name: str, given: Mapping[UUID, Metadata]) -> None:
    """Put documents into a collection, all or none, each with more metadata."""
    entries = {key: library.entry(key) for key in given}
    changed = {
        key: with_labels(entries[key].document, Labels((name,), metadata))
        for key, metadata in given.items()
    }
    if any(each != entries[key].document for key, each in changed.items()):
        library.revision += 1
    for key, each in changed.items():
        entries[key].document = each


def _matching(library: InMemoryLibrary, matching: DocumentFilter) -> list[Entry]:
    return [each for each in library.readable.values() if passes(each.document, matching)]


def _meant(
    library: InMemoryLibrary, matching: DocumentFilter
) -> tuple[list[Entry], tuple[RemovedName, ...]]:
    """Return the documents of which a filter means all names, and the names of others."""
    going: list[Entry] = []
    losing: list[RemovedName] = []
    for entry in sorted(_matching(library, matching), key=lambda entry: entry.document.id):
        names = names_matching(entry.document, matching.filename)
        if len(names) == len(entry.document.names):
            going.append(entry)
        else:
            losing += [RemovedName(entry.document.id, name) for name in names]
    return going, tuple(losing)


def _order(name: str) -> tuple[str, str]:
    return name.lower(), name
