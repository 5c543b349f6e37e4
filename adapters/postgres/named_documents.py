"""Registers uploads under external ids in PostgreSQL: their jobs make the next version."""

from dataclasses import replace
from pathlib import Path

from asyncpg import Record

from adapters.postgres.announcements import JOBS, announce
from adapters.postgres.database import Connection
from adapters.postgres.document_originals import store_original
from adapters.postgres.labels import add_labels
from adapters.postgres.queries import QUERIES
from adapters.postgres.rows import document_from, to_json
from application.ports.document_claims import Claim
from domain.documents.document import Document, DocumentStatus
from domain.documents.jobs import Given
from domain.errors import DocumentLimited, VersionSuperseded


async def put_named(
    connection: Connection,
    document: Document,
    original: Path,
    given: Given,
    *,
    leased: bool,
    waiting: bool = False,
) -> Claim | None:
    """Register an upload under its external id, unless its version exists or is being made.

    Args:
        connection: A connection in a transaction.
        document: The document that was uploaded.
        original: The file with its bytes.
        given: What the client said beside the file.
        leased: Whether the caller processes it, and no worker.
        waiting: Whether the caller waits for a claim on this upload that was not its own.

    Returns:
        The claim, granted only if `leased`; None if another transaction is at this name.

    Raises:
        DocumentLimited: If the document with the name is one that who acts may not read.
        VersionSuperseded: If something else was put under the name while the caller waited.
    """
    if not await connection.fetchval(QUERIES["try_naming"], document.external_id):
        return None
    claim = await _registered(connection, document, original, given, leased=leased, waiting=waiting)
    if claim is None:
        return None
    labels = await add_labels(connection, claim.document.id, document.labels)
    return replace(claim, document=replace(claim.document, labels=labels))


async def _registered(
    connection: Connection,
    document: Document,
    original: Path,
    given: Given,
    *,
    leased: bool,
    waiting: bool,
) -> Claim | None:
    row = await connection.fetchrow(QUERIES["document_by_external_id"], document.external_id)
    if row is None:
        return await _first(connection, document, original, given, leased=leased)
    # as additions do: first the document, then its job
    await connection.execute(QUERIES["lock_document"], row["id"])
    # before the lock, it may have been processed or deleted
    row = await connection.fetchrow(QUERIES["document_by_external_id"], document.external_id)
    if row is None:
        return None
    held = document_from(row)
    job = await connection.fetchrow(QUERIES["job_of"], held.id)
    if job and job["content_sha256"] == document.content_sha256:
        claim = replace(document, id=held.id, version=job["version"])
        return await _same(connection, claim, job, given, leased=leased, waiting=waiting)
    is_processed = held.status is DocumentStatus.PROCESSED
    if is_processed and held.content_sha256 == document.content_sha256:
        if job and not waiting:  # what is put last counts
            await _drop(connection, held.id, job["version"])
        return Claim(held)
    if waiting:
        raise VersionSuperseded
    version = held.version + 1 if is_processed else held.version
    await _drop(connection, held.id, version)
    new = replace(document, id=held.id, version=version)
    row = _row(new)
    await connection.execute(QUERIES["change_unread_document"], *row)
    return await _begin(connection, new, original, given, leased=leased)


async def _first(
    connection: Connection, document: Document, original: Path, given: Given, *, leased: bool
) -> Claim | None:
    registered = await connection.fetchval(
        QUERIES["register_named_document"], *_row(document), document.external_id
    )
    if not registered:
        if await connection.fetchval(QUERIES["is_limited"], None, document.external_id):
            raise DocumentLimited
        return None  # another process was faster
    return await _begin(connection, document, original, given, leased=leased)


async def _same(
    connection: Connection,
    document: Document,
    job: Record,
    given: Given,
    *,
    leased: bool,
    waiting: bool,
) -> Claim:
    """Join the job that makes the same version of the same bytes."""
    processing = replace(document, status=DocumentStatus.PROCESSING)
    if job["is_held"]:
        return Claim(processing)
    if waiting and job["error_code"]:
        failed = replace(
            document,
            status=DocumentStatus.FAILED,
            error_message=job["error_message"],
            error_code=job["error_code"],
        )
        return Claim(failed, None, job["error_code"])
    changes = (document.id, document.uploaded_at, document.media_type)
    if leased:
        taken = await connection.fetchrow(
            QUERIES["take_job"], *changes, to_json({} if waiting else given.metadata), waiting
        )
        await connection.execute(QUERIES["sent_again"], *changes)
        return Claim(processing, taken["lease"], given=given, attempts=taken["attempts"])
    if await connection.fetchval(QUERIES["queue_job"], *changes, to_json(given.metadata)):
        await connection.execute(QUERIES["sent_again"], *changes)
    announce(JOBS)
    return Claim(replace(document, status=DocumentStatus.PENDING))


async def _begin(
    connection: Connection, document: Document, original: Path, given: Given, *, leased: bool
) -> Claim:
    job = await connection.fetchrow(
        QUERIES["add_job"], *_row(document), to_json(given.metadata), document.version, leased
    )
    await store_original(connection, document.id, document.version, original)
    if leased:
        # storing a large file has taken some of the claim's time
        await connection.execute(QUERIES["renew_claim"], document.id, job["lease"])
        processing = replace(document, status=DocumentStatus.PROCESSING)
        return Claim(processing, job["lease"], given=given, attempts=job["attempts"])
    announce(JOBS)
    return Claim(replace(document, status=DocumentStatus.PENDING))


async def _drop(connection: Connection, document_id: object, version: int) -> None:
    """Delete the job of a version that will not be made, and its bytes."""
    await connection.execute(QUERIES["drop_job"], document_id)
    await connection.execute(QUERIES["drop_original"], document_id, version)


def _row(document: Document) -> tuple[object, ...]:
    return (
        document.id,
        document.filename,
        document.file_size,
        document.content_sha256,
        document.uploaded_at,
        document.media_type,
    )
