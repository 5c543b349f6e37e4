"""The contract of DocumentMetadata."""

from application.identifiers import new_id
from domain.documents.document_filter import ALL_DOCUMENTS, DocumentFilter
from domain.documents.metadata import Labels
from tests.contracts.stores import Library
from tests.contracts.test_reading_limits import member
from tests.support.documents import embedded, unit


async def test_processed_documents_that_pass_a_filter_are_listed_by_id(library: Library) -> None:
    """All of them, whatever their number, and none that is being processed."""
    chunk = embedded(0, "x", unit(0))
    added = [
        await library.add(
            f"{n}", chunk, labels=Labels(metadata={"kind": "even" if n % 2 else "odd"})
        )
        for n in range(5)
    ]
    await library.claim("being processed")
    ids = sorted(each.id for each in added)
    assert list(await library.metadata.processed(ALL_DOCUMENTS)) == ids
    even = DocumentFilter(metadata={"kind": ("even",)})
    assert list(await library.metadata.processed(even)) == sorted([added[1].id, added[3].id])
    named = DocumentFilter(tuple(ids), filename="3*")
    assert list(await library.metadata.processed(named)) == [added[3].id]
    assert list(await library.metadata.processed(DocumentFilter(()))) == []


async def test_metadata_is_that_of_the_file_with_what_clients_said(library: Library) -> None:
    """What clients said comes instead of it or beside it, as documents show it."""
    said = Labels(metadata={"author": "Ada", "tags": ("x", "y")})
    one, two = await library.add("1", labels=said), await library.add("2")
    assert {*one.metadata} >= {"title", "tags"}
    found = await library.metadata.of([one.id, new_id(), two.id])
    assert found == {one.id: {**one.metadata, **said.metadata}, two.id: two.metadata}
    assert found[one.id] == (await library.catalog.get(one.id)).shown_metadata
    assert await library.metadata.of([]) == {}


async def test_what_may_not_be_read_is_not_there(library: Library) -> None:
    """A document that is limited to a group has no id and no metadata for others."""
    one, two = await library.add("1"), await library.add("2")
    await library.limits.limit_document(one.id, ("a",))
    with member():
        assert list(await library.metadata.processed(ALL_DOCUMENTS)) == [two.id]
        assert set(await library.metadata.of([one.id, two.id])) == {two.id}
    with member("a"):
        assert set(await library.metadata.processed(ALL_DOCUMENTS)) == {one.id, two.id}
