"""Processing a claimed job from the stored bytes of its document."""

from functools import partial

from application.documents.nested_uploads import NestedUploads, Nesting
from application.documents.process_document import ProcessDocument, ProcessRequest
from application.documents.read_original import ReadOriginal
from application.documents.read_upload import ReadUpload
from application.ports.document_claims import Claim
from application.ports.upload_files import UploadFiles
from domain.documents.document import Document, ExtractedText
from domain.errors import InvalidInput, OriginalNotFound, of_stored_file


class ProcessJob:
    """Processes documents whose upload is over: their bytes are read from where they are stored."""

    def __init__(
        self,
        original: ReadOriginal,
        files: UploadFiles,
        read: ReadUpload,
        nested: NestedUploads,
        process: ProcessDocument,
    ) -> None:
        self._original = original
        self._files = files
        self._read = read
        self._nested = nested
        self._process = process

    async def execute(self, claim: Claim) -> Document:
        """Process one document under a claim, and return it in its new state.

        Raises:
            DocumentRemoved: If it was deleted in the meantime.
            ClaimLost: If the claim ended, or expired and the document was taken over.
            OriginalNotFound: If its bytes are not stored; it is marked as failed.
            InvalidInput: If its file cannot be read; it is marked as failed.
            ProcessingFailed: If it could not be processed; it is marked as failed.
            Unavailable: If something it needs is unavailable; it is tried again later.
        """
        return await self._process.execute(ProcessRequest(claim, partial(self._extracted, claim)))

    async def _extracted(self, claim: Claim) -> ExtractedText:
        document = claim.document
        async with self._files.new() as file:
            async for piece in await self._original.execute(document.id, version=document.version):
                await file.write(piece)
            upload = await file.upload(document.filename)
            if upload.sha256 != document.content_sha256:  # it was deleted meanwhile
                raise OriginalNotFound
            try:
                extracted = await self._read.execute(upload, claim.given)
            except InvalidInput as exc:
                raise of_stored_file(exc) from exc
        return await self._nested.with_attachments(document, extracted, Nesting(document.labels))
