"""Reading what is known of a document."""

from uuid import UUID

from application.ports.document_catalog import DocumentCatalog
from application.ports.document_versions import DocumentVersions
from domain.documents.document import Document


class ReadDocument:
    """Reads documents, or earlier versions of them."""

    def __init__(self, catalog: DocumentCatalog, versions: DocumentVersions) -> None:
        self._catalog = catalog
        self._versions = versions

    async def execute(self, document_id: UUID, version: int | None = None) -> Document:
        """Return a version of a document, by default the current one.

        Raises:
            DocumentNotFound: If there is none with this id.
            VersionNotFound: If it has no such version, or has it no more.
            DatabaseUnavailable: If the database is not reachable.
        """
        if version is None:
            return await self._catalog.get(document_id)
        return await self._versions.get(document_id, version)
