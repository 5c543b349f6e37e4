"""The contract of CollectionMembers, and what a catalog says of the contents of collections."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from application.identifiers import new_id
from domain.documents.collection import Collection, CollectionContents
from domain.documents.document import DocumentStatus
from domain.documents.file_batch import FileBatch
from domain.documents.metadata import MAX_COLLECTIONS, Labels
from domain.errors import CollectionNotFound, DocumentNotFound, InvalidInput
from tests.contracts.stores import Library
from tests.contracts.test_collections import made
from tests.support.documents import a_document, embedded, unit
from tests.support.uploads import a_file


async def test_documents_are_put_into_collections_and_taken_out(library: Library) -> None:
    """What a document was in and had before stays, and every change raises the revision."""
    birds, pond = await made(library, "birds"), await made(library, "pond")
    labels = Labels(("birds",), {"legs": "2", "kind": "bird"})
    heron = await library.add("heron", embedded(0, "x", unit(0)), labels=labels)
    revisions = [await library.index.revision()]
    await library.members.add(pond.id, heron.id, {"kind": "wader"})
    revisions.append(await library.index.revision())
    both = Labels(("birds", "pond"), {"legs": "2", "kind": "wader"})
    assert (await library.catalog.get(heron.id)).labels == both
    await library.members.add(pond.id, heron.id, {})
    assert (await library.catalog.get(heron.id)).labels == both
    await library.members.take_out(birds.id, heron.id)
    revisions.append(await library.index.revision())
    assert (await library.catalog.get(heron.id)).labels.collections == ("pond",)
    assert revisions == sorted(set(revisions))
    with pytest.raises(DocumentNotFound):
        await library.members.take_out(birds.id, heron.id)
    for change in (library.members.take_out(new_id(), heron.id),
                   library.members.add(new_id(), heron.id, {})):  # fmt: skip
        with pytest.raises(CollectionNotFound):
            await change
    with pytest.raises(DocumentNotFound):
        await library.members.add(birds.id, new_id(), {})


async def test_documents_are_put_into_a_collection_together_or_not_at_all(
    library: Library,
) -> None:
    """With a new collection or a batch: one document that may be in no more keeps all out."""
    names = tuple(f"full {number:03}" for number in range(MAX_COLLECTIONS))
    full = await library.add("heron", embedded(0, "x", unit(0)), labels=Labels(names))
    free = await library.add("parrot", embedded(0, "y", unit(1)), labels=Labels((), {"a": "b"}))
    birds = await made(library, "birds")
    pond = Collection(new_id(), "pond", birds.created_at)
    batch = FileBatch(new_id(), birds.id, (free.id, full.id), birds.created_at)
    revision = await library.index.revision()
    for change in (library.collections.create(pond, [free.id, full.id]),
                   library.collections.create(pond, [free.id, new_id()]),
                   library.batches.add(batch, {free.id: {"legs": "2"}}),
                   library.members.add(birds.id, full.id, {"legs": "2"})):  # fmt: skip
        with pytest.raises((InvalidInput, DocumentNotFound)):
            await change
    assert await library.index.revision() == revision
    assert await library.collection_catalog.names(["pond"]) == {}
    assert await library.batches.get(batch.id) is None
    assert (await library.catalog.get(free.id)).labels == Labels((), {"a": "b"})
    assert (await library.catalog.get(full.id)).labels == Labels(names)
    await library.collections.create(pond, [free.id])
    later = replace(batch, documents=(free.id,), created_at=datetime.now(UTC))
    await library.batches.add(later, {free.id: {"legs": "2"}})
    labels = Labels(("birds", "pond"), {"a": "b", "legs": "2"})
    assert (await library.catalog.get(free.id)).labels == labels
    assert await library.batches.get(batch.id) == later
    assert await library.index.revision() > revision


async def test_the_contents_of_collections_are_counted(library: Library) -> None:
    """Documents are counted by their status, with the size of their files."""
    birds, empty = await made(library, "birds"), await made(library, "empty")
    heron = await library.add("heron", embedded(0, "x", unit(0)), labels=Labels(("birds",)))
    waiting = a_document("a parrot", "parrot.txt")
    await library.claims.claim(waiting, a_file(b"a parrot"))
    await library.members.add(birds.id, waiting.id, {})
    counts = {DocumentStatus.PROCESSED: 1, DocumentStatus.PROCESSING: 1}
    assert await library.collection_catalog.contents([birds.id, empty.id]) == {
        birds.id: CollectionContents(counts, heron.file_size + waiting.file_size),
        empty.id: CollectionContents({}, 0),
    }
