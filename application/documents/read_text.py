"""Reading the text of a document."""

from uuid import UUID

from application.ports.document_catalog import DocumentCatalog
from application.ports.document_texts import DocumentTexts
from domain.documents.document import DocumentStatus
from domain.errors import DocumentNotProcessed


class ReadText:
    """Reads texts of processed documents. The others have none, and the error says why."""

    def __init__(self, catalog: DocumentCatalog, texts: DocumentTexts) -> None:
        self._catalog = catalog
        self._texts = texts

    async def execute(self, document_id: UUID, start: int = 0, end: int | None = None) -> str:
        """Return a document's text, or `text[start:end]` of it.

        Raises:
            DocumentNotFound: If there is none with this id.
            DocumentNotProcessed: If it is not processed, or its processing failed.
            DatabaseUnavailable: If the database is not reachable.
        """
        document = await self._catalog.get(document_id)
        if document.status is DocumentStatus.FAILED:
            raise DocumentNotProcessed(
                f"The document could not be processed, so it has no text. {document.error_message}"
            )
        if document.status is not DocumentStatus.PROCESSED:
            raise DocumentNotProcessed
        return await self._texts.text(document_id, start, end)
