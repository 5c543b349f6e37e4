"""Queues documents in PostgreSQL."""

import asyncio
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from uuid import UUID

from adapters.postgres.announcements import JOBS, announce
from adapters.postgres.database import Connection, Database
from adapters.postgres.document_claims import (
    LARGE_FILES_AT_ONCE,
    RETRY_SECONDS,
    add_job,
    give_up,
    held_with,
    labelled,
)
from adapters.postgres.document_originals import PIECE_BYTES, store_original
from adapters.postgres.named_documents import put_named
from adapters.postgres.queries import QUERIES
from adapters.postgres.rows import document_from, metadata_from, to_json
from application.limits.workspace_turns import WorkspaceTurns
from application.ports.document_claims import Claim
from application.ports.document_jobs import DocumentJobs
from domain.documents.document import Document, DocumentStatus
from domain.documents.jobs import MAX_ATTEMPTS, Given

_TO_BE_QUEUED = (DocumentStatus.FAILED, DocumentStatus.CANCELLED)


class PostgresDocumentJobs(DocumentJobs):
    """Queues documents in the table of their jobs."""

    def __init__(self, database: Database) -> None:
        self._database = database
        # each holds a connection for as long as its bytes are written
        self._large_files = WorkspaceTurns(LARGE_FILES_AT_ONCE, of_one=1)

    async def enqueue(
        self,
        document: Document,
        original: Path,
        given: Given = Given(),  # noqa: B008 - a constant
    ) -> Document:
        """Register a document as pending, with its bytes and its job."""
        turn = self._large_files.turn() if document.file_size > PIECE_BYTES else nullcontext()
        async with turn:
            while True:
                async with self._database.transaction(grows=True) as connection:
                    queued = await _queued(connection, document, original, given)
                if queued is not None:
                    return queued
                await asyncio.sleep(RETRY_SECONDS)

    async def workspaces(self, max_bytes: int | None = None) -> Sequence[UUID]:
        """Return the workspaces where a document waits, in the order of their turns."""
        async with self._database.outside() as connection:
            rows = await connection.fetch(QUERIES["workspaces_with_jobs"], max_bytes)
        return [workspace_id for (workspace_id,) in map(tuple, rows)]

    async def claim_next(self, max_bytes: int | None = None) -> Claim | None:
        """Claim the document that has waited longest."""
        async with self._database.transaction() as connection:
            await give_up(connection)
            row = await connection.fetchrow(QUERIES["take_next_job"], max_bytes, MAX_ATTEMPTS)
        if row is None:
            return None
        given = Given(metadata_from(row["given"]))
        return Claim(document_from(row), row["lease"], given=given, attempts=row["attempts"])


async def _queued(
    connection: Connection, document: Document, original: Path, given: Given
) -> Document | None:
    """Queue a document; None if another transaction with the same bytes is about to."""
    if document.external_id is not None:
        claim = await put_named(connection, document, original, given, leased=False)
        return claim.document if claim else None
    held = await held_with(connection, document)
    if held and held.status not in _TO_BE_QUEUED:
        return await labelled(connection, held, document, given)
    if not await connection.fetchval(QUERIES["try_claiming"], document.content_sha256):
        return None
    if held is None:
        if await add_job(connection, document, given, leased=False) is None:
            return None
        held = document
    else:
        changes = (held.id, document.uploaded_at, document.media_type)
        await connection.execute(QUERIES["lock_document"], held.id)
        if not await connection.fetchval(QUERIES["queue_job"], *changes, to_json(given.metadata)):
            return None
        await connection.execute(QUERIES["sent_again"], *changes)
    await store_original(connection, held.id, held.version, original)
    await labelled(connection, held, document, given)
    announce(JOBS)
    return document_from(await connection.fetchrow(QUERIES["document"], held.id))
