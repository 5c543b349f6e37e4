"""Receiving an upload: check it, read it, and claim its document."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from application.identifiers import new_id
from application.ports.document_claims import Claim, DocumentClaims
from application.ports.embedder import Embedder
from application.ports.idempotency_keys import IdempotencyKeys
from application.ports.text_extractor import TextExtractor
from domain.documents.document import Document, DocumentStatus, Upload
from domain.documents.filenames import display_name
from domain.errors import FileTooLarge
from domain.idempotency import IdempotencyKey, Operation


@dataclass(frozen=True, slots=True)
class ReceiveRequest:
    """An upload to receive.

    Attributes:
        upload: The file.
        idempotency_key: The client's name for this request, under which it may be repeated.
    """

    upload: Upload
    idempotency_key: str | None = None

    def key(self, document: Document) -> IdempotencyKey | None:
        """Return the key of this request, if the client gave it one."""
        if self.idempotency_key is None:
            return None
        parts = (document.filename, document.content_sha256)
        return IdempotencyKey.of(Operation.DOCUMENT, self.idempotency_key, *parts)


@dataclass(frozen=True, slots=True)
class ReceivedUpload:
    """An upload whose document is registered.

    Attributes:
        document: The document as it was claimed.
        text: Its text.
        claim: Who processes it.
        first_id: The id that the first upload under the same key claimed its document with.
    """

    document: Document
    text: str
    claim: Claim
    first_id: UUID


class ReceiveUpload:
    """Receives uploads. One that cannot be read leaves nothing behind."""

    def __init__(
        self,
        extractor: TextExtractor,
        embedder: Embedder,
        keys: IdempotencyKeys,
        claims: DocumentClaims,
        max_upload_bytes: int,
    ) -> None:
        self._extractor = extractor
        self._embedder = embedder
        self._keys = keys
        self._claims = claims
        self._max_upload_bytes = max_upload_bytes

    async def execute(self, request: ReceiveRequest) -> ReceivedUpload:
        """Receive one upload; its bytes are stored if its document is to be processed.

        Raises:
            InvalidInput: If the file is too large or cannot be read; nothing was stored.
            IdempotencyKeyReused: If the key was used for another upload.
            Unavailable: If the embedder or the database is not there.
        """
        upload = request.upload
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
        key = request.key(document)
        first_id = await self._keys.take(key, document.id) if key else document.id
        claim = await self._claims.claim(document, upload.content)
        return ReceivedUpload(document, text, claim, first_id)
