"""Receiving an upload: check it, extract its text, and claim its document."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

from application.access.acting import acting_principal
from application.documents.read_upload import ReadUpload, with_given
from application.identifiers import new_id
from application.ports.document_claims import Claim, DocumentClaims
from application.ports.idempotency_keys import IdempotencyKeys
from application.ports.live_embedder import LiveEmbedder
from application.ports.stored_contents import StoredContents
from domain.documents.attachments import MailVersion
from domain.documents.document import (
    Document,
    DocumentStatus,
    ExtractedText,
    Upload,
)
from domain.documents.filenames import display_name
from domain.documents.jobs import Given
from domain.documents.metadata import NO_LABELS, Labels, Metadata
from domain.documents.prepared import PreparedText, PreparedTexts
from domain.idempotency import IdempotencyKey, Operation


@dataclass(frozen=True, slots=True)
class ReceiveRequest:
    """An upload to receive.

    Attributes:
        upload: The file.
        idempotency_key: The key under which the client may repeat this request.
        metadata: What is known of the file beside what it says itself.
        external_id: The name under which its content is replaced; None if its bytes identify it.
        labels: What the client says of it: its collections by their names, and metadata.
        mail: What brought the file; None if the client did.
        prepared: What is known already of its text and of those of the files in it.
    """

    upload: Upload
    idempotency_key: str | None = None
    metadata: Metadata = field(default_factory=dict)
    external_id: str | None = None
    labels: Labels = NO_LABELS
    mail: MailVersion | None = None
    prepared: PreparedTexts = field(default_factory=dict)

    @property
    def given(self) -> Given:
        """What was said beside the file."""
        return Given(self.metadata, self.mail)

    @property
    def prepared_text(self) -> PreparedText | None:
        """What is known already of its text; None if that is nothing."""
        return self.prepared.get(self.upload.sha256)

    def key(self, document: Document) -> IdempotencyKey | None:
        """Return the idempotency key of this request, or None if the client gave none."""
        if self.idempotency_key is None:
            return None
        parts: tuple[object, ...] = (document.filename, document.content_sha256)
        if self.labels != NO_LABELS:
            parts = (*parts, self.labels)
        key = IdempotencyKey.of(Operation.DOCUMENT, self.idempotency_key, *parts)
        return key.read_as(acting_principal().reads_as)


@dataclass(frozen=True, slots=True)
class ReceivedUpload:
    """An upload whose document is registered.

    Attributes:
        document: The document of this upload, as it was passed to `DocumentClaims.claim`.
        read: Returns its text, and what was assumed to read it. A file whose bytes are processed
            already is only read then, in case that document was removed meanwhile.
        claim: The claim, granted if the caller has to process the document.
        first_id: The document id of the first upload under the same key; that of `document`
            without a key.
    """

    document: Document
    read: Callable[[], Awaitable[ExtractedText]]
    claim: Claim
    first_id: UUID


class ReceiveUpload:
    """Receives uploads. An upload that cannot be read leaves nothing behind."""

    def __init__(
        self,
        read: ReadUpload,
        embedder: LiveEmbedder,
        keys: IdempotencyKeys,
        claims: DocumentClaims,
        contents: StoredContents,
    ) -> None:
        self._read = read
        self._contents = contents
        self._embedder = embedder
        self._keys = keys
        self._claims = claims

    async def execute(self, request: ReceiveRequest) -> ReceivedUpload:
        """Receive one upload. Its bytes are stored if its claim is granted.

        Raises:
            InvalidInput: If the file is too large or cannot be read; nothing was stored.
            IdempotencyKeyReused: If the key was used for another upload.
            Unavailable: If the embedder or the database is unavailable.
        """
        upload = request.upload
        extracted: ExtractedText | None = None
        if prepared := request.prepared_text:
            extracted = with_given(prepared.extracted, request.given)
        elif not await self._is_processed(request):
            extracted = await self._read.execute(upload, request.given)

        async def read() -> ExtractedText:
            return extracted or await self._read.execute(upload, request.given)

        media_type = extracted.media_type if extracted else await self._read.recognise(upload)
        # raises before anything is claimed if the model is still loading
        _ = self._embedder.live().model
        document = received_document(request, media_type, DocumentStatus.PROCESSING)
        key = request.key(document)
        first_id = await self._keys.take(key, document.id) if key else document.id
        claim = await self._claims.claim(document, upload.path, given=request.given)
        return ReceivedUpload(document, read, claim, first_id)

    async def _is_processed(self, request: ReceiveRequest) -> bool:
        """Return whether a document has these bytes, by which it is identified."""
        digest = request.upload.sha256
        return request.external_id is None and digest in await self._contents.processed([digest])


def received_document(request: ReceiveRequest, media_type: str, status: DocumentStatus) -> Document:
    """Return the document that an upload becomes, under a new id."""
    upload = request.upload
    return Document(
        id=new_id(),
        filename=display_name(upload.filename),
        file_size=upload.size,
        content_sha256=upload.sha256,
        status=status,
        uploaded_at=datetime.now(UTC),
        media_type=media_type,
        external_id=request.external_id,
        labels=request.labels,
    )
