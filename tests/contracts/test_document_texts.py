"""The contract of DocumentTexts."""

from itertools import product

import pytest

from application.identifiers import new_id
from domain.documents.chunks import Chunk, EmbeddedChunk
from domain.documents.document import Document
from domain.documents.place import TextSpan
from domain.errors import DocumentNotFound
from tests.contracts.stores import Library
from tests.support.databases import MODEL
from tests.support.documents import embedded, unit

TEXT = "Grüße, שלום, 🦜!\n\n\ne\u0301nde  "


async def stored(library: Library, *chunks: tuple[int, int]) -> Document:
    """Store TEXT in these chunks."""
    parts = [
        EmbeddedChunk(Chunk(index, TEXT[start:end], start, end, 1), (unit(index),), MODEL)
        for index, (start, end) in enumerate(chunks)
    ]
    return await library.add(TEXT, *parts)


@pytest.mark.parametrize(
    "chunks",
    [
        [(0, len(TEXT))],
        [(0, 5), (5, 12), (12, len(TEXT))],
        [(0, 9), (4, 12), (8, 13), (9, len(TEXT))],
        [(0, 9), (2, 5), (9, len(TEXT))],
        [(0, 16), (18, len(TEXT) - 2)],
        [(3, 4)],
        [],
    ],
    ids=["one", "adjacent", "overlapping", "nested", "blanks-in-none", "hardly-any", "none"],
)
async def test_every_span_of_a_text_is_exact(
    library: Library, chunks: list[tuple[int, int]]
) -> None:
    """Any span is that of the text, whatever its chunks, across them and beyond its end."""
    document = await stored(library, *chunks)
    places = [*range(len(TEXT) + 2), 2**40]
    spans = [TextSpan(document.id, start, end) for start, end in product(places, places)]
    expected = [TEXT[span.start : span.end] for span in spans]
    assert await library.texts.spans(spans) == expected
    assert await library.texts.text(document.id) == TEXT
    for start, end in ((0, 3), (2, 5), (2, None), (3, 2), (len(TEXT), None), (2**40, None)):
        assert await library.texts.text(document.id, start, end) == TEXT[start:end]


async def test_spans_come_back_in_the_order_in_which_they_are_asked_for(library: Library) -> None:
    """Spans of several documents are read in any order and as often as they are asked for."""
    one, other = [await library.add(text, embedded(0, text, unit(0))) for text in ("one", "other")]
    spans = [
        TextSpan(other.id, 0, 3),
        TextSpan(one.id, 1, 2),
        TextSpan(other.id, 0, 3),
        TextSpan(one.id, 0, 3),
    ]
    assert await library.texts.spans(spans) == ["oth", "n", "oth", "one"]
    assert await library.texts.spans([]) == []


async def test_a_missing_document_is_answered_among_the_others(library: Library) -> None:
    """A span of a missing or deleted document is None, and the others are read."""
    gone = await library.add("gone", embedded(0, "gone", unit(0)))
    there = await library.add("there", embedded(0, "there", unit(0)))
    await library.store.remove(gone.id)
    ids = (new_id(), there.id, gone.id)
    assert await library.texts.spans([TextSpan(each, 0, 3) for each in ids]) == [None, "the", None]
    for each in (gone.id, new_id()):
        for end in (None, 3):
            with pytest.raises(DocumentNotFound):
                await library.texts.text(each, 0, end)


async def test_a_document_that_is_processed_has_no_text_yet(library: Library) -> None:
    """The spans of a document that is being processed are empty."""
    claim = await library.claim("a")
    assert await library.texts.spans([TextSpan(claim.document.id, 0, 1)]) == [""]
    assert await library.texts.text(claim.document.id) == ""


async def test_the_main_language_is_that_of_the_most_chunks(library: Library) -> None:
    """The language of most of the text counts, not that of most documents; unknown ones do not."""
    assert await library.texts.main_language() is None
    chunks = [embedded(index, "a", unit(0)) for index in range(4)]
    await library.add("none", *chunks)
    assert await library.texts.main_language() is None
    for number in range(2):
        await library.add(f"short {number}", chunks[0], language="sv")
    assert await library.texts.main_language() == "sv"
    long = await library.add("long", *chunks[:3], language="da")
    await library.claim("in processing")
    assert await library.texts.main_language() == "da"
    await library.store.remove(long.id)
    assert await library.texts.main_language() == "sv"
