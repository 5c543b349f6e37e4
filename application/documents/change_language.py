"""Changing the language of a document."""

from uuid import UUID

from application.ports.document_catalog import DocumentCatalog
from application.ports.document_store import DocumentStore
from domain.documents.document import Document
from domain.documents.languages import checked_language


class ChangeLanguage:
    """Sets the languages of documents. Their words are then found by the rules of the language."""

    def __init__(self, store: DocumentStore, catalog: DocumentCatalog) -> None:
        self._store = store
        self._catalog = catalog

    async def execute(self, document_id: UUID, language: str | None) -> Document:
        """Set the language of one document, and return the document in its new state.

        Cached answers become stale, unless the document has this language already.

        Args:
            document_id: The document.
            language: A code of ISO 639-1; None if the language is unknown.

        Raises:
            LanguageCodeInvalid: If it is no such code; nothing was changed.
            DocumentNotFound: If there is none with this id.
            DocumentNotProcessed: If it is not processed; nothing was changed.
            Unavailable: If the database is not reachable or has no space; nothing was changed.
            OutcomeUnknown: If the connection was lost while the change was being stored.
        """
        code = None if language is None else checked_language(language)
        await self._store.change_language(document_id, code)
        return await self._catalog.get(document_id)
