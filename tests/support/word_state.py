"""What the index of words holds, in a form that can be compared."""

from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from itertools import pairwise
from typing import Any
from uuid import UUID

import asyncpg

from adapters.postgres.word_fold import Transactions, fold
from adapters.postgres.word_index import index_words, word_rows
from tests.support.databases import DatabaseServer, enter_default_workspace

POSTINGS = """
SELECT configuration, lexeme, document_id, chunk - held.first_chunk, frequency, length
FROM (SELECT lexeme_id, unnest(chunks) AS chunk, unnest(frequencies) AS frequency,
             unnest(lengths) AS length FROM postings) AS posting
JOIN lexemes ON lexemes.id = lexeme_id, document_of(chunk) AS held
WHERE (chunk <@ forgotten_chunks()) IS NOT TRUE
"""
LEXEMES_OF_DOCUMENTS = """
SELECT document_id, lexeme, count(*)
FROM (SELECT document_id, sum(step) OVER (PARTITION BY document_id ORDER BY place) AS id
      FROM indexed_documents, unnest(lexeme_steps) WITH ORDINALITY AS held (step, place)) AS held
JOIN lexemes USING (id) GROUP BY document_id, lexeme
"""


async def everything(connection: asyncpg.Connection) -> dict[str, Any]:
    """Return all that the index says of words, with the names of lexemes for their ids."""
    held = await connection.fetch("SELECT configuration, lexeme, chunk_count FROM held_lexemes")
    languages = await connection.fetch("SELECT * FROM held_languages")
    documents = await connection.fetch(
        "SELECT document_id, configuration, chunk_count, total_length FROM indexed_documents"
    )
    return {
        "postings": Counter(map(tuple, await connection.fetch(POSTINGS))),
        "lexemes": set(map(tuple, held)),
        "languages": set(map(tuple, languages)),
        "documents": set(map(tuple, documents)),
        "lexemes of documents": set(map(tuple, await connection.fetch(LEXEMES_OF_DOCUMENTS))),
    }


async def afresh(
    server: DatabaseServer,
    texts: Mapping[UUID, Sequence[str]],
    languages: Mapping[UUID, str | None],
) -> dict[str, Any]:
    """Return all that an index of some documents says, made by one writer without a fold."""
    async with server.database() as database, database.transaction() as connection:
        for document_id, own in texts.items():
            await add_document(connection, document_id, own, languages[document_id])
            await index_words(connection, document_id, word_rows(enumerate(own)))
        return await everything(connection)


async def add_document(
    connection: asyncpg.Connection, document_id: UUID, texts: Sequence[str], language: str | None
) -> None:
    """Store a document and the texts of its chunks, without their words."""
    await connection.execute(
        "INSERT INTO documents (id, filename, file_size, content_sha256, status, uploaded_at,"
        " content, language) VALUES ($1, 'a', 1, $2, 'processed', now(), '', $3)",
        document_id,
        document_id.hex * 2,
        language,
    )
    await connection.executemany(
        "INSERT INTO document_chunks (document_id, chunk_index, content, char_start, char_end,"
        " token_count) VALUES ($1, $2, $3, 0, 1, 1)",
        [(document_id, *each) for each in enumerate(texts)],
    )


async def check_blocks(connection: asyncpg.Connection, most: int) -> None:
    """Check that the blocks of each lexeme are in order and apart, with `most` postings at most."""
    blocks = defaultdict(list)
    for row in await connection.fetch("SELECT * FROM posting_blocks ORDER BY 1, 2"):
        blocks[row["lexeme_id"]].append((row["first_chunk"], row["chunks"]))
        assert len(row["chunks"]) == len(row["frequencies"]) == len(row["lengths"])
    for own in blocks.values():
        for first, chunks in own:
            assert 0 < len(chunks) <= most
            assert chunks == sorted(set(chunks))
            assert first <= chunks[0]
        for (_, chunks), (first, _) in pairwise(own):
            assert chunks[-1] < first


async def fold_all(transactions: Transactions) -> None:
    """Fold until there is nothing more to fold."""
    while await fold(transactions):
        pass


def transactions_on(connection: asyncpg.Connection) -> Transactions:
    """Return what begins transactions in the default workspace on a connection."""

    @asynccontextmanager
    async def transaction() -> AsyncIterator[asyncpg.Connection]:
        async with connection.transaction():
            await enter_default_workspace(connection)
            yield connection

    return transaction
