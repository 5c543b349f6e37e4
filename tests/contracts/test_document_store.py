"""The contract of a DocumentStore, and what the catalog shows after each operation."""

import asyncio
from dataclasses import replace

import pytest

from application.identifiers import new_id
from domain.documents.chunks import Chunk, EmbeddedChunk
from domain.errors import DocumentNotFound, DocumentNotProcessed
from domain.paging import PageRequest
from tests.contracts.stores import Library
from tests.support.databases import MODEL
from tests.support.documents import embedded, processed, unit

TEXT = "Grüße, שלום, 🦜!"


async def test_an_added_document_reads_as_it_was_added(library: Library) -> None:
    """Text and chunks are read back unchanged, in any script."""
    claim = await library.claim(TEXT)
    document = claim.document
    second = EmbeddedChunk(Chunk(1, TEXT[7:], 7, len(TEXT), 1), (unit(1),), MODEL)
    chunks = [second, embedded(0, TEXT[:9], unit(0), unit(2))]
    done = processed(document, chunks)
    await library.store.add(claim, done, TEXT, chunks)
    assert await library.catalog.get(document.id) == done
    assert await library.texts.text(document.id) == TEXT
    expected = tuple(each.chunk for each in reversed(chunks))
    assert await library.chunks(document.id) == expected
    assert len(await library.nearest(unit(0), 10)) == 2


async def test_a_document_is_added_once(library: Library) -> None:
    """Concurrent additions under one claim store the document once."""
    claim = await library.claim("a")
    document = claim.document
    # enough chunks for the additions to overlap
    chunks = [embedded(index, "a", unit(0, index / 1000)) for index in range(500)]
    done = processed(document, chunks)
    await asyncio.gather(*(library.store.add(claim, done, "a", chunks) for _ in range(3)))
    assert await library.chunks(document.id) == tuple(each.chunk for each in chunks)
    assert len(await library.nearest(unit(0), 1000)) == 500


async def test_a_failing_addition_leaves_nothing(library: Library) -> None:
    """If one chunk cannot be stored, nothing is stored and the document does not change."""
    claim = await library.claim("a")
    document = claim.document
    chunks = [embedded(index, "a", unit(0)) for index in (0, 1, 1)]
    revision = await library.index.revision()
    with pytest.raises(Exception, match=r"(?i)duplicate|same index"):
        await library.store.add(claim, processed(document, chunks), "a", chunks)
    assert await library.catalog.get(document.id) == document
    assert await library.texts.text(document.id) == ""
    assert await library.chunks(document.id) == ()
    assert await library.nearest(unit(0), 10) == []
    assert await library.index.revision() == revision


async def test_a_removed_document_is_gone_with_all_that_was_made_of_it(library: Library) -> None:
    """Removing a document deletes its text, chunks and vectors alone, and counts the chunks."""
    chunks = [embedded(index, "x", unit(index), unit(7)) for index in range(3)]
    gone, kept = [await library.add(text, *chunks) for text in ("a", "b")]
    assert await library.store.remove(gone.id) == 3
    for ask in (library.catalog.get, library.texts.text, library.chunks):
        with pytest.raises(DocumentNotFound):
            await ask(gone.id)
    found = await library.nearest(unit(7), 10)
    assert {passage.place.document_id for passage in found} == {kept.id}
    assert len(found) == 3
    with pytest.raises(DocumentNotFound):
        await library.store.remove(gone.id)
    assert (await library.claim("a")).granted


async def test_the_document_is_kept_as_it_was_added(library: Library) -> None:
    """The measured processing time is stored with the document."""
    claim = await library.claim("a")
    document = claim.document
    done = replace(processed(document, []), processing_seconds=0.125)
    await library.store.add(claim, done, "a", [])
    assert (await library.catalog.get(document.id)).processing_seconds == 0.125


async def test_the_language_is_kept(library: Library) -> None:
    """The language of a document is stored and returned wherever the document is read."""
    done = await library.add("Grüße", embedded(0, "Grüße", unit(0)), language="de")
    assert done.language == "de"
    assert await library.catalog.get(done.id) == done
    [listed] = (await library.catalog.list(PageRequest())).items
    assert listed == done
    assert (await library.claim("Grüße", done.filename)).document == done


@pytest.mark.parametrize("language", ["en", None])
async def test_the_language_can_be_changed(library: Library, language: str | None) -> None:
    """A changed language is stored, and searches that ran before are no longer up to date."""
    done = await library.add("a", embedded(0, "valves", unit(0)), language="de")
    revision = await library.index.revision()
    await library.store.change_language(done.id, language)
    assert (await library.catalog.get(done.id)).language == language
    assert await library.index.revision() > revision
    [found] = await library.by_words("valves")
    assert found.passage.place.document_id == done.id


async def test_the_same_language_changes_nothing(library: Library) -> None:
    """Setting the language that a document has leaves the library as it is."""
    done = await library.add("a", embedded(0, "valves", unit(0)), language="de")
    revision = await library.index.revision()
    await library.store.change_language(done.id, "de")
    assert await library.catalog.get(done.id) == done
    assert await library.index.revision() == revision


async def test_only_a_processed_document_has_a_language(library: Library) -> None:
    """The language of a document that is missing or not processed cannot be changed."""
    claim = await library.claim("a")
    with pytest.raises(DocumentNotProcessed):
        await library.store.change_language(claim.document.id, "de")
    await library.claims.fail(claim, "It broke.")
    with pytest.raises(DocumentNotProcessed):
        await library.store.change_language(claim.document.id, "de")
    with pytest.raises(DocumentNotFound):
        await library.store.change_language(new_id(), "de")


async def test_the_words_of_several_documents_survive_a_change(library: Library) -> None:
    """A change of one document's language leaves the words of the others as they were."""
    await library.add("kept", embedded(0, "apple pear", unit(0)), language="en")
    other = await library.add("other", embedded(0, "apple plum", unit(0)), language="en")
    before = await library.by_words("apple plum")
    await library.store.change_language(other.id, "de")
    await library.store.change_language(other.id, "en")
    assert await library.by_words("apple plum") == before


async def test_nothing_of_a_failed_addition_is_found_by_words(library: Library) -> None:
    """A failed addition does not change the word statistics of a search."""
    await library.add("kept", embedded(0, "apple pear", unit(0)))
    before = await library.by_words("apple plum")
    claim = await library.claim("a")
    document = claim.document
    chunks = [embedded(index, "plum apple", unit(0)) for index in (0, 0)]
    with pytest.raises(Exception, match=r"(?i)duplicate|same index"):
        await library.store.add(claim, processed(document, chunks), "a", chunks)
    assert await library.by_words("apple plum") == before
