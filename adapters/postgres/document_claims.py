"""Claims on documents in PostgreSQL."""

from adapters.postgres.database import Connection, Database
from adapters.postgres.queries import QUERIES
from adapters.postgres.rows import document_from
from application.ports.document_claims import Claim, DocumentClaims
from domain.documents.document import Document, DocumentStatus
from domain.errors import ClaimLost, DocumentRemoved

_NOT_TO_BE_CLAIMED = (DocumentStatus.PROCESSING, DocumentStatus.PROCESSED)


class PostgresDocumentClaims(DocumentClaims):
    """Grants claims on documents."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def claim(self, document: Document, content: bytes) -> Claim:
        """Register the document as processing, or return the one that already has its bytes."""
        async with self._database.transaction() as connection:
            while True:
                # looked up first, because a look does not wait for a document that is being added
                held = await connection.fetchrow(
                    QUERIES["document_by_content"], document.content_sha256
                )
                if held and held["status"] in _NOT_TO_BE_CLAIMED:
                    return Claim(document_from(held))
                granted = await connection.fetchrow(
                    QUERIES["claim_document"],
                    document.id,
                    document.filename,
                    document.file_size,
                    document.content_sha256,
                    document.uploaded_at,
                )
                if granted:
                    await connection.execute(QUERIES["store_original"], granted["id"], content)
                    return Claim(document_from(granted), granted["claim_id"])
                # someone else was faster: look again

    async def renew(self, claim: Claim) -> None:
        """Let a claim last for another 30 seconds."""
        async with self._database.connection() as connection:
            if not await connection.fetchval(
                QUERIES["renew_claim"], claim.document.id, claim.token
            ):
                await check_claim(connection, claim)

    async def fail(self, claim: Claim, error_message: str) -> None:
        """Mark the claimed document as failed."""
        async with self._database.connection() as connection:
            if not await connection.fetchval(
                QUERIES["fail_document"], claim.document.id, claim.token, error_message
            ):
                await check_claim(connection, claim)


async def check_claim(connection: Connection, claim: Claim) -> DocumentStatus:
    """Return the status of a claimed document: being processed, or processed under this claim.

    In a transaction the document then cannot be removed before its end.

    Raises:
        DocumentRemoved: If there is no such document any more.
        ClaimLost: If it is not held under this claim.
    """
    row = await connection.fetchrow(QUERIES["pin_document"], claim.document.id)
    if row is None:
        raise DocumentRemoved
    status = DocumentStatus(row["status"])
    if not claim.granted or row["claim_id"] != claim.token or status not in _NOT_TO_BE_CLAIMED:
        raise ClaimLost
    return status
