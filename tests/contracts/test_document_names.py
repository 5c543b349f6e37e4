"""The names of a document: equal bytes that are uploaded under several names are one document."""

import asyncio
import unicodedata

import pytest

from application.identifiers import new_id
from domain.documents.document import DocumentStatus
from domain.documents.document_filter import DocumentFilter
from domain.documents.removal import Removal
from domain.errors import DocumentNotFound, NameNotFound
from domain.paging import PageRequest
from tests.contracts.stores import Library
from tests.support.documents import a_document, embedded, processed, unit
from tests.support.uploads import a_file

NAMES = ("alpha/settings.md", "beta/settings.md", "gamma/Settings.md")
CAFE = "caf\u00e9.txt"


@pytest.fixture
async def named(library: Library) -> Library:
    """A library with one processed document that has three names, and with another document."""
    await library.add("other", embedded(0, "other", unit(0)), filename="other.md")
    await library.add("a", embedded(0, "one", unit(0)), filename=NAMES[0])
    for name in NAMES[1:]:
        await library.claim("a", name)
    return library


async def names_in(library: Library) -> list[tuple[str, ...]]:
    page = await library.catalog.list(PageRequest())
    return [document.names for document in page.items]


async def test_equal_bytes_under_another_name_are_one_document(named: Library) -> None:
    """A further name is shown with its document, in the order of the uploads, and once."""
    again = await named.claim("a", NAMES[1])
    assert not again.granted
    assert again.document.names == NAMES
    assert again.document.filename == NAMES[0]
    assert await named.catalog.get(again.document.id) == again.document
    assert await names_in(named) == [NAMES, ("other.md",)]


async def test_a_name_that_arrives_during_processing_stays(library: Library) -> None:
    """A name that is added or removed while the document is processed is not undone at the end."""
    claim = await library.claim("a", "a.txt")
    waiting = await library.claim("a", "b.txt")
    assert not waiting.granted
    await library.claim("a", "c.txt")
    await library.store.remove_name(claim.document.id, "a.txt")
    await library.store.add(claim, processed(claim.document, []), "a", [])
    stored = await library.catalog.get(claim.document.id)
    assert (stored.status, stored.names) == (DocumentStatus.PROCESSED, ("b.txt", "c.txt"))


async def test_names_that_arrive_at_once_are_all_stored(library: Library) -> None:
    """Concurrent uploads of the same bytes leave each of their names once."""
    names = {f"{number % 5}.txt" for number in range(15)}
    claims = await asyncio.gather(
        *(library.claim("a", f"{number % 5}.txt") for number in range(15))
    )
    stored = await library.catalog.get(claims[0].document.id)
    assert sorted(stored.names) == sorted(names)


@pytest.mark.parametrize("pattern", ["beta/*", "BETA/settings.md", "*/settings.md", "?lpha/*"])
async def test_any_name_passes_a_filter(named: Library, pattern: str) -> None:
    """Lists and searches find a document by each of its names."""
    listed = await named.catalog.list(PageRequest(), within=DocumentFilter(filename=pattern))
    assert [document.names for document in listed.items] == [NAMES]
    within = DocumentFilter(filename=pattern)
    for found in (
        await named.nearest(unit(0), 5, within),
        [each.passage for each in await named.by_words("one", within=within)],
    ):
        assert [passage.content for passage in found] == ["one"]


async def test_a_passage_is_named_as_the_filter_says(named: Library) -> None:
    """A passage has the first name that matches the filter, or without one the first name."""
    for pattern, name in (("g*", NAMES[2]), ("*settings*", NAMES[0]), ("beta*", NAMES[1])):
        [passage] = await named.nearest(unit(0), 5, DocumentFilter(filename=pattern))
        assert passage.place.filename == name
    found = await named.nearest(unit(0), 5)
    assert {passage.place.filename for passage in found} == {NAMES[0], "other.md"}


async def test_names_are_found_in_any_unicode_form(library: Library) -> None:
    """A pattern in NFD finds a name in NFC, whatever the case."""
    document = await library.add("a", embedded(0, "a", unit(0)), filename=CAFE)
    for pattern in (CAFE, unicodedata.normalize("NFD", CAFE), "CAF\u00c9*", "cafe\u0301.*"):
        listed = await library.catalog.list(PageRequest(), within=DocumentFilter(filename=pattern))
        assert listed.items == (document,)
        assert len(await library.nearest(unit(0), 5, DocumentFilter(filename=pattern))) == 1


async def test_removing_a_name_leaves_the_others(named: Library) -> None:
    """A removed name finds nothing, and the others still do; chunks stay, the revision grows."""
    [document, _] = (await named.catalog.list(PageRequest())).items
    revision = await named.index.revision()
    assert await named.store.remove_name(document.id, NAMES[1]) == Removal()
    assert await named.index.revision() > revision
    assert await named.nearest(unit(0), 5, DocumentFilter(filename="beta/*")) == []
    assert (await named.catalog.get(document.id)).names == (NAMES[0], NAMES[2])
    assert len(await named.chunks(document.id)) == 1


async def test_the_next_name_becomes_the_first(named: Library) -> None:
    """Without its first name, a document and its passages have the next one."""
    [document, _] = (await named.catalog.list(PageRequest())).items
    assert await named.store.remove_name(document.id, NAMES[0]) == Removal()
    assert (await named.catalog.get(document.id)).names == NAMES[1:]
    found = await named.nearest(unit(0), 5, DocumentFilter(document_ids=(document.id,)))
    assert [passage.place.filename for passage in found] == [NAMES[1]]
    again = await named.claim("a", NAMES[0])
    assert again.document.names == (*NAMES[1:], NAMES[0])


async def test_the_document_goes_with_its_last_name(named: Library) -> None:
    """Removing every name removes the document, and reports its chunks at the end."""
    [document, _] = (await named.catalog.list(PageRequest())).items
    removed = [await named.store.remove_name(document.id, name) for name in NAMES]
    assert [len(each.documents) for each in removed] == [0, 0, 1]
    assert removed[-1].chunks == 1
    with pytest.raises(DocumentNotFound):
        await named.catalog.get(document.id)
    assert await names_in(named) == [("other.md",)]
    assert len(await named.nearest(unit(0), 5)) == 1


async def test_an_unknown_name_removes_nothing(named: Library) -> None:
    """Another document's name, or a name in another case, is not a name of this document."""
    [document, _] = (await named.catalog.list(PageRequest())).items
    revision = await named.index.revision()
    for name in ("other.md", NAMES[0].upper(), "*"):
        with pytest.raises(NameNotFound):
            await named.store.remove_name(document.id, name)
    with pytest.raises(DocumentNotFound):
        await named.store.remove_name(new_id(), NAMES[0])
    assert (await named.catalog.get(document.id)).names == NAMES
    assert await named.index.revision() == revision


async def test_a_removed_document_takes_all_its_names_along(named: Library) -> None:
    """Removing the document whole removes its names: the bytes can be uploaded anew."""
    [document, _] = (await named.catalog.list(PageRequest())).items
    await named.store.remove(document.id)
    claim = await named.claims.claim(a_document("a", NAMES[2]), a_file(b"a"))
    assert claim.granted
    assert claim.document.names == (NAMES[2],)
