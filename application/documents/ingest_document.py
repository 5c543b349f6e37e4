"""Taking in a document: extract, split, embed, store."""

import asyncio
import hashlib
import logging
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from application.heartbeat import heartbeat
from application.identifiers import new_id
from application.ports.document_store import DocumentStore
from application.ports.embedder import Embedder
from application.ports.idempotency_keys import IdempotencyKeys
from application.ports.language_detector import LanguageDetector
from application.ports.text_extractor import TextExtractor
from application.ports.tokenizer import Tokenizer
from domain.documents.chunking import ChunkingPolicy, split
from domain.documents.chunks import Chunk, EmbeddedChunk
from domain.documents.document import Document, DocumentStatus, Upload
from domain.documents.filenames import display_name
from domain.errors import FileTooLarge, ProcessingFailed, QuothError
from domain.idempotency import IdempotencyKey, Operation

CLAIM_RENEWAL_SECONDS = 10.0  # a claim lasts for 30 seconds
CLAIM_POLL_SECONDS = 0.2
CUT_OFF_SECONDS = 3.0
CHUNKS_PER_TURN = 64  # of a document that is embedded: seconds of work
CUT_OFF = "The server stopped while processing it. Send it again to start over."

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class IngestedDocument:
    """A document that can now be found; `created` is False if it could be before."""

    document: Document
    created: bool


class IngestDocument:
    """Makes an upload searchable, once for the same bytes however often they are sent.

    Several at once overlap: while one is stored, the next is embedded and a third is cut. Documents
    take turns at the embedder. The first turn of each comes soon, so that a short one never waits
    for a long one to end; the rest of the long ones comes document by document, so that they end,
    and are stored, one after another.
    """

    def __init__(
        self,
        extractor: TextExtractor,
        tokenizer: Tokenizer,
        embedder: Embedder,
        detector: LanguageDetector,
        store: DocumentStore,
        keys: IdempotencyKeys,
        policy: ChunkingPolicy,
        max_upload_bytes: int,
    ) -> None:
        """Stand on the ports; cut documents by `policy`; refuse files over the limit."""
        self._extractor = extractor
        self._tokenizer = tokenizer
        self._embedder = embedder
        self._detector = detector
        self._store = store
        self._keys = keys
        self._policy = policy
        self._max_upload_bytes = max_upload_bytes
        # locks are granted in the order in which they were asked for
        self._cutting = asyncio.Lock()
        self._turn = asyncio.Lock()
        self._long_document = asyncio.Lock()

    async def execute(self, upload: Upload, idempotency_key: str | None = None) -> IngestedDocument:
        """Ingest one upload and return its document, processed.

        An upload that is repeated under its key counts as created if the first one did create it.

        Raises:
            InvalidInput: If the file cannot be read; nothing was stored.
            ProcessingFailed: If it could be read but not processed; it is kept as failed.
            DocumentRemoved: If it was deleted meanwhile.
            IdempotencyKeyReused: If the key was used for another upload.
            Unavailable: If the embedder or the database is not there.
        """
        if len(upload.content) > self._max_upload_bytes:
            raise FileTooLarge(
                f"The file has {len(upload.content):,} bytes and this server accepts"
                f" {self._max_upload_bytes:,}, so nothing was stored."
            )
        text = await self._extractor.extract(upload)
        # asked before anything is claimed, so that a model still loading leaves nothing behind
        _ = self._embedder.dimension

        document = Document(
            id=new_id(),
            filename=display_name(upload.filename),
            file_size=len(upload.content),
            content_sha256=hashlib.sha256(upload.content).hexdigest(),
            status=DocumentStatus.PROCESSING,
            uploaded_at=datetime.now(UTC),
        )
        first_id = document.id
        if idempotency_key is not None:
            digests = (document.filename, document.content_sha256)
            key = IdempotencyKey.of(Operation.DOCUMENT, idempotency_key, *digests)
            first_id = await self._keys.take(key, document.id)
        claim = await self._store.claim(document)
        while not claim.granted:
            if claim.document.status is DocumentStatus.PROCESSED:
                created = claim.document.id == first_id
                return IngestedDocument(claim.document, created)
            await asyncio.sleep(CLAIM_POLL_SECONDS)
            claim = await self._store.claim(document)
        return IngestedDocument(await self._process(claim.document, text), created=True)

    async def _process(self, document: Document, text: str) -> Document:
        try:
            # while this runs, nobody else may take the document over; once it has ended, nothing
            # may claim it back
            async with heartbeat(CLAIM_RENEWAL_SECONDS, lambda: self._store.claim(document)):
                return await self._store_chunks(document, text)
        except QuothError as exc:
            await self._store.fail(document.id, exc.message)
            raise
        except asyncio.CancelledError:
            # whoever sends it again should not have to wait for the claim to run out; if the
            # database is lost as well, the claim runs out by itself
            with suppress(QuothError, TimeoutError):
                await asyncio.wait_for(self._store.fail(document.id, CUT_OFF), CUT_OFF_SECONDS)
            raise
        except Exception as exc:
            logger.exception("document %s could not be processed", document.id)
            await self._store.fail(document.id, ProcessingFailed().message)
            raise ProcessingFailed from exc

    async def _store_chunks(self, document: Document, text: str) -> Document:
        started = time.perf_counter()
        language = await self._detector.detect(text)
        chunks = await self._embedded(await self._cut(text))
        processed = replace(
            document,
            status=DocumentStatus.PROCESSED,
            total_chunks=len(chunks),
            processing_seconds=time.perf_counter() - started,
            language=language,
        )
        await self._store.add(processed, text, chunks)
        return processed

    async def _cut(self, text: str) -> list[Chunk]:
        # the places of its tokens take thirty times the space of a text: one at a time has them
        async with self._cutting:
            token_spans = await self._tokenizer.token_spans(text)
            return await asyncio.to_thread(split, text, token_spans, self._policy)

    async def _embedded(self, chunks: list[Chunk]) -> list[EmbeddedChunk]:
        embedded = await self._take_turn(chunks[:CHUNKS_PER_TURN])
        if len(chunks) > CHUNKS_PER_TURN:
            async with self._long_document:
                for start in range(CHUNKS_PER_TURN, len(chunks), CHUNKS_PER_TURN):
                    embedded += await self._take_turn(chunks[start : start + CHUNKS_PER_TURN])
        return embedded

    async def _take_turn(self, chunks: Sequence[Chunk]) -> list[EmbeddedChunk]:
        async with self._turn:
            windows = await self._embedder.embed_passages([chunk.content for chunk in chunks])
        return [EmbeddedChunk(*pair) for pair in zip(chunks, windows, strict=True)]
