"""Ingesting an upload: receive it, and process its document unless another caller does."""

import asyncio
from dataclasses import dataclass

from application.documents.process_document import ProcessDocument, ProcessRequest
from application.documents.receive_upload import ReceiveRequest, ReceiveUpload
from application.ports.document_claims import DocumentClaims
from domain.documents.document import Document, DocumentStatus, Upload
from domain.errors import ClaimLost, processing_error

CLAIM_POLL_SECONDS = 0.2
MOST_CLAIMS = 3  # that an upload may lose before it is given up


@dataclass(frozen=True, slots=True)
class IngestedDocument:
    """A searchable document; `created` is False if it was searchable before."""

    document: Document
    created: bool


class IngestDocument:
    """Makes uploads searchable. The same bytes are processed once, however often they are sent."""

    def __init__(
        self, receive: ReceiveUpload, process: ProcessDocument, claims: DocumentClaims
    ) -> None:
        self._receive = receive
        self._process = process
        self._claims = claims

    async def execute(self, upload: Upload, idempotency_key: str | None = None) -> IngestedDocument:
        """Ingest one upload and return its processed document.

        An upload that is repeated under its key counts as created if the first one created the
        document. If the claim is lost, the upload waits for the result of the next holder, like any
        other upload of the same bytes. Who waits shares the result, a failure too. If the holder
        was cut off, one of those who wait takes over.

        Raises:
            InvalidInput: If the file cannot be read; nothing was stored.
            ProcessingFailed: If it could be read but not processed, by this upload or by one that
                it waited for; it is stored as failed.
            ClaimLost: If other uploads of the same bytes took it over, three times.
            DocumentRemoved: If it was deleted in the meantime.
            IdempotencyKeyReused: If the key was used for another upload.
            Unavailable: If the embedder or the database is unavailable.
        """
        received = await self._receive.execute(ReceiveRequest(upload, idempotency_key))
        claim = received.claim
        claims = 0
        while claim.document.status is not DocumentStatus.PROCESSED:
            if claim.granted:
                claims += 1
                try:
                    request = ProcessRequest(claim, received.extracted)
                    return IngestedDocument(await self._process.execute(request), created=True)
                except ClaimLost:
                    if claims == MOST_CLAIMS:
                        raise
            if claim.error_code:
                raise processing_error(claim.error_code, claim.document.error_message)
            await asyncio.sleep(CLAIM_POLL_SECONDS)
            claim = await self._claims.claim(received.document, upload.content, waiting=True)
        return IngestedDocument(claim.document, created=claim.document.id == received.first_id)
