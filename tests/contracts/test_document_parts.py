"""The contract of DocumentParts."""

import pytest

from application.identifiers import new_id
from domain.documents.parts import Part, PartKind, Run
from domain.documents.place import TextSpan
from tests.contracts.stores import Library
from tests.support.documents import processed

TEXT = "0123456789" * 3
FIRST = Part(PartKind.PAGE, 0, 1, runs=(Run(0, 4, 10), Run(5, 5, 0)))
EMPTY = Part(PartKind.PAGE, 10, 2)
THIRD = Part(PartKind.PAGE, 10, 3, runs=(Run(0, 10, 0),))
SHEET = Part(PartKind.SHEET, 20, 1, name="Sheet '1'\n", runs=(Run(0, 10, 7),))


async def stored(library: Library, *parts: Part) -> TextSpan:
    """Store a text with these parts; return the span of the whole of it."""
    claim = await library.claim(TEXT)
    await library.store.add(claim, processed(claim.document, []), TEXT, [], parts)
    return TextSpan(claim.document.id, 0, len(TEXT))


@pytest.mark.parametrize(
    ("start", "end", "parts"),
    [
        (0, 30, (FIRST, THIRD, SHEET)),
        (0, 10, (FIRST,)),
        (9, 11, (FIRST, THIRD)),
        (10, 10, (THIRD,)),
        (29, 1000, (SHEET,)),
        (30, 31, ()),
        (2**40, 2**41, ()),
    ],
)
async def test_the_parts_with_characters_of_a_span_are_read(
    library: Library, start: int, end: int, parts: tuple[Part, ...]
) -> None:
    """A span has the parts that it overlaps, in order and with all their runs; no empty ones."""
    whole = await stored(library, FIRST, EMPTY, THIRD, SHEET)
    found = await library.parts.overlapping(TextSpan(whole.document_id, start, end))
    assert found == parts


async def test_a_document_without_parts_has_none(library: Library) -> None:
    """A format without parts has none, nor has an unknown document, nor one being processed."""
    assert await library.parts.overlapping(await stored(library)) == ()
    claim = await library.claim("being processed")
    for document_id in (claim.document.id, new_id()):
        assert await library.parts.overlapping(TextSpan(document_id, 0, 5)) == ()


async def test_the_parts_go_with_their_document(library: Library) -> None:
    """A deleted document has no parts any more."""
    whole = await stored(library, FIRST)
    await library.store.remove(whole.document_id)
    assert await library.parts.overlapping(whole) == ()
