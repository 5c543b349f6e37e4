"""Finding passages with pgvector."""

from collections.abc import Sequence
from uuid import UUID

import asyncpg
import numpy as np
from pgvector import HalfVector

from adapters.postgres.database import Database
from adapters.postgres.queries import QUERIES
from adapters.postgres.rows import passage_from
from application.ports.passage_index import PassageIndex
from domain.documents import Embedding
from domain.retrieval import Passage

WINDOWS_PER_CHUNK = 3  # as a first guess of how many windows of one chunk are found together


class PostgresPassageIndex(PassageIndex):
    """Finds chunks by the cosine of their windows.

    Among all documents an HNSW index finds them. Among some, each window is compared: the index
    cannot know which documents are meant, and would return too few.
    """

    def __init__(self, database: Database) -> None:
        """Search this database."""
        self._database = database

    async def nearest(
        self, embedding: Embedding, limit: int, document_ids: Sequence[UUID] | None = None
    ) -> tuple[Passage, ...]:
        """Return the chunks whose best window is nearest to a vector, nearest first."""
        if limit < 1 or (document_ids is not None and not document_ids):
            return ()
        vector = HalfVector(np.asarray(embedding, dtype=np.float32))
        async with self._database.connection() as connection:
            if document_ids is None:
                return await _nearest_of_all(connection, vector, limit)
            rows = await connection.fetch(
                QUERIES["nearest_chunks_of_documents"], vector, limit, list(document_ids)
            )
        return tuple(passage_from(row) for row in rows)

    async def revision(self) -> int:
        """Return a number that grows whenever what can be found changes, and never falls."""
        async with self._database.connection() as connection:
            revision: int = await connection.fetchval(QUERIES["revision"])
        return revision


async def _nearest_of_all(
    connection: asyncpg.Connection, vector: HalfVector, limit: int
) -> tuple[Passage, ...]:
    window_limit = limit * WINDOWS_PER_CHUNK
    while True:
        rows = await connection.fetch(QUERIES["nearest_windows"], vector, window_limit)
        passages: dict[tuple[UUID, int], Passage] = {}
        for row in rows:  # nearest first, so that a chunk's first window is its best
            passages.setdefault((row["document_id"], row["chunk_index"]), passage_from(row))
        if len(passages) >= limit:
            return tuple(passages.values())[:limit]
        if len(rows) < window_limit:
            break
        window_limit *= 4
    # the library is small, or the index gave up among the remains of what was removed
    rows = await connection.fetch(QUERIES["nearest_chunks"], vector, limit)
    return tuple(passage_from(row) for row in rows)
