"""Writes documents to PostgreSQL."""

import asyncio
from collections.abc import Iterator, Sequence
from uuid import UUID

import asyncpg
import numpy as np
from pgvector import HalfVector

from adapters.postgres.database import Database
from adapters.postgres.document_claims import check_claim
from adapters.postgres.document_parts import store_parts
from adapters.postgres.document_versions import become_version, supersede
from adapters.postgres.embedding_models import check_live
from adapters.postgres.labels import change_labels
from adapters.postgres.library_changes import library_change
from adapters.postgres.name_index import index_names
from adapters.postgres.queries import QUERIES
from adapters.postgres.removal import (
    remove_documents,
    remove_name,
    remove_superseded_attachments,
)
from adapters.postgres.rows import to_json
from adapters.postgres.webhook_events import queue_events
from adapters.postgres.word_fold import LONG_TIMEOUT
from adapters.postgres.word_index import (
    add_lexemes,
    chunk_words,
    forget_words,
    index_again,
    index_words,
)
from application.ports.document_claims import Claim
from application.ports.document_store import DocumentStore
from domain.documents.changes import UNCHANGED, DocumentChanges
from domain.documents.chunks import Chunk, EmbeddedChunk
from domain.documents.document import Document, DocumentStatus
from domain.documents.parts import Part
from domain.documents.removal import Removal
from domain.errors import (
    ClaimLost,
    DocumentNotFound,
    DocumentNotProcessed,
    NameNotFound,
)
from domain.webhooks.events import document_processed


class PostgresDocumentStore(DocumentStore):
    """Stores documents, their chunks and the chunks' embeddings."""

    def __init__(self, database: Database, versions_kept: int = 1) -> None:
        """Set the database, and how many versions of a document are kept, the current one too."""
        self._database = database
        self._versions_kept = versions_kept

    async def add(
        self,
        claim: Claim,
        document: Document,
        text: str,
        chunks: Sequence[EmbeddedChunk],
        parts: Sequence[Part] = (),
    ) -> None:
        """Store the text and chunks of the claimed document and make it searchable, atomically."""
        words = await asyncio.to_thread(chunk_words, [each.chunk for each in chunks])
        # in advance, so that documents with the same new words do not wait for each other's vectors
        async with self._database.transaction(grows=True) as connection:
            await add_lexemes(connection, document.language, words)
        async with (
            library_change(self._database),
            self._database.transaction(grows=True) as connection,
        ):
            await connection.execute(QUERIES["allow_long_statements"])
            await _check_model(connection, chunks)
            await connection.execute(QUERIES["lock_adding"], claim.document.id)
            if await check_claim(connection, claim) is DocumentStatus.PROCESSED:
                return
            if document.version > 1:
                await supersede(connection, document)
            await _store(connection, claim.document.id, chunks)
            await store_parts(connection, document, text, parts)
            await connection.execute(QUERIES["bump_revision"])
            if document.version > 1:
                await forget_words(connection, document.id)
                await become_version(connection, document, self._versions_kept)
            await connection.execute(
                QUERIES["finish_document"],
                claim.document.id,
                claim.token,
                document.file_size,
                document.uploaded_at,
                document.total_chunks,
                document.processing_seconds,
                text,
                document.language,
                list(document.notes),
                to_json(document.metadata),
                document.title,
                document.pages,
            )
            if not await connection.fetchval(
                QUERIES["finish_job"], claim.document.id, claim.token
            ):  # the claim expired and was taken over meanwhile
                raise ClaimLost
            await index_words(connection, claim.document.id, words)
            await index_names(connection, claim.document.id)
            if document.version > 1:
                await remove_superseded_attachments(connection, document)
            await queue_events(connection, [document_processed(document)])

    async def remove(self, document_id: UUID) -> Removal:
        """Delete a document with everything stored for it; return what went."""
        async with library_change(self._database), self._database.transaction() as connection:
            held = await connection.fetchrow(QUERIES["lock_names"], document_id)
            if held is None:
                raise DocumentNotFound
            return await remove_documents(connection, [held])

    async def remove_name(self, document_id: UUID, name: str) -> Removal:
        """Delete a name of a document, and the document with its last name."""
        async with library_change(self._database), self._database.transaction() as connection:
            held = await connection.fetchrow(QUERIES["lock_names"], document_id)
            if held is None:
                raise DocumentNotFound
            names = held["names"]
            if name not in names:
                raise NameNotFound
            if len(names) == 1:
                return await remove_documents(connection, [held])
            await remove_name(connection, held, name)
            await connection.execute(QUERIES["allow_long_statements"])
            await connection.execute(QUERIES["bump_revision"])
            return Removal()

    async def change(self, document_id: UUID, changes: DocumentChanges) -> None:
        """Change properties of a document, and index its words and names again as far as needed."""
        async with (
            library_change(self._database),
            self._database.transaction(grows=True) as connection,
        ):
            held = await connection.fetchrow(QUERIES["lock_language"], document_id)
            if held is None:
                raise DocumentNotFound
            await change_labels(connection, document_id, changes)
            if changes.language is UNCHANGED:
                return
            if held["status"] != DocumentStatus.PROCESSED:
                raise DocumentNotProcessed
            if held["language"] == changes.language:
                return
            await connection.execute(QUERIES["allow_long_statements"])
            await connection.execute(QUERIES["change_language"], document_id, changes.language)
            await connection.execute(QUERIES["bump_revision"])
            await index_again(connection, document_id)


async def _check_model(connection: asyncpg.Connection, chunks: Sequence[EmbeddedChunk]) -> None:
    """Check that the vectors of chunks are by the library's model, and stay so until the end."""
    await connection.execute(QUERIES["write_vectors"], timeout=LONG_TIMEOUT)
    for model in {each.model for each in chunks}:
        await check_live(connection, model)


async def _store(
    connection: asyncpg.Connection, document_id: UUID, chunks: Sequence[EmbeddedChunk]
) -> None:
    # COPY is not possible with row-level security
    await connection.executemany(
        QUERIES["store_chunk"],
        [_chunk_row(document_id, each.chunk) for each in chunks],
        timeout=LONG_TIMEOUT,
    )
    await connection.executemany(
        QUERIES["store_embedding"], _embedding_rows(document_id, chunks), timeout=LONG_TIMEOUT
    )


def _chunk_row(document_id: UUID, chunk: Chunk) -> tuple[object, ...]:
    section, header = chunk.context.section, chunk.context.header
    return (
        *(document_id, chunk.index, chunk.content, chunk.char_start, chunk.char_end),
        chunk.token_count,
        [heading.title for heading in section],
        [heading.level for heading in section],
        header.text if header else None,
        chunk.char_start + header.start if header else None,
        to_json(chunk.marks),
    )


def _embedding_rows(
    document_id: UUID, chunks: Sequence[EmbeddedChunk]
) -> Iterator[tuple[UUID, int, int, HalfVector]]:
    for each in chunks:
        for window_index, embedding in enumerate(each.windows):
            vector = HalfVector(np.asarray(embedding, dtype=np.float32))
            yield document_id, each.chunk.index, window_index, vector
