"""The contract of CollectionMembers, and what a catalog says of the contents of collections."""

import pytest

from application.identifiers import new_id
from domain.documents.collection import CollectionContents
from domain.documents.document import DocumentStatus
from domain.documents.metadata import Labels
from domain.errors import CollectionNotFound, DocumentNotFound
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
