"""The contract of the ports for collections, labels, filters and deletions by a filter."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import starmap

import pytest

from application.identifiers import new_id
from domain.documents.changes import DocumentChanges
from domain.documents.collection import Collection
from domain.documents.document import MAX_NAMES as MAX_NAMES_OF_ONE
from domain.documents.document import Document
from domain.documents.document_filter import DocumentFilter
from domain.documents.metadata import MAX_COLLECTIONS, MAX_NAMES, NO_LABELS, Labels, Metadata
from domain.documents.ordering import DocumentPosition, DocumentSort
from domain.documents.removal import Removal, RemovedDocument, RemovedName
from domain.errors import CollectionExists, CollectionNotFound, DocumentNotFound, InvalidInput
from domain.paging import PageRequest
from tests.contracts.stores import Library
from tests.support.documents import a_document, embedded, unit
from tests.support.uploads import a_file

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)


async def made(library: Library, name: str) -> Collection:
    collection = Collection(new_id(), name, NOW)
    await library.collections.create(collection)
    return collection


async def names_within(library: Library, within: DocumentFilter) -> set[str]:
    """Return the documents that a list shows, checking that a search finds the same."""
    listed = (await library.catalog.list(PageRequest(200), within=within)).items
    found = {passage.place.document_id for passage in await library.nearest(unit(0), 200, within)}
    assert found == {each.id for each in listed}
    return {each.filename for each in listed}


async def test_collections_are_listed_by_name(library: Library) -> None:
    """Pages go by name without regard to capitals, and count the documents."""
    for name in ("b", "A", "ä", "a", "B c"):
        await made(library, name)
    await library.add("1", embedded(0, "x", unit(0)), labels=Labels(("a", "b")))
    first = await library.collection_catalog.list(PageRequest(3))
    rest = await library.collection_catalog.list(PageRequest(3, first.next_cursor))
    shown = [(each.name, each.documents) for each in first.items + rest.items]
    assert shown == [("A", 0), ("a", 1), ("b", 1), ("B c", 0), ("ä", 0)]
    assert rest.next_cursor is None


async def test_a_name_belongs_to_one_collection(library: Library) -> None:
    """A taken name is refused, when a collection is made and when it is renamed."""
    one, two = await made(library, "one"), await made(library, "two")
    with pytest.raises(CollectionExists):
        await made(library, "one")
    with pytest.raises(CollectionExists):
        await library.collections.rename(two.id, "one")
    await library.collections.rename(one.id, "One")
    assert await library.collection_catalog.get(one.id) == replace(one, name="One")
    with pytest.raises(CollectionNotFound):
        await library.collections.rename(new_id(), "x")
    with pytest.raises(CollectionNotFound):
        await library.collection_catalog.get(new_id())


async def test_names_and_ids_stand_for_collections(library: Library) -> None:
    """References that are known are named; the others are left out."""
    one = await made(library, "one")
    asked = ["one", str(one.id), "One", str(new_id()), "a\0b"]
    assert await library.collection_catalog.names(asked) == {"one": "one", str(one.id): "one"}


async def test_what_is_given_with_an_upload_is_stored_with_its_registration(
    library: Library,
) -> None:
    """A document has its labels from its registration on, and new collections are made for it."""
    await made(library, "b")
    labels = Labels(("a", "b"), {"author": "Ada", "tags": ("x", "y")})
    document = replace(a_document("text"), labels=labels)
    claim = await library.claims.claim(document, a_file(b"text"))
    assert claim.document.labels == labels
    assert (await library.catalog.get(document.id)).labels == labels
    listed = await library.collection_catalog.list(PageRequest())
    assert [(each.name, each.documents) for each in listed.items] == [("a", 1), ("b", 1)]


async def test_equal_bytes_add_their_collections(library: Library) -> None:
    """Another upload of the same bytes adds its labels, and stale answers are found out."""
    first = Labels(("a",), {"author": "Ada", "year": "1843"})
    done = await library.add("text", embedded(0, "x", unit(0)), labels=first)
    revision = await library.index.revision()
    again = replace(a_document("text", "text.txt"), labels=Labels(("b",), {"author": "Bob"}))
    held = (await library.claims.claim(again, a_file(b"text"))).document
    assert held.id == done.id
    assert held.labels == Labels(("a", "b"), {"author": "Bob", "year": "1843"})
    assert (await library.catalog.get(done.id)).labels == held.labels
    assert await library.index.revision() > revision


async def test_equal_bytes_add_no_more_than_one_document_may_have(library: Library) -> None:
    """Uploads of the same bytes that would make too much of one document leave it as it was."""
    labels = Labels(metadata={f"name {n}": ("x",) * 10 for n in range(MAX_NAMES)})
    done = await library.add("text", embedded(0, "x", unit(0)), labels=labels)
    revision = await library.index.revision()
    for more in (Labels(metadata={"another": "x"}), Labels(tuple(map(str, range(101))))):
        again = replace(a_document("text", "text.txt"), labels=more)
        with pytest.raises(InvalidInput, match="nothing was stored"):
            await library.claims.claim(again, a_file(b"text"))
    assert (await library.catalog.get(done.id)).labels == labels
    assert await library.index.revision() == revision


async def test_equal_bytes_have_a_number_of_names_at_most(library: Library) -> None:
    """The same bytes under ever more names are refused in the end, and their names still work."""
    for n in range(MAX_NAMES_OF_ONE):
        held = await library.claim("text", f"{n}.txt")
    with pytest.raises(InvalidInput, match="under 200 names"):
        await library.claim("text", "another.txt")
    same = await library.claim("text", "7.txt")
    shown = await library.catalog.get(held.document.id)
    assert same.document.id == shown.id
    assert len(shown.names) == MAX_NAMES_OF_ONE


async def test_equal_bytes_sent_together_add_no_more_than_one_document_may_have(
    library: Library,
) -> None:
    """What is added at the same time counts: metadata, collections, and names."""
    full = Labels(
        tuple(f"{n:03}" for n in range(MAX_COLLECTIONS - 1)),
        {f"name {n}": "x" for n in range(MAX_NAMES - 1)},
    )
    done = await library.add("text", embedded(0, "x", unit(0)), labels=full)
    for n in range(MAX_NAMES_OF_ONE - len(done.names) - 1):
        await library.claim("text", f"{n}.txt")

    async def sent(name: str, labels: Labels) -> None:
        document = replace(a_document("text", name), labels=labels)
        await library.claims.claim(document, a_file(b"text"))

    news = [f"new {n}" for n in range(16)]
    await asyncio.gather(*(library.catalog.get(done.id) for _ in news))  # opens all connections
    for together in (
        [(each, NO_LABELS) for each in news],
        [("text.txt", Labels((each,))) for each in news],
        [("text.txt", Labels(metadata={each: "x"})) for each in news],
    ):
        ended = await asyncio.gather(*starmap(sent, together), return_exceptions=True)
        refused = [each for each in ended if isinstance(each, InvalidInput)]
        assert len(refused) == len(news) - 1
    shown = await library.catalog.get(done.id)
    assert len(shown.names) == MAX_NAMES_OF_ONE
    assert len(shown.labels.collections) == MAX_COLLECTIONS
    assert len(shown.labels.metadata) == MAX_NAMES


async def test_filters_compare_single_values_and_each_of_several(library: Library) -> None:
    """A value that is asked for is the only one of a name or one of its list, and not a part."""
    kinds: Metadata = {"one": "wader", "more": ("wader", "bird"), "no": "waders"}
    for name, kind in kinds.items():
        labels = Labels(metadata={"kind": kind})
        await library.add(name, embedded(0, name, unit(0)), labels=labels)
    for wanted, found in (
        (("wader",), {"one.txt", "more.txt"}),
        (("fish", "bird"), {"more.txt"}),
        (("", "null"), set()),
        ((), set()),
    ):
        assert await names_within(library, DocumentFilter(metadata={"kind": wanted})) == found
    nowhere = DocumentFilter(metadata={"kind": ("wader",), "legs": ("2",)})
    assert await names_within(library, nowhere) == set()


async def test_what_a_client_says_is_told_apart_from_the_file(library: Library) -> None:
    """Labels win when they are read, and replacing them leaves what the file says."""
    labels = Labels(metadata={"title": "Mine"})
    done = await library.add("a", embedded(0, "x", unit(0)), labels=labels)
    assert done.shown_metadata["title"] == "Mine"
    assert await names_within(library, DocumentFilter(metadata={"title": ("Mine",)})) == {"a.txt"}
    await library.store.change(done.id, DocumentChanges(metadata={}))
    assert (await library.catalog.get(done.id)).shown_metadata["title"] == "Herons"
    assert await names_within(library, DocumentFilter(metadata={"title": ("Mine",)})) == set()


async def test_labels_can_be_changed(library: Library) -> None:
    """A change replaces what it names, and leaves the rest; words of a new title are found."""
    done = await library.add("a", embedded(0, "x", unit(0)), labels=Labels(("a", "b"), {"n": "1"}))
    revision = await library.index.revision()
    await library.store.change(done.id, DocumentChanges(collections=("b", "c"), title="Plovers"))
    changed = await library.catalog.get(done.id)
    assert changed.labels == Labels(("b", "c"), {"n": "1"}, "Plovers")
    assert await library.index.revision() > revision
    found = (await library.index.candidates("plovers", unit(7), 1)).items
    assert [each.name_words for each in found] == [("plovers",)]
    await library.store.change(done.id, DocumentChanges(title=None, metadata={"n": ("2", "3")}))
    changed = await library.catalog.get(done.id)
    assert changed.labels == Labels(("b", "c"), {"n": ("2", "3")})
    with pytest.raises(DocumentNotFound):
        await library.store.change(new_id(), DocumentChanges(collections=()))


async def test_a_renamed_collection_keeps_its_documents(library: Library) -> None:
    """The documents of a collection are found under its new name only."""
    await library.add("a", embedded(0, "x", unit(0)), labels=Labels(("old",)))
    [collection] = (await library.collection_catalog.list(PageRequest())).items
    revision = await library.index.revision()
    await library.collections.rename(collection.id, "new")
    assert await names_within(library, DocumentFilter(collections=("new",))) == {"a.txt"}
    assert await names_within(library, DocumentFilter(collections=("old",))) == set()
    assert await library.index.revision() > revision


async def test_a_deleted_collection_leaves_its_documents_unless_asked(library: Library) -> None:
    """Deleting a collection deletes its documents only on request, and says which."""
    labels = Labels(("a", "b"))
    done = await library.add("x", embedded(0, "x", unit(0)), labels=labels)
    await library.add("other", embedded(0, "x", unit(0)), labels=Labels(("a",)))
    first, second = (await library.collection_catalog.list(PageRequest())).items
    assert await library.collections.remove(first.id) == Removal()
    assert (await library.catalog.get(done.id)).labels.collections == ("b",)
    removal = await library.collections.remove(second.id, with_documents=True)
    assert removal.documents == (RemovedDocument(done.id, ("x.txt",)),)
    assert await names_within(library, DocumentFilter()) == {"other.txt"}
    with pytest.raises(CollectionNotFound):
        await library.collections.remove(second.id)


async def test_documents_are_deleted_by_a_filter_with_a_receipt(library: Library) -> None:
    """A preview and a deletion say the same, and nothing of the documents is left."""
    windows = embedded(0, "heron mill", unit(0), unit(1))
    for name in ("one", "two"):
        await library.add(name, windows, embedded(1, "heron", unit(2)), labels=Labels(("a",)))
    pending = replace(a_document("queued", "q.txt"), labels=Labels(("a",)))
    await library.jobs.enqueue(pending, a_file(b"queued"))
    await library.add("kept", embedded(0, "heron", unit(0)))
    within = DocumentFilter(collections=("a",))
    before = await library.by_words("heron mill")
    preview = await library.removals.preview(within)
    assert (preview.chunks, preview.vectors, preview.terms) == (4, 6, 6)
    assert preview.bytes == len("onetwoqueued")
    assert {each.names[0] for each in preview.documents} == {"one.txt", "two.txt", "q.txt"}
    assert await library.by_words("heron mill") == before
    assert await library.removals.remove(within) == preview
    assert await library.removals.remove(within) == Removal()
    assert [each.passage.place.filename for each in await library.by_words("heron")] == ["kept.txt"]
    assert await library.original(pending.id) is None


async def test_a_deletion_by_name_leaves_documents_under_their_other_names(
    library: Library,
) -> None:
    """Names that match go, whichever they are; a document goes only if none of its names stays."""
    first = await library.add("settings", embedded(0, "heron", unit(0)), filename="beta/a.md")
    second = await library.add("mill", embedded(0, "mill", unit(0)), filename="ALPHA/b.md")
    third = await library.add("otter", embedded(0, "otter", unit(0)), filename="alpha/c.md")
    for document, name in (
        (first, "alpha/a.md"),
        (second, "beta/b.md"),
        (second, "alpha/b2.md"),
        (third, "alpha/c2.md"),
    ):
        text = {first: "settings", second: "mill", third: "otter"}[document]
        await library.jobs.enqueue(a_document(text, name), a_file(text.encode()))
    within = DocumentFilter(filename="alpha/*")
    revision = await library.index.revision()
    preview = await library.removals.preview(within)
    assert preview.documents == (RemovedDocument(third.id, ("alpha/c.md", "alpha/c2.md")),)
    assert set(preview.names) == {
        RemovedName(first.id, "alpha/a.md"),
        RemovedName(second.id, "ALPHA/b.md"),
        RemovedName(second.id, "alpha/b2.md"),
    }
    assert preview.chunks == 1
    assert await library.removals.remove(within) == preview
    assert await library.index.revision() > revision
    assert (await library.catalog.get(first.id)).names == ("beta/a.md",)
    assert (await library.catalog.get(second.id)).names == ("beta/b.md",)
    with pytest.raises(DocumentNotFound):
        await library.catalog.get(third.id)
    assert await library.removals.remove(within) == Removal()
    for name in ("beta/a.md", "beta/b.md"):
        assert await names_within(library, DocumentFilter(filename=name)) == {name}


@pytest.mark.parametrize("sort", DocumentSort)
async def test_every_order_has_pages(library: Library, sort: DocumentSort) -> None:
    """Following the cursor visits every document once in every order, those that are equal too."""
    stored = [
        await library.add(
            f"{n}", filename=name, file_size=size, uploaded_at=NOW + timedelta(days=size)
        )
        for n, (name, size) in enumerate([("b", 1), ("A", 2), ("a", 2), ("é", 1), ("B", 3)])
    ]
    seen: list[Document] = []
    cursor: DocumentPosition | None = None
    while not seen or cursor is not None:
        after = None if cursor is None else DocumentPosition.parse(str(cursor), sort)
        page = await library.catalog.list(PageRequest(2, after), sort=sort)
        seen += page.items
        cursor = page.next_cursor

    def key(document: Document) -> object:
        value = sort.position(document).value
        return (value.lower() if isinstance(value, str) else value, document.id)

    assert seen == sorted(stored, key=key, reverse=sort.descending)  # type: ignore[arg-type] # one kind of value
