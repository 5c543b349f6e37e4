"""Reads from PostgreSQL what belongs into a distributed index."""

import asyncio
from array import array
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from functools import partial

from asyncpg import Record

from adapters.postgres.bm25 import FLAT, K1, B
from adapters.postgres.database import Database
from adapters.postgres.embedding_models import check_live
from adapters.postgres.queries import QUERIES
from adapters.postgres.word_fold import LONG_TIMEOUT
from application.ports.index_source import IndexedDocument, IndexSource
from domain.documents.chunks import Embedding
from domain.retrieval.indexed_passages import IndexedPassage

PASSAGES_AT_ONCE = 256
DRIFT = 1.05
"""The factor between two average lengths from which on the weights are computed again."""


class PostgresIndexSource(IndexSource):
    """Reads vectors, and the words of passages as the part of BM25 that a question does not change.

    That is tf / (tf + FLAT + slope · length), as bm25.py explains; a question has the weights. The
    slope goes by the average length of a language, which each document changes. It is therefore
    stored, and followed when it has drifted. Only which passages are found depends on it: their
    scores are computed with the true one.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def passages(self, numbers: range, model: str) -> AsyncIterator[Sequence[IndexedPassage]]:
        """Yield the passages with these numbers, some at a time."""
        for start in range(numbers.start, numbers.stop, PASSAGES_AT_ONCE):
            piece = range(start, min(start + PASSAGES_AT_ONCE, numbers.stop))
            async with self._database.connection(snapshot=True) as connection:
                await connection.execute(QUERIES["hold_vectors"])
                await check_live(connection, model)
                document = await connection.fetchrow(QUERIES["indexed_document_at"], numbers.start)
                if document is None:
                    return
                windows = await connection.fetch(
                    QUERIES["windows_to_index"],
                    document["document_id"],
                    piece.start - numbers.start,
                    piece.stop - numbers.start,
                )
                postings = await connection.fetch(
                    QUERIES["postings_to_index"], numbers.start, piece.start, piece.stop
                )
            read = partial(_passages, piece, numbers.start, windows, postings)
            yield await asyncio.to_thread(read, document["average_length"])

    async def documents(self, after: int, limit: int) -> Sequence[IndexedDocument]:
        """Return the documents with numbers from `after` on."""
        async with self._database.connection() as connection:
            rows = await connection.fetch(QUERIES["indexed_documents_from"], after, limit)
        return [
            IndexedDocument(
                row["document_id"],
                row["filename"],
                range(row["first_chunk"], row["first_chunk"] + row["chunk_count"]),
                row["is_due"],
            )
            for row in rows
        ]

    async def refresh(self) -> None:
        """Let the documents be written again of whose language the average length has drifted."""
        async with self._database.transaction() as connection:
            await connection.execute(QUERIES["allow_long_statements"])
            await connection.execute(QUERIES["refresh_index_lengths"], DRIFT, timeout=LONG_TIMEOUT)


def _passages(
    numbers: range,
    first: int,
    windows: Sequence[Record],
    postings: Sequence[Record],
    average_length: float | None,
) -> list[IndexedPassage]:
    slope = K1 * B / average_length if average_length else 0.0
    vectors = defaultdict[int, list[Embedding]](list)
    for row in windows:
        vectors[first + row["chunk_index"]].append(array("f", row["embedding"]))
    terms = defaultdict[int, dict[int, float]](dict)
    for row in postings:
        frequency = row["frequency"]
        share = frequency / (frequency + FLAT + slope * row["length"])
        terms[row["chunk"]][row["lexeme_id"]] = share
    return [IndexedPassage(number, tuple(vectors[number]), terms[number]) for number in numbers]
