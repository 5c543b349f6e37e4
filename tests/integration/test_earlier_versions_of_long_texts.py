"""What it costs to read an earlier version of a long text."""

from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from adapters.postgres.database import Database
from adapters.postgres.document_catalog import PostgresDocumentCatalog
from adapters.postgres.document_texts import PostgresDocumentTexts
from domain.documents.place import TextSpan
from domain.paging import PageRequest
from tests.support.databases import DIMENSION, MODEL, owner_of

DOCUMENT = UUID(int=1)
CHUNKS, CHUNK_CHARS, STEP = 5_000, 600, 500
LENGTH = (CHUNKS - 1) * STEP + CHUNK_CHARS
STARTS = range(0, CHUNKS * STEP, STEP)
# to unpack the text takes some 40 ms, and 200 times that would take longer than a statement may
STATEMENT_SECONDS = 2.0


@pytest.fixture
async def database(postgres_dsn: str) -> AsyncIterator[Database]:
    """A database whose statements may take a moment."""
    database = Database(pool_size=2, statement_timeout=STATEMENT_SECONDS)
    await database.open(postgres_dsn, MODEL, DIMENSION)
    yield database
    await database.close()


@pytest.fixture
async def text(database: Database) -> str:
    """A text of two and a half million characters, the first of two versions of a document."""
    sentences = (f"{number:06} Störche gehen. " for number in range(LENGTH // 20))
    text = "".join(sentences)[:LENGTH]
    async with owner_of(database) as connection:
        await connection.execute(
            "INSERT INTO documents (id, filename, file_size, content_sha256, status, uploaded_at,"
            " total_chunks, content, version)"
            " VALUES ($1, 'a.txt', 1, $2, 'processed', now(), 0, $3, 2)",
            DOCUMENT,
            "0" * 64,
            text,
        )
        await connection.execute(
            "INSERT INTO document_versions (document_id, version, filename, file_size,"
            " content_sha256, uploaded_at, total_chunks, content, notes, metadata, media_type,"
            " chunk_starts, chunk_ends, chunk_tokens)"
            " VALUES ($1, 1, 'a.txt', 1, $2, now(), $3, $4, '{}', '{}', 'text/plain', $5, $6, $7)",
            DOCUMENT,
            "1" * 64,
            CHUNKS,
            text,
            list(STARTS),
            [start + CHUNK_CHARS for start in STARTS],
            [1] * CHUNKS,
        )
    return text


async def test_the_last_chunks_of_an_earlier_version_are_read_in_time(
    database: Database, text: str
) -> None:
    """A page of chunks unpacks the text once, also at its end."""
    page = PageRequest(200, CHUNKS - 201)
    read = await PostgresDocumentCatalog(database).chunks(DOCUMENT, page, version=1)
    assert [chunk.index for chunk in read.items] == list(range(CHUNKS - 200, CHUNKS))
    assert [chunk.content for chunk in read.items] == [
        text[start : start + CHUNK_CHARS] for start in STARTS[-200:]
    ]


@pytest.mark.parametrize("version", [1, None])
async def test_spans_of_a_text_without_chunks_are_read_in_time(
    database: Database, text: str, version: int | None
) -> None:
    """Many spans of one text, an earlier or the current one, unpack it once."""
    starts = [0, *range(LENGTH - 200, LENGTH + 10)]
    spans = [TextSpan(DOCUMENT, start, start + 20, version) for start in starts]
    spans += [TextSpan(DOCUMENT, 9, 3, version), TextSpan(UUID(int=2), 0, 9, version)]
    read = await PostgresDocumentTexts(database).spans(spans)
    assert read == [*(text[start : start + 20] for start in starts), "", None]
