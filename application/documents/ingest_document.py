"""Ingesting an upload: receive it, and process its document unless another caller does."""

from application.documents.nested_uploads import IngestedDocument, NestedUploads
from application.documents.receive_upload import ReceiveRequest
from domain.documents.document import Upload
from domain.documents.metadata import NO_LABELS, Labels
from domain.documents.prepared import NOTHING_PREPARED, PreparedTexts

__all__ = ["IngestDocument", "IngestedDocument"]


class IngestDocument:
    """Makes uploads searchable. The same bytes are processed once, however often they are sent.

    The files in an upload, such as the attachments of a mail, become documents of their own before
    it: once it can be found, so can they.
    """

    def __init__(self, uploads: NestedUploads) -> None:
        self._uploads = uploads

    async def execute(
        self,
        upload: Upload,
        idempotency_key: str | None = None,
        labels: Labels = NO_LABELS,
        prepared: PreparedTexts = NOTHING_PREPARED,
    ) -> IngestedDocument:
        """Ingest one upload and return its processed document.

        An upload that is repeated under its key counts as created if the first one created the
        document. If the claim is lost, the upload waits for the result of the next holder, like any
        other upload of the same bytes. Who waits shares the result, a failure too. If the holder
        was cut off, one of those who wait takes over. What is given with an upload is added to the
        document even if it was there before. What is prepared of the upload and the files in it is
        neither read nor embedded again.

        Raises:
            InvalidInput: If the file cannot be read; nothing was stored.
            ProcessingFailed: If it could be read but not processed, by this upload or by one that
                it waited for; it is stored as failed.
            ClaimLost: If other uploads of the same bytes took it over, three times.
            DocumentRemoved: If it was deleted in the meantime.
            IdempotencyKeyReused: If the key was used for another upload.
            Unavailable: If the embedder or the database is unavailable.
        """
        return await self._uploads.ingest(
            ReceiveRequest(upload, idempotency_key, labels=labels, prepared=prepared)
        )
