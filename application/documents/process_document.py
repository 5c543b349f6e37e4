"""Processing a claimed document: chunk, embed, store."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from application.access.acting import acting_as, acting_principal
from application.documents.embedding_lanes import EmbeddingLanes
from application.documents.progress_reports import ProgressReports, Report
from application.heartbeat import heartbeat
from application.ports.document_claims import Claim, DocumentClaims
from application.ports.document_store import DocumentStore
from application.ports.document_texts import DocumentTexts
from application.ports.language_detector import LanguageDetector
from domain.access.principal import worker_in
from domain.documents.chunks import EmbeddedChunk
from domain.documents.document import Document, DocumentStatus, ExtractedText
from domain.documents.jobs import Progress, Stage, retry_seconds
from domain.documents.metadata import stated_metadata
from domain.documents.notes import stored_notes
from domain.documents.parts import Part
from domain.documents.prepared import PreparedText
from domain.documents.titles import stated_title, title_of
from domain.errors import (
    ClaimLost,
    DatabaseUnavailable,
    DocumentRemoved,
    EmbeddingModelChanged,
    ProcessingFailed,
    QuothError,
    Unavailable,
)

CLAIM_RENEWAL_SECONDS = 10.0  # a claim lasts 30 seconds
RELEASE_SECONDS = 3.0
STORE_AGAIN_SECONDS = (0.5, 2.0, 5.0)

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ProcessRequest:
    """A document to process, under the claim on it.

    Attributes:
        claim: The claim.
        read: Called under the claim; returns what its file says, once the files in it are ingested.
        prepared: Its text, cut and embedded already; None if that is to be done.
    """

    claim: Claim
    read: Callable[[], Awaitable[ExtractedText]]
    prepared: PreparedText | None = None


class ProcessDocument:
    """Makes claimed documents searchable."""

    def __init__(
        self,
        lanes: EmbeddingLanes,
        detector: LanguageDetector,
        texts: DocumentTexts,
        claims: DocumentClaims,
        store: DocumentStore,
    ) -> None:
        self._lanes = lanes
        self._detector = detector
        self._texts = texts
        self._claims = claims
        self._store = store

    async def execute(self, request: ProcessRequest) -> Document:
        """Process one document and return it in its new state.

        The claim is renewed meanwhile. Processing stops as soon as a renewal finds it lost. It is
        the program that acts: whoever sent the file may read the document no more by then.

        Raises:
            DocumentRemoved: If it was deleted in the meantime.
            ClaimLost: If the claim expired and the document was taken over; nothing was stored.
            InvalidInput: If its file cannot be read; it is marked as failed.
            ProcessingFailed: If it could not be processed; it is marked as failed.
            Unavailable: If the embedder or the database is unavailable; a worker tries again later.
        """
        with acting_as(worker_in(acting_principal().workspace.workspace_id)):
            return await self._execute(request)

    async def _execute(self, request: ProcessRequest) -> Document:
        claim = request.claim
        try:
            async with heartbeat(CLAIM_RENEWAL_SECONDS, lambda: self._claims.renew(claim)):
                report = ProgressReports(self._claims, claim).store
                return await self._process(request, await request.read(), report)
        except (DocumentRemoved, ClaimLost):
            raise  # this claim has no document left to mark as failed
        except Unavailable as exc:
            later = retry_seconds(claim.attempts)
            await self._claims.fail(claim, exc.message, exc.code, retry_in=later)
            raise
        except QuothError as exc:
            await self._claims.fail(claim, exc.message, exc.code)
            raise
        except asyncio.CancelledError:
            # lets a worker or a waiting upload take over immediately; if the database is
            # unavailable too, the claim expires by itself
            with suppress(QuothError, TimeoutError):
                async with asyncio.timeout(RELEASE_SECONDS):
                    await self._claims.release(claim)
            raise
        except Exception as exc:
            logger.exception("document %s could not be processed", claim.document.id)
            await self._claims.fail(claim, ProcessingFailed().message)
            raise ProcessingFailed from exc

    async def _process(
        self, request: ProcessRequest, extracted: ExtractedText, report: Report
    ) -> Document:
        started = time.perf_counter()
        claim, text, prepared = request.claim, extracted.text, request.prepared
        await report(Progress(Stage.SPLITTING))
        language = await self._detector.detect(text, await self._texts.main_language())
        cut = (
            [each.chunk for each in prepared.chunks]
            if prepared
            else await self._lanes.cut(text, extracted.parts)
        )
        metadata = stated_metadata(extracted.metadata)
        notes = extracted.notes
        if metadata != extracted.metadata:
            notes = (*notes, "The file says more about itself than is stored.")
        processed = replace(
            claim.document,
            status=DocumentStatus.PROCESSED,
            total_chunks=len(cut),
            language=language,
            notes=stored_notes(notes),
            metadata=metadata,
            media_type=extracted.media_type,
            title=stated_title(extracted.title) or title_of(text),
            pages=extracted.pages,
        )
        ahead = prepared.chunks if prepared else ()
        while True:
            chunks = ahead or await self._lanes.embed(claim.document.id, cut, report)
            await report(Progress(Stage.STORING))
            processed = replace(processed, processing_seconds=time.perf_counter() - started)
            try:
                await self._add(claim, processed, text, chunks, extracted.parts)
            except EmbeddingModelChanged:
                await self._lanes.follow()
                ahead = ()
            else:
                return processed

    async def _add(
        self,
        claim: Claim,
        processed: Document,
        text: str,
        chunks: Sequence[EmbeddedChunk],
        parts: Sequence[Part],
    ) -> None:
        """Store the document. An outage of a moment does not cost its vectors."""
        for seconds in (*STORE_AGAIN_SECONDS, None):
            try:
                await self._store.add(claim, processed, text, chunks, parts)
            except DatabaseUnavailable:
                if seconds is None:
                    raise
                await asyncio.sleep(seconds)
            else:
                return
