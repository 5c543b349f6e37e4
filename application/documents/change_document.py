"""Changing what is stored of a document beside its text."""

from dataclasses import replace
from uuid import UUID

from application.ports.document_catalog import DocumentCatalog
from application.ports.document_store import DocumentStore
from application.retrieval.name_collections import NameCollections
from domain.documents.changes import UNCHANGED, DocumentChanges
from domain.documents.document import Document
from domain.documents.languages import checked_language
from domain.documents.metadata import checked_metadata
from domain.documents.titles import checked_title


class ChangeDocument:
    """Changes the language, the collections, the metadata and the title of documents."""

    def __init__(
        self, store: DocumentStore, catalog: DocumentCatalog, collections: NameCollections
    ) -> None:
        self._store = store
        self._catalog = catalog
        self._collections = collections

    async def execute(self, document_id: UUID, changes: DocumentChanges) -> Document:
        """Change one document in one step, and return it in its new state.

        Cached answers become stale, unless nothing changes.

        Args:
            document_id: The document.
            changes: The new values. Collections are names or ids; those that there are not yet are
                made. With another language, its words are found by the rules of that language.

        Raises:
            LanguageCodeInvalid: If the language is no code of ISO 639-1; nothing was changed.
            MetadataInvalid: If there is too much metadata; nothing was changed.
            TitleEmpty: If the title is blank; nothing was changed.
            TitleTooLong: If the title is too long; nothing was changed.
            CollectionNameInvalid: If a collection cannot have its name; nothing was changed.
            CollectionNotFound: If there is no collection with an id; nothing was changed.
            DocumentNotFound: If there is none with this id.
            DocumentNotProcessed: If the language of a document is to change that is not processed;
                nothing was changed.
            Unavailable: If the database is not reachable or has no space; nothing was changed.
            OutcomeUnknown: If the connection was lost while the change was being stored.
        """
        language, title, metadata = changes.language, changes.title, changes.metadata
        if isinstance(language, str):
            changes = replace(changes, language=checked_language(language))
        if isinstance(title, str):
            changes = replace(changes, title=checked_title(title))
        if metadata is not UNCHANGED:
            changes = replace(changes, metadata=checked_metadata(metadata))
        if changes.collections is not UNCHANGED:
            names = await self._collections.execute(changes.collections, may_be_new=True)
            changes = replace(changes, collections=names)
        await self._store.change(document_id, changes)
        return await self._catalog.get(document_id)
