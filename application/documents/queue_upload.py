"""Queueing an upload, which a worker reads and processes later."""

from application.documents.read_upload import check_size
from application.documents.receive_upload import ReceiveRequest, received_document
from application.ports.document_jobs import DocumentJobs
from application.ports.idempotency_keys import IdempotencyKeys
from application.ports.text_extractor import TextExtractor
from domain.documents.document import Document, DocumentStatus


class QueueUpload:
    """Queues uploads. Their format is recognised first, so that no other file waits for nothing."""

    def __init__(
        self,
        extractor: TextExtractor,
        keys: IdempotencyKeys,
        jobs: DocumentJobs,
        max_upload_bytes: int,
    ) -> None:
        self._extractor = extractor
        self._keys = keys
        self._jobs = jobs
        self._max_upload_bytes = max_upload_bytes

    async def execute(self, request: ReceiveRequest) -> Document:
        """Store one upload as pending, and return its document.

        The same bytes are queued once, and not again once they are processed.

        Raises:
            InvalidInput: If the file is too large, empty or of no format that is read; nothing was
                stored.
            IdempotencyKeyReused: If the key was used for another upload.
            ReadersUnavailable: If no file can be recognised now.
            Unavailable: If the database is unavailable.
        """
        check_size(request.upload, self._max_upload_bytes)
        media_type = await self._extractor.recognise(request.upload)
        document = received_document(request, media_type, DocumentStatus.PENDING)
        if key := request.key(document):
            await self._keys.take(key, document.id)
        return await self._jobs.enqueue(document, request.upload.path, request.given)
