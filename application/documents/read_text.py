"""Reading the text of a document."""

from uuid import UUID

from application.documents.read_document import ReadDocument
from application.ports.document_texts import DocumentTexts
from domain.documents.document import DocumentStatus
from domain.errors import DocumentNotProcessed


class ReadText:
    """Reads texts of processed documents. The others have none, and the error says why."""

    def __init__(self, read: ReadDocument, texts: DocumentTexts) -> None:
        self._read = read
        self._texts = texts

    async def execute(
        self,
        document_id: UUID,
        start: int = 0,
        end: int | None = None,
        version: int | None = None,
    ) -> str:
        """Return the text of a document's version, or `text[start:end]` of it.

        Args:
            document_id: The document.
            start: The first code point.
            end: The end, exclusive; None for the end of the text.
            version: The version; None for the current one.

        Raises:
            DocumentNotFound: If there is none with this id.
            VersionNotFound: If it has no such version, or has it no more.
            DocumentNotProcessed: If it is not processed, or its processing failed.
            DatabaseUnavailable: If the database is not reachable.
        """
        document = await self._read.execute(document_id, version)
        if document.status is DocumentStatus.FAILED:
            raise DocumentNotProcessed(
                f"The document could not be processed, so it has no text. {document.error_message}"
            )
        if document.status is not DocumentStatus.PROCESSED:
            raise DocumentNotProcessed
        return await self._texts.text(document_id, start, end, document.version)
