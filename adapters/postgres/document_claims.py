"""Stores claims on documents in PostgreSQL: leases on their jobs."""

import asyncio
from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

from adapters.postgres.attachments import attach, check_may_bring
from adapters.postgres.database import Connection, Database
from adapters.postgres.document_originals import PIECE_BYTES, store_original
from adapters.postgres.labels import add_labels
from adapters.postgres.name_index import add_name
from adapters.postgres.named_documents import put_named
from adapters.postgres.queries import QUERIES
from adapters.postgres.rows import document_from, to_json
from adapters.postgres.webhook_events import queue_events
from application.limits.workspace_turns import WorkspaceTurns
from application.ports.document_claims import Claim, DocumentClaims
from domain.documents.document import Document, DocumentStatus
from domain.documents.jobs import MAX_ATTEMPTS, Given, JobState, Progress
from domain.documents.metadata import NO_LABELS
from domain.errors import (
    ClaimLost,
    DocumentLimited,
    DocumentRemoved,
    ProcessingCutOff,
    ProcessingFailed,
)
from domain.webhooks.events import document_failed

LARGE_FILES_AT_ONCE = 2
RETRY_SECONDS = 0.05
_GIVING_UP = (MAX_ATTEMPTS, ProcessingCutOff().message, ProcessingCutOff.code)


class PostgresDocumentClaims(DocumentClaims):
    """Grants claims on documents, stored in PostgreSQL."""

    def __init__(self, database: Database) -> None:
        self._database = database
        # each holds a connection for as long as its bytes are written
        self._large_files = WorkspaceTurns(LARGE_FILES_AT_ONCE, of_one=1)

    async def claim(
        self,
        document: Document,
        original: Path,
        waiting: bool = False,
        given: Given = Given(),  # noqa: B008 - it cannot be changed
    ) -> Claim:
        """Claim a document by its bytes; not granted if it is processed or under a valid claim."""
        turn = self._large_files.turn() if document.file_size > PIECE_BYTES else nullcontext()
        async with turn:
            while True:
                async with self._database.transaction(grows=True) as connection:
                    claim = await _claimed(connection, document, original, waiting, given)
                    if claim is not None:
                        await attach(connection, claim.document.id, document.filename, given.mail)
                if claim is not None:
                    return claim
                await asyncio.sleep(RETRY_SECONDS)

    async def renew(self, claim: Claim, progress: Progress | None = None) -> None:
        """Extend a claim to 30 seconds from now."""
        if progress is None:
            await self._change(claim, "renew_claim")
        else:
            await self._change(
                claim,
                "renew_claim_with_progress",
                progress.stage.value,
                progress.done,
                progress.total,
                progress.seconds_left,
            )

    async def fail(
        self,
        claim: Claim,
        error_message: str,
        error_code: str = ProcessingFailed.code,
        retry_in: float | None = None,
    ) -> None:
        """End a claim without a document."""
        document = claim.document
        async with self._database.transaction() as connection:
            state = await connection.fetchval(
                QUERIES["end_claim"],
                *(document.id, claim.token, error_message, error_code, retry_in, MAX_ATTEMPTS),
            )
            if state is None:
                await check_claim(connection, claim)
            elif state == JobState.FAILED:
                failed = document_failed(
                    *(document.id, document.filename, document.external_id, document.version),
                    error_code=error_code,
                    error_message=error_message,
                )
                await queue_events(connection, [failed])

    async def release(self, claim: Claim) -> None:
        """End a claim as if the attempt had not begun."""
        await self._change(claim, "release_claim")

    async def _change(self, claim: Claim, query: str, *values: object) -> None:
        async with self._database.transaction() as connection:
            changed = await connection.fetchval(
                QUERIES[query], claim.document.id, claim.token, *values
            )
        if not changed:
            async with self._database.connection() as connection:
                await check_claim(connection, claim)


async def _claimed(
    connection: Connection, document: Document, original: Path, waiting: bool, given: Given
) -> Claim | None:
    """Claim a document; None if another transaction with the same bytes is about to."""
    if document.external_id is not None:
        return await put_named(connection, document, original, given, leased=True, waiting=waiting)
    # read first: unlike the INSERT, it does not wait for a document that is being added
    held = await held_with(connection, document)
    if held and given.mail:
        await check_may_bring(connection, given.mail, held.id)
    if held and held.status in (DocumentStatus.PROCESSING, DocumentStatus.PROCESSED):
        return Claim(await labelled(connection, held, document, given))
    if held and waiting and (failed := await _failure(connection, held)):
        return Claim(await labelled(connection, failed, document, given), None, failed.error_code)
    if not await connection.fetchval(QUERIES["try_claiming"], document.content_sha256):
        return None
    if held is None:
        granted = await add_job(connection, document, given, leased=True)
        held = document
    else:
        granted = await _taken(connection, held, document, given, waiting)
    if granted is None:  # another process was faster
        return None
    if held is not document:
        held = _as_sent(held, document)
    await store_original(connection, held.id, held.version, original)
    # storing a large file has taken some of the claim's time
    await connection.execute(QUERIES["renew_claim"], held.id, granted["lease"])
    claimed = await labelled(connection, held, document, given)
    return Claim(claimed, granted["lease"], given=given, attempts=granted["attempts"])


async def _taken(
    connection: Connection, held: Document, document: Document, given: Given, waiting: bool
) -> Mapping[str, Any] | None:
    """Lease the job of a document that is stored; None if another transaction was faster."""
    changes = (held.id, document.uploaded_at, document.media_type)
    # as additions do: first the document, then its job
    await connection.execute(QUERIES["lock_document"], held.id)
    job: Mapping[str, Any] | None = await connection.fetchrow(
        QUERIES["take_job"], *changes, to_json({} if waiting else given.metadata), waiting
    )
    if job is not None:
        await connection.execute(QUERIES["sent_again"], *changes)
    return job


def _as_sent(held: Document, document: Document) -> Document:
    """Return a document that is held, as another upload of its bytes makes it."""
    return replace(
        held,
        status=DocumentStatus.PROCESSING,
        uploaded_at=document.uploaded_at,
        media_type=document.media_type,
        error_message=None,
        error_code=None,
    )


async def held_with(connection: Connection, document: Document) -> Document | None:
    """Return the stored document with the same bytes, or None."""
    row = await connection.fetchrow(QUERIES["document_by_content"], document.content_sha256)
    return document_from(row) if row else None


async def add_job(
    connection: Connection, document: Document, given: Given, *, leased: bool
) -> Mapping[str, Any] | None:
    """Register a new document with its job; None if another transaction was faster.

    Raises:
        DocumentLimited: If there is one that who acts may not read.
    """
    row = (
        document.id,
        document.filename,
        document.file_size,
        document.content_sha256,
        document.uploaded_at,
        document.media_type,
    )
    if not await connection.fetchval(QUERIES["register_document"], *row):
        if await connection.fetchval(QUERIES["is_limited"], document.content_sha256, None):
            raise DocumentLimited
        return None
    job: Mapping[str, Any] = await connection.fetchrow(
        QUERIES["add_job"], *row, to_json(given.metadata), document.version, leased
    )
    return job


async def give_up(connection: Connection, document_id: UUID | None = None) -> None:
    """Mark jobs as failed whose last attempt was cut off: of one document, or of all."""
    rows = await connection.fetch(QUERIES["give_up_jobs"], document_id, *_GIVING_UP)
    await queue_events(connection, [document_failed(**row) for row in rows])


async def _failure(connection: Connection, held: Document) -> Document | None:
    """Return a document whose last attempt was ended by an error, or None."""
    await give_up(connection, held.id)
    failed = await held_with(connection, held)
    return failed if failed and failed.error_code else None


async def labelled(
    connection: Connection, document: Document, upload: Document, given: Given
) -> Document:
    """Give a document what an upload of its bytes brings: a further name, collections, metadata."""
    if upload.labels != NO_LABELS:
        labels = await add_labels(connection, document.id, upload.labels)
        document = replace(document, labels=labels)
    name = upload.filename
    if name not in document.names:
        document = await _with_all_names(connection, document)
    if name in document.names:
        if given.mail is None:
            await connection.execute(QUERIES["name_uploaded"], document.id, name)
        return document
    named = document.also_named(name)
    await connection.execute(QUERIES["add_name"], document.id, name)
    await add_name(connection, document.id, name)
    return named


async def _with_all_names(connection: Connection, document: Document) -> Document:
    """Return a document with the names that it has until this transaction adds one."""
    await connection.execute(QUERIES["lock_document"], document.id)
    row = await connection.fetchrow(QUERIES["document"], document.id)
    if row is None:  # it was deleted since
        return document
    held = document_from(row)
    return replace(document, filename=held.filename, other_names=held.other_names)


async def check_claim(connection: Connection, claim: Claim) -> DocumentStatus:
    """Check that a document is being processed, or was processed, under this claim.

    Locks the row: the document cannot be deleted before the transaction ends.

    Returns:
        The document's status: PROCESSING or PROCESSED.

    Raises:
        DocumentRemoved: If the document was deleted.
        ClaimLost: If the document is not held under this claim.
    """
    row = await connection.fetchrow(QUERIES["pin_document"], claim.document.id)
    if row is None:
        raise DocumentRemoved
    if claim.granted and row["lease"] == claim.token:
        return DocumentStatus.PROCESSING
    if claim.granted and row["made_under"] == claim.token:
        return DocumentStatus.PROCESSED
    raise ClaimLost
