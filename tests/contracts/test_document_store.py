"""The contract of a DocumentStore, with what its catalog then shows."""

import asyncio
from dataclasses import replace

import pytest

from application.identifiers import new_id
from domain.documents.document import DocumentStatus
from domain.errors import DocumentNotFound, DocumentRemoved
from domain.paging import PageRequest
from tests.contracts.stores import Library
from tests.support.documents import a_document, embedded, processed, unit

TEXT = "Grüße, שלום, 🦜!"


async def test_a_claimed_document_is_processing(library: Library) -> None:
    """A granted claim shows as a document that is being processed."""
    document = a_document("a")
    claim = await library.store.claim(document)
    assert claim.granted
    assert claim.document == document
    assert await library.catalog.get(document.id) == document


async def test_of_many_callers_with_the_same_bytes_one_is_granted(library: Library) -> None:
    """However many claim the same bytes at once, one processes them and all see its document."""
    claims = await asyncio.gather(*(library.store.claim(a_document("a")) for _ in range(20)))
    assert sum(claim.granted for claim in claims) == 1
    assert len({claim.document.id for claim in claims}) == 1


async def test_different_bytes_do_not_meet(library: Library) -> None:
    """Claims on different bytes are all granted."""
    claims = [await library.store.claim(a_document(text)) for text in "abc"]
    assert all(claim.granted for claim in claims)


async def test_claiming_ones_own_document_renews_the_claim(library: Library) -> None:
    """A holder keeps its claim by claiming again, even one that had run out."""
    document = a_document("a")
    await library.store.claim(document)
    await library.expire_claim(document.id)
    assert (await library.store.claim(document)).granted
    assert (await library.catalog.get(document.id)).status is DocumentStatus.PROCESSING
    assert not (await library.store.claim(a_document("a"))).granted


async def test_a_claim_that_ran_out_is_granted_anew_to_one(library: Library) -> None:
    """Of many who find a claim run out one takes it over, under the document's old id."""
    document = a_document("a")
    await library.store.claim(document)
    await library.expire_claim(document.id)
    claims = await asyncio.gather(*(library.store.claim(a_document("a")) for _ in range(10)))
    assert sum(claim.granted for claim in claims) == 1
    assert {claim.document.id for claim in claims} == {document.id}


async def test_processing_that_was_cut_off_reads_as_failed(library: Library) -> None:
    """A document whose claim ran out reads as failed everywhere, and says what to do."""
    document = a_document("a")
    await library.store.claim(document)
    await library.expire_claim(document.id)
    shown = await library.catalog.get(document.id)
    assert shown.status is DocumentStatus.FAILED
    assert shown.error_message is not None
    assert "Send it again" in shown.error_message


async def test_a_failed_document_is_granted_anew(library: Library) -> None:
    """Sending a failed document again starts over, under its old id and without its error."""
    document = a_document("a")
    await library.store.claim(document)
    await library.store.fail(document.id, "The disk is full.")
    failed = await library.catalog.get(document.id)
    assert (failed.status, failed.error_message) == (DocumentStatus.FAILED, "The disk is full.")
    again = await library.store.claim(a_document("a", filename="other.txt"))
    assert again.granted
    assert again.document.id == document.id
    assert again.document.filename == "other.txt"
    assert again.document.status is DocumentStatus.PROCESSING
    assert again.document.error_message is None


async def test_an_added_document_reads_as_it_was_added(library: Library) -> None:
    """Text and chunks come back as they were, in any script."""
    document = a_document(TEXT)
    await library.store.claim(document)
    chunks = [embedded(1, "b", unit(1)), embedded(0, TEXT, unit(0), unit(2))]
    done = processed(document, chunks)
    await library.store.add(done, TEXT, chunks)
    assert await library.catalog.get(document.id) == done
    assert await library.catalog.text(document.id) == TEXT
    for start, end in (
        (0, 3),
        (2, 5),
        (2, None),
        (3, 2),
        (len(TEXT), None),
        (0, 2**40),
        (2**40, None),
    ):
        assert await library.catalog.text(document.id, start, end) == TEXT[start:end]
    expected = tuple(each.chunk for each in reversed(chunks))
    assert await library.catalog.chunks(document.id) == expected
    assert len(await library.nearest(unit(0), 10)) == 2


async def test_a_processed_document_is_not_granted(library: Library) -> None:
    """Bytes that are processed already lead to their document."""
    document = a_document("a")
    await library.store.claim(document)
    await library.store.add(processed(document, []), "a", [])
    claim = await library.store.claim(a_document("a"))
    assert not claim.granted
    assert claim.document == processed(document, [])


async def test_a_document_is_added_once(library: Library) -> None:
    """When a claim was taken over and both holders end well, the first result stands."""
    document = a_document("a")
    await library.store.claim(document)
    # enough of them that the additions overlap
    chunks = [embedded(index, "a", unit(0, index / 1000)) for index in range(500)]
    done = processed(document, chunks)
    await asyncio.gather(*(library.store.add(done, "a", chunks) for _ in range(3)))
    assert await library.catalog.chunks(document.id) == tuple(each.chunk for each in chunks)
    assert len(await library.nearest(unit(0), 1000)) == 500


async def test_a_failing_addition_leaves_nothing(library: Library) -> None:
    """If one chunk cannot be stored, none is, and the document is as it was."""
    document = a_document("a")
    await library.store.claim(document)
    chunks = [embedded(index, "a", unit(0)) for index in (0, 1, 1)]
    revision = await library.index.revision()
    with pytest.raises(Exception, match=r"(?i)duplicate|same index"):
        await library.store.add(processed(document, chunks), "a", chunks)
    assert await library.catalog.get(document.id) == document
    assert await library.catalog.text(document.id) == ""
    assert await library.catalog.chunks(document.id) == ()
    assert await library.nearest(unit(0), 10) == []
    assert await library.index.revision() == revision


async def test_adding_a_removed_document_says_so(library: Library) -> None:
    """What was removed while it was processed does not come back."""
    document = a_document("a")
    await library.store.claim(document)
    await library.store.remove(document.id)
    with pytest.raises(DocumentRemoved):
        await library.store.add(processed(document, []), "a", [])


async def test_renewing_the_claim_on_a_removed_document_says_so(library: Library) -> None:
    """A renewal that comes after the removal does not bring the document back."""
    document = a_document("a")
    await library.store.claim(document)
    await library.store.remove(document.id)
    with pytest.raises(DocumentRemoved):
        await library.store.claim(document)
    with pytest.raises(DocumentNotFound):
        await library.catalog.get(document.id)
    assert (await library.store.claim(a_document("a"))).granted


async def test_renewals_and_a_removal_at_once_end_in_removal(library: Library) -> None:
    """However renewals and a removal fall together, the document is gone afterwards."""
    document = a_document("a")
    await library.store.claim(document)
    renewals = (library.store.claim(document) for _ in range(10))
    results = await asyncio.gather(
        *renewals, library.store.remove(document.id), return_exceptions=True
    )
    errors = [result for result in results if isinstance(result, BaseException)]
    assert all(isinstance(error, DocumentRemoved) for error in errors)
    with pytest.raises(DocumentNotFound):
        await library.catalog.get(document.id)


async def test_a_removed_document_is_gone_with_all_that_was_made_of_it(library: Library) -> None:
    """Removal takes text, chunks and vectors along, leaves others alone, and counts the chunks."""
    documents = [a_document(text) for text in ("a", "b")]
    for document in documents:
        await library.store.claim(document)
        chunks = [embedded(index, "x", unit(index), unit(7)) for index in range(3)]
        await library.store.add(processed(document, chunks), "x", chunks)
    gone, kept = documents
    assert await library.store.remove(gone.id) == 3
    for ask in (library.catalog.get, library.catalog.text, library.catalog.chunks):
        with pytest.raises(DocumentNotFound):
            await ask(gone.id)
    found = await library.nearest(unit(7), 10)
    assert {passage.place.document_id for passage in found} == {kept.id}
    assert len(found) == 3
    with pytest.raises(DocumentNotFound):
        await library.store.remove(gone.id)
    assert (await library.store.claim(a_document("a"))).granted


async def test_failing_leaves_a_processed_document_alone(library: Library) -> None:
    """A holder that lost its claim cannot undo what the next one finished."""
    document = a_document("a")
    await library.store.claim(document)
    await library.store.add(processed(document, []), "a", [])
    await library.store.fail(document.id, "Too late.")
    await library.store.fail(new_id(), "Unknown.")
    assert await library.catalog.get(document.id) == processed(document, [])


async def test_the_document_is_kept_as_it_was_added(library: Library) -> None:
    """What was measured while processing is part of what is kept."""
    document = a_document("a")
    await library.store.claim(document)
    done = replace(processed(document, []), processing_seconds=0.125)
    await library.store.add(done, "a", [])
    assert (await library.catalog.get(document.id)).processing_seconds == 0.125


async def test_the_language_is_kept(library: Library) -> None:
    """What a document is written in is part of it, wherever it is read."""
    done = await library.add("Grüße", embedded(0, "Grüße", unit(0)), language="de")
    assert done.language == "de"
    assert await library.catalog.get(done.id) == done
    [listed] = (await library.catalog.list(PageRequest())).items
    assert listed == done
    assert (await library.store.claim(a_document("Grüße"))).document == done


async def test_nothing_of_a_failed_addition_is_found_by_words(library: Library) -> None:
    """Words come and go with their document: half a document weighs nothing."""
    await library.add("kept", embedded(0, "apple pear", unit(0)))
    before = await library.by_words("apple plum")
    document = a_document("a")
    await library.store.claim(document)
    chunks = [embedded(index, "plum apple", unit(0)) for index in (0, 0)]
    with pytest.raises(Exception, match=r"(?i)duplicate|same index"):
        await library.store.add(processed(document, chunks), "a", chunks)
    assert await library.by_words("apple plum") == before
