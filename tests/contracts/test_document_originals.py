"""The contract of DocumentOriginals."""

import asyncio
import random
from dataclasses import replace
from uuid import UUID

import pytest

from application.identifiers import new_id
from tests.contracts.stores import Library
from tests.support.documents import a_document
from tests.support.uploads import a_file, an_upload

SIZE = 2 * 1024 * 1024 + 77
CONTENT = random.Random(1).randbytes(SIZE)  # noqa: S311 - not a secret


async def claimed(library: Library, content: bytes = CONTENT) -> UUID:
    """Claim a document with these bytes, and return its id."""
    upload = an_upload("a.txt", content)
    document = replace(
        a_document("a"), content_sha256=upload.sha256, file_size=upload.size, filename="a.txt"
    )
    return (await library.claims.claim(document, upload.path)).document.id


@pytest.mark.parametrize("start", [0, 1, 1024 * 1024 - 1, 1024 * 1024, SIZE - 1])
async def test_the_bytes_are_read_from_any_place_in_small_pieces(
    library: Library, start: int
) -> None:
    """From any byte on, the pieces are the rest of the file, none larger than 1 MiB."""
    document_id = await claimed(library)
    pieces = [piece async for piece in library.originals.read(document_id, start)]
    assert b"".join(pieces) == CONTENT[start:]
    assert all(0 < len(piece) <= 1024 * 1024 for piece in pieces)


async def test_beyond_the_end_and_without_a_document_there_is_nothing(library: Library) -> None:
    """There are no pieces beyond the last byte, and none of a document that does not exist."""
    document_id = await claimed(library, b"herons")
    for each, start in ((document_id, 6), (document_id, 10**12), (new_id(), 0)):
        assert [piece async for piece in library.originals.read(each, start)] == []


async def test_a_document_can_be_deleted_while_it_is_read(library: Library) -> None:
    """A deletion does not wait for a reader, whose pieces end early."""
    document_id = await claimed(library)
    pieces = library.originals.read(document_id)
    first = await anext(pieces)
    await library.store.remove(document_id)
    rest = [piece async for piece in pieces]
    assert CONTENT.startswith(first + b"".join(rest))
    assert len(first) + sum(map(len, rest)) < SIZE


async def test_of_equal_large_files_one_is_stored(library: Library) -> None:
    """Of concurrent claims on the same large file one is granted, and the bytes are stored once."""
    ids = await asyncio.gather(*(claimed(library) for _ in range(6)))
    assert len(set(ids)) == 1
    assert await library.original(ids[0]) == CONTENT


async def test_a_claim_that_is_taken_over_keeps_the_bytes(library: Library) -> None:
    """After a crash between the bytes and the text, the next claim finds the bytes stored."""
    document_id = await claimed(library)
    await library.expire_claim(document_id)
    again = await library.claims.claim(
        replace(
            a_document("a"),
            content_sha256=an_upload("a.txt", CONTENT).sha256,
            file_size=SIZE,
        ),
        a_file(CONTENT),
    )
    assert again.granted
    assert again.document.id == document_id
    assert await library.original(document_id) == CONTENT
