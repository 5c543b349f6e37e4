"""Ingesting an upload: receive it, and process its document unless another caller does."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import count

from application.documents.process_document import ProcessDocument, ProcessRequest
from application.documents.receive_upload import ReceiveRequest, ReceiveUpload
from application.ports.document_claims import DocumentClaims
from application.ports.upload_files import UploadFiles
from domain.documents.attachments import (
    MAIL,
    MAX_ATTACHMENTS,
    MAX_DEPTH,
    IngestedAttachments,
    attachment_name,
)
from domain.documents.document import Document, DocumentStatus, ExtractedText, Upload
from domain.documents.metadata import NO_LABELS, Labels
from domain.errors import ClaimLost, Conflict, InvalidInput, ProcessingFailed, processing_error

CLAIM_POLL_SECONDS = 0.2
MOST_CLAIMS = 3  # that an upload may lose before it is given up


@dataclass(frozen=True, slots=True)
class IngestedDocument:
    """A searchable document; `created` is False if it was searchable before."""

    document: Document
    created: bool


@dataclass(frozen=True, slots=True)
class _Nesting:
    """Where an upload stands among the attachments of another.

    Attributes:
        depth: How deep it lies in the upload that was sent.
        numbers: Numbers all attachments in the upload that was sent, from 1.
        labels: What the client says of the upload that was sent, and so of its attachments.
    """

    labels: Labels = NO_LABELS
    depth: int = 0
    numbers: Iterator[int] = field(default_factory=lambda: count(1))


class IngestDocument:
    """Makes uploads searchable. The same bytes are processed once, however often they are sent.

    The files in an upload, such as the attachments of a mail, become documents of their own before
    it: once it can be found, so can they.
    """

    def __init__(
        self,
        receive: ReceiveUpload,
        process: ProcessDocument,
        claims: DocumentClaims,
        files: UploadFiles,
    ) -> None:
        self._receive = receive
        self._process = process
        self._claims = claims
        self._files = files

    async def execute(
        self,
        upload: Upload,
        idempotency_key: str | None = None,
        labels: Labels = NO_LABELS,
    ) -> IngestedDocument:
        """Ingest one upload and return its processed document.

        An upload that is repeated under its key counts as created if the first one created the
        document. If the claim is lost, the upload waits for the result of the next holder, like any
        other upload of the same bytes. Who waits shares the result, a failure too. If the holder
        was cut off, one of those who wait takes over. What is given with an upload is added to the
        document even if it was there before.

        Raises:
            InvalidInput: If the file cannot be read; nothing was stored.
            ProcessingFailed: If it could be read but not processed, by this upload or by one that
                it waited for; it is stored as failed.
            ClaimLost: If other uploads of the same bytes took it over, three times.
            DocumentRemoved: If it was deleted in the meantime.
            IdempotencyKeyReused: If the key was used for another upload.
            Unavailable: If the embedder or the database is unavailable.
        """
        request = ReceiveRequest(upload, idempotency_key, labels=labels)
        return await self._ingest(request, _Nesting(labels))

    async def _ingest(self, request: ReceiveRequest, nesting: "_Nesting") -> IngestedDocument:
        received = await self._receive.execute(request)
        upload, extracted = request.upload, received.extracted
        complete = partial(self._with_attachments, received.document.filename, nesting)
        claim = received.claim
        claims = 0
        while claim.document.status is not DocumentStatus.PROCESSED:
            if claim.granted:
                claims += 1
                try:
                    processing = ProcessRequest(claim, extracted, complete)
                    return IngestedDocument(await self._process.execute(processing), created=True)
                except ClaimLost:
                    if claims == MOST_CLAIMS:
                        raise
            if claim.error_code:
                raise processing_error(claim.error_code, claim.document.error_message)
            await asyncio.sleep(CLAIM_POLL_SECONDS)
            claim = await self._claims.claim(received.document, upload.path, waiting=True)
        return IngestedDocument(claim.document, created=claim.document.id == received.first_id)

    async def _with_attachments(
        self, mail: str, nesting: "_Nesting", extracted: ExtractedText
    ) -> ExtractedText:
        """Ingest the attachments of an upload, and return its text with what became of them.

        Raises:
            Unavailable: If the embedder or the database is unavailable.
        """
        if not extracted.attachments:
            return extracted
        ingested = IngestedAttachments()
        for attachment in extracted.attachments:
            if nesting.depth == MAX_DEPTH or next(nesting.numbers) > MAX_ATTACHMENTS:
                ingested.left_out += 1
                continue
            name = attachment_name(mail, attachment.filename)
            try:
                async with self._files.holding(name, attachment.content) as upload:
                    request = ReceiveRequest(upload, metadata={MAIL: mail}, labels=nesting.labels)
                    await self._ingest(request, replace(nesting, depth=nesting.depth + 1))
            except (InvalidInput, ProcessingFailed, Conflict) as exc:
                ingested.failures.append((attachment.filename, exc.message))
            else:
                ingested.names.append(name)
        return replace(
            extracted,
            notes=(*extracted.notes, *ingested.notes()),
            metadata=ingested.metadata(extracted.metadata),
        )
