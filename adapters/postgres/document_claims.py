"""Stores claims on documents in PostgreSQL."""

import asyncio
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

from adapters.postgres.database import Connection, Database
from adapters.postgres.document_originals import PIECE_BYTES, store_original
from adapters.postgres.given import add_given
from adapters.postgres.name_index import add_name
from adapters.postgres.queries import QUERIES
from adapters.postgres.rows import document_from
from application.ports.document_claims import Claim, DocumentClaims
from domain.documents.document import Document, DocumentStatus
from domain.documents.metadata import NOTHING_GIVEN
from domain.errors import ClaimLost, DocumentRemoved, ProcessingFailed

LARGE_FILES_AT_ONCE = 2
RETRY_SECONDS = 0.05

_NOT_TO_BE_CLAIMED = (DocumentStatus.PROCESSING, DocumentStatus.PROCESSED)


class PostgresDocumentClaims(DocumentClaims):
    """Grants claims on documents, stored in PostgreSQL."""

    def __init__(self, database: Database) -> None:
        self._database = database
        # each holds a connection for as long as its bytes are written
        self._large_files = asyncio.Semaphore(LARGE_FILES_AT_ONCE)

    async def claim(self, document: Document, original: Path, waiting: bool = False) -> Claim:
        """Claim a document by its bytes; not granted if it is processed or under a valid claim."""
        turn = self._large_files if document.file_size > PIECE_BYTES else nullcontext()
        async with turn:
            while True:
                async with self._database.transaction(grows=True) as connection:
                    claim = await _claimed(connection, document, original, waiting)
                if claim is not None:
                    return claim
                await asyncio.sleep(RETRY_SECONDS)

    async def renew(self, claim: Claim) -> None:
        """Extend a claim to 30 seconds from now."""
        async with self._database.autocommit() as connection:
            renewed = await connection.fetchval(
                QUERIES["renew_claim"], claim.document.id, claim.token
            )
        if not renewed:
            await self._check(claim)

    async def fail(
        self, claim: Claim, error_message: str, error_code: str = ProcessingFailed.code
    ) -> None:
        """Mark the claimed document as failed."""
        async with self._database.autocommit() as connection:
            failed = await connection.fetchval(
                QUERIES["fail_document"], claim.document.id, claim.token, error_message, error_code
            )
        if not failed:
            await self._check(claim)

    async def release(self, claim: Claim) -> None:
        """End a claim without a result."""
        async with self._database.autocommit() as connection:
            released = await connection.fetchval(
                QUERIES["release_claim"], claim.document.id, claim.token
            )
        if not released:
            await self._check(claim)

    async def _check(self, claim: Claim) -> None:
        async with self._database.connection() as connection:
            await check_claim(connection, claim)


async def _claimed(
    connection: Connection, document: Document, original: Path, waiting: bool
) -> Claim | None:
    """Claim a document; None if another transaction with the same bytes is about to."""
    # read first: unlike the INSERT, it does not wait for a document that is being added
    held = await connection.fetchrow(QUERIES["document_by_content"], document.content_sha256)
    if held and held["status"] in _NOT_TO_BE_CLAIMED:
        return Claim(await _given(connection, document_from(held), document))
    if held and waiting and held["error_code"]:
        failed = await _given(connection, document_from(held), document)
        return Claim(failed, error_code=held["error_code"])
    if not await connection.fetchval(QUERIES["try_claiming"], document.content_sha256):
        return None
    granted = await connection.fetchrow(
        QUERIES["claim_document"],
        document.id,
        document.filename,
        document.file_size,
        document.content_sha256,
        document.uploaded_at,
        document.media_type,
    )
    if not granted:  # another process was faster
        return None
    await store_original(connection, granted["id"], original)
    # storing a large file has taken some of the claim's time
    await connection.execute(QUERIES["renew_claim"], granted["id"], granted["claim_id"])
    claimed = await _given(connection, document_from(granted), document)
    return Claim(claimed, granted["claim_id"])


async def _given(connection: Connection, document: Document, upload: Document) -> Document:
    """Give a document what an upload of its bytes brings: a further name, collections, metadata."""
    if upload.given != NOTHING_GIVEN:
        given = await add_given(connection, document.id, upload.given)
        document = replace(document, given=given)
    name = upload.filename
    if name in document.names:
        return document
    await connection.execute(QUERIES["add_name"], document.id, name)
    await add_name(connection, document.id, name)
    return replace(document, other_names=(*document.other_names, name))


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
    status = DocumentStatus(row["status"])
    if not claim.granted or row["claim_id"] != claim.token or status not in _NOT_TO_BE_CLAIMED:
        raise ClaimLost
    return status
