"""Reads the embeddings of documents from PostgreSQL."""

import asyncio
from array import array
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from asyncpg import Record

from adapters.postgres.database import Database
from adapters.postgres.embedding_models import check_live
from adapters.postgres.queries import QUERIES
from adapters.postgres.rows import chunk_from
from application.ports.stored_embeddings import StoredEmbeddings
from domain.documents.chunks import Embedding
from domain.documents.embedding import embedded_text


class PostgresStoredEmbeddings(StoredEmbeddings):
    """Reads the embeddings of stored chunks."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of_texts(
        self, document_id: UUID, texts: Collection[str], model: str
    ) -> Mapping[str, tuple[Embedding, ...]]:
        """Return the embeddings of those of the texts that chunks of a document have."""
        async with self._database.connection() as connection:
            rows = await connection.fetch(QUERIES["chunks_of"], document_id)
        if not rows:
            return {}
        held = await asyncio.to_thread(_held, rows, frozenset(texts))
        async with self._database.connection() as connection:
            await connection.execute(QUERIES["hold_vectors"])
            await check_live(connection, model)
            rows = await connection.fetch(QUERIES["embeddings_of"], document_id, list(held))
        windows = defaultdict[str, list[Embedding]](list)
        for row in rows:
            windows[held[row["chunk_index"]]].append(array("f", row["embedding"]))
        return {text: tuple(own) for text, own in windows.items()}


def _held(rows: Sequence[Record], texts: frozenset[str]) -> dict[int, str]:
    """Return the text of each chunk whose text is one of the given ones."""
    pairs = ((row["chunk_index"], embedded_text(chunk_from(row))) for row in rows)
    return {index: text for index, text in pairs if text in texts}
