"""Putting content under a name that stays."""

from dataclasses import dataclass, field
from enum import StrEnum

from application.documents.nested_uploads import NestedUploads
from application.documents.queue_upload import QueueUpload
from application.documents.receive_upload import ReceiveRequest
from application.ports.document_versions import DocumentVersions
from domain.documents.document import Document, DocumentStatus, Upload
from domain.documents.external_ids import checked_external_id
from domain.documents.metadata import NO_LABELS, Labels, Metadata
from domain.errors import DocumentNotFound


class PutChange(StrEnum):
    """What putting content under a name changed."""

    CREATED = "created"
    UNCHANGED = "unchanged"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class PutRequest:
    """Content to put under a name.

    Attributes:
        external_id: The name, such as a path or URL.
        upload: The file.
        metadata: What is known of the file beside what it says itself.
        labels: What the client says of it: its collections by their names, and metadata. It is
            added to what was said before.
        wait: Whether to return only when the content is searchable; otherwise a worker makes it so.
    """

    external_id: str
    upload: Upload
    metadata: Metadata = field(default_factory=dict)
    labels: Labels = NO_LABELS
    wait: bool = True


@dataclass(frozen=True, slots=True)
class PutResult:
    """What was done, and the document: as it is now, or as a worker will make it."""

    change: PutChange
    document: Document


class PutDocument:
    """Puts content under names. Readers see the version before until the new one is complete.

    What is put last counts: it takes the place of a version that is still waiting or being made.
    """

    def __init__(
        self, uploads: NestedUploads, queue: QueueUpload, versions: DocumentVersions
    ) -> None:
        self._uploads = uploads
        self._queue = queue
        self._versions = versions

    async def execute(self, request: PutRequest) -> PutResult:
        """Put the content of one file under a name.

        Raises:
            ExternalIdInvalid: If the name is empty or too long; nothing was stored.
            InvalidInput: If the file cannot be read; nothing was stored.
            ProcessingFailed: If it could be read but not processed. The version before stays.
            VersionSuperseded: If something else was put under the name meanwhile.
            DocumentRemoved: If the document was deleted in the meantime.
            Unavailable: If something that is needed is unavailable. The version before stays.
        """
        external_id = checked_external_id(request.external_id)
        before = await self._before(external_id)
        received = ReceiveRequest(
            request.upload,
            metadata=request.metadata,
            external_id=external_id,
            labels=request.labels,
        )
        if request.wait:
            document = (await self._uploads.ingest(received)).document
        else:
            document = await self._queue.execute(received)
        return PutResult(_change(before, document), document)

    async def _before(self, external_id: str) -> Document | None:
        try:
            return await self._versions.named(external_id)
        except DocumentNotFound:
            return None


def _change(before: Document | None, after: Document) -> PutChange:
    if before is None or before.id != after.id:
        return PutChange.CREATED
    if before.status is not DocumentStatus.PROCESSED:
        return PutChange.CREATED
    return PutChange.UNCHANGED if before.version == after.version else PutChange.REPLACED
