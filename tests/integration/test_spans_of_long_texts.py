"""What it costs to read a span of a long text."""

import json
from uuid import UUID

import pytest

from adapters.postgres.database import Database
from adapters.postgres.document_texts import PostgresDocumentTexts
from adapters.postgres.queries import QUERIES
from domain.documents.place import TextSpan
from tests.support.databases import owner_of

DOCUMENT = UUID(int=1)
CHUNKS, CHUNK_CHARS, STEP = 1_000, 600, 500
LENGTH = (CHUNKS - 1) * STEP + CHUNK_CHARS


@pytest.fixture
async def text(database: Database) -> str:
    """A text of half a million characters, stored in chunks that overlap."""
    text = "".join(f"Satz {number:06}. Ünd so weiter. " for number in range(LENGTH // 20))[:LENGTH]
    async with owner_of(database) as connection:
        await connection.execute(
            "INSERT INTO documents (id, filename, file_size, content_sha256, status, uploaded_at,"
            " total_chunks, content) VALUES ($1, 'a.txt', 1, $2, 'processed', now(), $3, $4)",
            DOCUMENT,
            "0" * 64,
            CHUNKS,
            text,
        )
        await connection.copy_records_to_table(
            "document_chunks",
            columns=["document_id", "chunk_index", "content", "char_start", "char_end",
                     "token_count"],
            records=[
                (DOCUMENT, index, text[start : start + CHUNK_CHARS], start, start + CHUNK_CHARS, 1)
                for index, start in enumerate(range(0, CHUNKS * STEP, STEP))
            ],
        )  # fmt: skip
        await connection.execute("ANALYZE documents, document_chunks")
    return text


@pytest.mark.parametrize("start", [0, LENGTH // 2, LENGTH - 1_000])
async def test_a_span_costs_the_same_anywhere(database: Database, text: str, start: int) -> None:
    """Some spans at the beginning, in the middle or at the end of a text read few pages."""
    spans = [TextSpan(DOCUMENT, start + offset, start + offset + 300) for offset in range(10)]
    expected = [text[span.start : span.end] for span in spans]
    assert await PostgresDocumentTexts(database).spans(spans) == expected
    async with owner_of(database) as connection:
        explained = await connection.fetchval(
            f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {QUERIES['span_chunks']}",
            [span.document_id for span in spans],
            [span.start for span in spans],
            [span.end for span in spans],
            [span.version for span in spans],
        )
    plan = json.loads(explained)[0]["Plan"]
    pages = plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]
    assert pages < 20 * len(spans)
