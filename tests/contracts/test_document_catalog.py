"""The contract of a DocumentCatalog."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from application.documents.every_document import every_document
from application.identifiers import new_id
from application.ports.document_claims import Claim
from domain.documents.document import Document, DocumentStatus
from domain.documents.document_filter import DocumentFilter
from domain.documents.metadata import MAX_CHARACTERS, Labels
from domain.documents.ordering import DocumentSort
from domain.errors import DocumentNotFound
from domain.paging import PageRequest
from tests.contracts.stores import Library
from tests.support.documents import a_document, embedded, processed, unit
from tests.support.uploads import a_file

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)


async def claimed(library: Library, count: int) -> list[Claim]:
    return [await library.claim(f"text {number}") for number in range(count)]


async def test_an_unknown_document_is_not_found(library: Library) -> None:
    """Reading an unknown document, its text or its chunks raises DocumentNotFound."""
    for ask in (library.catalog.get, library.texts.text, library.chunks):
        with pytest.raises(DocumentNotFound):
            await ask(new_id())


async def test_a_document_without_text_yet_reads_as_empty(library: Library) -> None:
    """A document that is being processed has neither text nor chunks."""
    [claim] = await claimed(library, 1)
    assert await library.texts.text(claim.document.id) == ""
    assert await library.chunks(claim.document.id) == ()


async def test_an_empty_library_has_one_empty_page(library: Library) -> None:
    """An empty library has a page without items or a cursor."""
    page = await library.catalog.list(PageRequest())
    assert (page.items, page.next_cursor) == ((), None)


async def test_pages_show_each_document_once_newest_first(library: Library) -> None:
    """Following the cursor visits every document once and stops after the last full page."""
    documents = [claim.document for claim in await claimed(library, 6)]
    seen: list[Document] = []
    cursor, pages = None, 0
    while pages == 0 or cursor is not None:
        page = await library.catalog.list(PageRequest(limit=2, after=cursor))
        seen += page.items
        cursor = page.next_cursor
        pages += 1
    assert seen == documents[::-1]
    assert pages == 3


async def test_a_page_is_stable_while_documents_arrive(library: Library) -> None:
    """A document that arrives between two pages does not shift the second one."""
    documents = [claim.document for claim in await claimed(library, 4)]
    first = await library.catalog.list(PageRequest(limit=2))
    await library.claim("newer")
    second = await library.catalog.list(PageRequest(limit=2, after=first.next_cursor))
    assert second.items == tuple(documents[1::-1])


async def test_a_document_that_is_sent_again_after_a_failure_moves_to_the_top(
    library: Library,
) -> None:
    """A document that is claimed again has the new upload time, and lists go by that time."""
    claims = await claimed(library, 3)
    await library.claims.fail(claims[0], "It broke.")
    again = await library.claim("text 0")
    assert again.document.id == claims[0].document.id
    assert again.document.uploaded_at > claims[2].document.uploaded_at
    await library.store.add(again, processed(again.document, []), "text 0", [])
    first = await library.catalog.list(PageRequest(limit=2))
    rest = await library.catalog.list(PageRequest(limit=2, after=first.next_cursor))
    listed = [each.id for each in first.items + rest.items]
    assert listed == [claims[n].document.id for n in (0, 2, 1)]


async def test_documents_of_the_same_time_are_each_listed_once(library: Library) -> None:
    """Pages of documents with equal upload times go by their ids."""
    documents = [await library.add(text, uploaded_at=NOON) for text in "abcde"]
    seen: list[Document] = []
    cursor = None
    for _ in range(5):
        page = await library.catalog.list(PageRequest(1, cursor))
        seen += page.items
        cursor = page.next_cursor
    assert seen == documents[::-1]
    assert cursor is None


async def test_a_page_of_documents_with_much_metadata_ends_earlier(library: Library) -> None:
    """It has what it can hold, in any order and by any filter; the next ones have the rest."""
    labels = Labels((), {"a": "🦜" * (MAX_CHARACTERS - 1)})
    documents = [await library.add(f"{number:02}", labels=labels) for number in range(40)]
    for sort in (DocumentSort.NEWEST, DocumentSort.FILENAME):
        page = await library.catalog.list(PageRequest(200), sort=sort)
        assert 20 < len(page.items) < 40
        assert page.next_cursor == sort.position(page.items[-1])
        rest = await library.catalog.list(PageRequest(200, page.next_cursor), sort=sort)
        assert rest.next_cursor is None
        in_order = documents[::-1] if sort.descending else documents
        assert [each.id for each in page.items + rest.items] == [each.id for each in in_order]
    within = DocumentFilter(document_ids=tuple(each.id for each in documents))
    found = [each.id async for each in every_document(library.catalog, within)]
    assert found == [each.id for each in reversed(documents)]


async def test_chunks_are_read_by_pages(library: Library) -> None:
    """Following the cursor visits every chunk once, in reading order."""
    document = await library.add("a", *(embedded(index, "a", unit(0)) for index in range(5)))
    first = await library.catalog.chunks(document.id, PageRequest(2))
    assert [chunk.index for chunk in first.items] == [0, 1]
    second = await library.catalog.chunks(document.id, PageRequest(3, first.next_cursor))
    assert [chunk.index for chunk in second.items] == [2, 3, 4]
    assert second.next_cursor is None
    beyond = await library.catalog.chunks(document.id, PageRequest(3, 4))
    assert (beyond.items, beyond.next_cursor) == ((), None)


async def test_a_list_can_be_narrowed_to_one_status(library: Library) -> None:
    """A status filter lists exactly the documents in that status; expired claims are pending."""
    claims = await claimed(library, 4)
    waiting, done, failed, cut_off = (claim.document for claim in claims)
    await library.store.add(claims[1], processed(done, []), "text", [])
    await library.claims.fail(claims[2], "It broke.")
    await library.expire_claim(cut_off.id)

    async def ids(status: DocumentStatus) -> list[object]:
        page = await library.catalog.list(PageRequest(), status)
        assert {document.status for document in page.items} <= {status}
        failed = status is DocumentStatus.FAILED
        assert {bool(document.error_message) for document in page.items} <= {failed}
        return [document.id for document in page.items]

    assert await ids(DocumentStatus.PROCESSING) == [waiting.id]
    assert await ids(DocumentStatus.PROCESSED) == [done.id]
    assert await ids(DocumentStatus.FAILED) == [failed.id]
    assert await ids(DocumentStatus.PENDING) == [cut_off.id]


async def test_pages_of_one_status_skip_the_others(library: Library) -> None:
    """A page for one status is filled across documents in other statuses."""
    claims = await claimed(library, 6)
    documents = [claim.document for claim in claims]
    for claim in claims[::2]:
        await library.claims.fail(claim, "It broke.")
    page = await library.catalog.list(PageRequest(limit=2), DocumentStatus.FAILED)
    assert [document.id for document in page.items] == [documents[4].id, documents[2].id]
    rest = await library.catalog.list(
        PageRequest(limit=2, after=page.next_cursor), DocumentStatus.FAILED
    )
    assert [document.id for document in rest.items] == [documents[0].id]
    assert rest.next_cursor is None


@pytest.mark.parametrize(
    ("pattern", "names"),
    [
        ("*pump*", ["Old Pump.md", "pump%2.MD", "Pump_1.txt"]),
        ("PUMP?1.*", ["Pump_1.txt"]),
        ("pump%*", ["pump%2.MD"]),
        ("pump_*", ["Pump_1.txt"]),
        ("pump", []),
        ("\\*", []),
        ("", []),
        ("se\0al.txt", ["seal.txt"]),
        ("se\udce9l.txt", ["seal.txt"]),  # a byte of the command line that is not UTF-8
    ],
)
async def test_a_list_can_be_narrowed_by_name(
    library: Library, pattern: str, names: list[str]
) -> None:
    """A pattern lists the documents whose whole name matches, whatever their status."""
    for name in ("Pump_1.txt", "pump%2.MD", "seal.txt", "Old Pump.md"):
        await library.claim(name, filename=name)
    page = await library.catalog.list(PageRequest(), within=DocumentFilter(filename=pattern))
    assert [document.filename for document in page.items] == names


async def test_pages_of_some_names_with_one_status_skip_the_others(library: Library) -> None:
    """A page for a name and a status is filled across documents that fail either condition."""
    claims = [await library.claim(f"{n}", filename=f"{n % 2}-{n}.txt") for n in range(8)]
    documents = [claim.document for claim in claims]
    for claim in claims[:6]:
        await library.claims.fail(claim, "It broke.")
    status, name = DocumentStatus.FAILED, DocumentFilter(filename="1-*")
    first = await library.catalog.list(PageRequest(limit=2), status, name)
    assert [each.id for each in first.items] == [documents[5].id, documents[3].id]
    rest = await library.catalog.list(PageRequest(limit=2, after=first.next_cursor), status, name)
    assert [each.id for each in rest.items] == [documents[1].id]
    assert rest.next_cursor is None


async def test_missing_documents_are_found_together(library: Library) -> None:
    """Of many ids, those that no document has are returned; a document in processing is there."""
    stored = [await library.add(f"text {number}") for number in range(3)]
    claimed = (await library.claim("being processed")).document
    await library.store.remove(stored[0].id)
    unknown = new_id()
    asked = [each.id for each in stored] + [claimed.id, unknown]
    assert await library.catalog.missing(asked) == {stored[0].id, unknown}
    assert await library.catalog.missing([]) == frozenset()


async def test_a_document_says_what_its_file_is(library: Library) -> None:
    """The media type is known with the claim; the title and the pages come with the text."""
    document = replace(a_document("a", "a.pdf"), media_type="application/pdf")
    claim = await library.claims.claim(document, a_file(b"a"))
    assert await library.catalog.get(document.id) == document
    done = replace(processed(claim.document, []), title="The 'Herons'", pages=480)
    await library.store.add(claim, done, "a", [])
    assert await library.catalog.get(document.id) == done
    assert (await library.catalog.list(PageRequest())).items == (done,)
