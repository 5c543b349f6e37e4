"""Changing the name under which a document is replaced."""

from application.ports.document_versions import DocumentVersions
from domain.documents.document import Document
from domain.documents.external_ids import checked_external_id
from domain.documents.filenames import display_name


class RenameDocument:
    """Renames documents. Nothing is read or embedded again."""

    def __init__(self, versions: DocumentVersions) -> None:
        self._versions = versions

    async def execute(
        self, external_id: str, new_external_id: str, filename: str | None = None
    ) -> Document:
        """Give the document with an external id another one, and return it.

        Args:
            external_id: The external id that it has.
            new_external_id: The one that it gets.
            filename: What its file is called now; None if that has not changed.

        Raises:
            ExternalIdInvalid: If the new one is empty or too long; nothing was changed.
            DocumentNotFound: If no document has the first one.
            ExternalIdTaken: If another document has the new one; nothing was changed.
            Unavailable: If the database is unavailable; nothing was changed.
            OutcomeUnknown: If the connection was lost while the change was being stored.
        """
        return await self._versions.rename(
            external_id,
            checked_external_id(new_external_id),
            None if filename is None else display_name(filename),
        )
