"""Writing documents to PostgreSQL."""

from collections.abc import Iterator, Sequence
from uuid import UUID

import asyncpg
import numpy as np
from pgvector import HalfVector

from adapters.postgres.database import Database
from adapters.postgres.queries import QUERIES
from adapters.postgres.rows import document_from
from application.ports.document_store import Claim, DocumentStore
from domain.documents.chunks import EmbeddedChunk
from domain.documents.document import Document, DocumentStatus
from domain.errors import DocumentNotFound, DocumentRemoved

LONG_TIMEOUT = 600.0  # seconds, as in allow_long_statements


class PostgresDocumentStore(DocumentStore):
    """Keeps documents, their chunks and the vectors of these."""

    def __init__(self, database: Database) -> None:
        """Keep them in this database."""
        self._database = database

    async def claim(self, document: Document) -> Claim:
        """Register the document as processing, or return the one that already has its bytes.

        Raises:
            DocumentRemoved: If the caller's own document was removed meanwhile.
            DatabaseUnavailable: If the database is not reachable.
        """
        while True:
            async with self._database.transaction() as connection:
                granted = await connection.fetchrow(
                    QUERIES["claim_document"],
                    document.id,
                    document.filename,
                    document.file_size,
                    document.content_sha256,
                    document.uploaded_at,
                )
                # asked last: the claim may just have waited for the removal
                if await connection.fetchval(QUERIES["was_removed"], document.id):
                    raise DocumentRemoved
                if granted:
                    return Claim(document_from(granted), granted=True)
                held = await connection.fetchrow(
                    QUERIES["document_by_content"], document.content_sha256
                )
                # it may also have been removed since: then the bytes are free again
                if held:
                    return Claim(document_from(held), granted=False)

    async def add(self, document: Document, text: str, chunks: Sequence[EmbeddedChunk]) -> None:
        """Store the text and chunks of a claimed document and make it searchable, at once."""
        async with self._database.transaction() as connection:
            await connection.execute(QUERIES["allow_long_statements"])
            await connection.execute(QUERIES["lock_adding"], document.id)
            status = await connection.fetchval(QUERIES["pin_document"], document.id)
            if status is None:
                raise DocumentRemoved
            if status == DocumentStatus.PROCESSED:
                return  # someone took the claim over when it had run out, and was faster
            await _copy(connection, document.id, chunks)
            await connection.execute(
                QUERIES["finish_document"],
                document.id,
                document.filename,
                document.file_size,
                document.uploaded_at,
                document.total_chunks,
                document.processing_seconds,
                text,
                document.language,
            )
            # last, because from here on all other changes of the library wait
            await connection.execute(QUERIES["bump_revision"], timeout=LONG_TIMEOUT)
            await connection.execute(QUERIES["index_words"], document.id, timeout=LONG_TIMEOUT)

    async def fail(self, document_id: UUID, error_message: str) -> None:
        """Mark a claimed document as failed."""
        async with self._database.connection() as connection:
            await connection.execute(QUERIES["fail_document"], document_id, error_message)

    async def remove(self, document_id: UUID) -> int:
        """Remove a document, its text and its chunks, and return how many chunks it had."""
        async with self._database.transaction() as connection:
            removed = await connection.fetchrow(QUERIES["remove_document"], document_id)
            if removed is None:
                raise DocumentNotFound
            if removed["status"] == DocumentStatus.PROCESSING:
                await connection.execute(QUERIES["forget_removals"])
                await connection.execute(QUERIES["remember_removal"], document_id)
            await connection.execute(QUERIES["allow_long_statements"])
            await connection.execute(QUERIES["bump_revision"], timeout=LONG_TIMEOUT)
            await connection.execute(QUERIES["forget_words"], document_id, timeout=LONG_TIMEOUT)
            total_chunks: int = removed["total_chunks"]
            return total_chunks


async def _copy(
    connection: asyncpg.Connection, document_id: UUID, chunks: Sequence[EmbeddedChunk]
) -> None:
    await connection.copy_records_to_table(
        "document_chunks",
        columns=("document_id", "chunk_index", "content", "char_start", "char_end", "token_count"),
        records=(
            (document_id, chunk.index, chunk.content, chunk.char_start, chunk.char_end, tokens)
            for chunk, tokens in ((each.chunk, each.chunk.token_count) for each in chunks)
        ),
        timeout=LONG_TIMEOUT,
    )
    await connection.copy_records_to_table(
        "chunk_embeddings",
        columns=("document_id", "chunk_index", "window_index", "embedding"),
        records=_embedding_rows(document_id, chunks),
        timeout=LONG_TIMEOUT,
    )


def _embedding_rows(
    document_id: UUID, chunks: Sequence[EmbeddedChunk]
) -> Iterator[tuple[UUID, int, int, HalfVector]]:
    for each in chunks:
        for window_index, embedding in enumerate(each.windows):
            vector = HalfVector(np.asarray(embedding, dtype=np.float32))
            yield document_id, each.chunk.index, window_index, vector
