"""Ingesting: receive an upload, and process its document unless that is done elsewhere."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass

from application.documents.process_document import ProcessDocument, ProcessRequest
from application.documents.receive_upload import ReceiveRequest, ReceiveUpload
from application.ports.document_claims import DocumentClaims
from domain.documents.document import Document, DocumentStatus, Upload
from domain.errors import ClaimLost

CLAIM_POLL_SECONDS = 0.2


@dataclass(frozen=True, slots=True)
class IngestedDocument:
    """A document that can now be found; `created` is False if it could be before."""

    document: Document
    created: bool


class IngestDocument:
    """Makes an upload searchable, once for the same bytes however often they are sent."""

    def __init__(
        self, receive: ReceiveUpload, process: ProcessDocument, claims: DocumentClaims
    ) -> None:
        self._receive = receive
        self._process = process
        self._claims = claims

    async def execute(self, upload: Upload, idempotency_key: str | None = None) -> IngestedDocument:
        """Ingest one upload and return its document, processed.

        An upload that is repeated under its key counts as created if the first one did create it.
        If the claim is lost on the way, the upload waits for the next holder's result, as any
        other upload of the same bytes does.

        Raises:
            InvalidInput: If the file cannot be read; nothing was stored.
            ProcessingFailed: If it could be read but not processed; it is kept as failed.
            DocumentRemoved: If it was deleted meanwhile.
            IdempotencyKeyReused: If the key was used for another upload.
            Unavailable: If the embedder or the database is not there.
        """
        received = await self._receive.execute(ReceiveRequest(upload, idempotency_key))
        claim = received.claim
        while claim.document.status is not DocumentStatus.PROCESSED:
            if claim.granted:
                with suppress(ClaimLost):
                    request = ProcessRequest(claim, received.text)
                    return IngestedDocument(await self._process.execute(request), created=True)
            await asyncio.sleep(CLAIM_POLL_SECONDS)
            claim = await self._claims.claim(received.document, upload.content)
        return IngestedDocument(claim.document, created=claim.document.id == received.first_id)
