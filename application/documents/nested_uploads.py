"""Ingesting uploads with the files in them, such as the attachments of a mail."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
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
    MailVersion,
    attachment_name,
)
from domain.documents.document import Document, DocumentStatus, ExtractedText
from domain.documents.metadata import NO_LABELS, Labels
from domain.documents.prepared import PreparedTexts
from domain.errors import (
    ClaimLost,
    Conflict,
    InvalidInput,
    ProcessingFailed,
    QuotaExceeded,
    processing_error,
)

CLAIM_POLL_SECONDS = 0.2
MOST_CLAIMS = 3  # that an upload may lose before it is given up
OF_ONE_ATTACHMENT = (InvalidInput, ProcessingFailed, Conflict, QuotaExceeded)
"""What keeps an attachment from being stored, and nothing else of its mail."""


@dataclass(frozen=True, slots=True)
class IngestedDocument:
    """A searchable document; `created` is False if it was searchable before."""

    document: Document
    created: bool


@dataclass(frozen=True, slots=True)
class Nesting:
    """Where an upload stands among the attachments of another.

    Attributes:
        depth: How deep it lies in the upload that was sent.
        numbers: Numbers all attachments in the upload that was sent, from 1.
        labels: What clients say of the upload that was sent, and so of its attachments.
        prepared: What is known already of the texts of its attachments.
    """

    labels: Labels = NO_LABELS
    depth: int = 0
    numbers: Iterator[int] = field(default_factory=lambda: count(1))
    prepared: PreparedTexts = field(default_factory=dict)


class NestedUploads:
    """Ingests uploads, and the files in them before them: once one is found, so are they."""

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

    async def ingest(
        self, request: ReceiveRequest, nesting: Nesting | None = None
    ) -> IngestedDocument:
        """Ingest one upload and return its processed document.

        Raises:
            QuothError: As `IngestDocument` does.
        """
        received = await self._receive.execute(request)
        upload = request.upload

        async def read() -> ExtractedText:
            return await self.with_attachments(
                claim.document,
                await received.read(),
                nesting or Nesting(request.labels, prepared=request.prepared),
            )

        claim = received.claim
        claims = 0
        while claim.document.status is not DocumentStatus.PROCESSED:
            if claim.granted:
                claims += 1
                try:
                    processing = ProcessRequest(claim, read, request.prepared_text)
                    return IngestedDocument(await self._process.execute(processing), created=True)
                except ClaimLost:
                    if claims == MOST_CLAIMS:
                        raise
            if claim.error_code:
                raise processing_error(claim.error_code, claim.document.error_message)
            await asyncio.sleep(CLAIM_POLL_SECONDS)
            claim = await self._claims.claim(
                received.document, upload.path, waiting=True, given=request.given
            )
        return IngestedDocument(claim.document, created=claim.document.id == received.first_id)

    async def with_attachments(
        self, mail: Document, extracted: ExtractedText, nesting: Nesting
    ) -> ExtractedText:
        """Ingest the attachments of an upload, and return its text with what became of them.

        Raises:
            Unavailable: If the embedder or the database is unavailable.
        """
        if not extracted.attachments:
            return extracted
        ingested, version = IngestedAttachments(), MailVersion(mail.id, mail.version)
        for attachment in extracted.attachments:
            if nesting.depth == MAX_DEPTH or next(nesting.numbers) > MAX_ATTACHMENTS:
                ingested.left_out += 1
                continue
            name = attachment_name(mail.filename, attachment.filename)
            try:
                async with self._files.holding(name, attachment.content) as upload:
                    request = ReceiveRequest(
                        upload,
                        metadata={MAIL: mail.filename},
                        labels=nesting.labels,
                        mail=version,
                        prepared=nesting.prepared,
                    )
                    await self.ingest(request, replace(nesting, depth=nesting.depth + 1))
            except OF_ONE_ATTACHMENT as exc:
                ingested.failures.append((attachment.filename, exc.message))
            else:
                ingested.names.append(name)
        return replace(
            extracted,
            notes=(*extracted.notes, *ingested.notes()),
            metadata=ingested.metadata(extracted.metadata),
        )
