"""The port for the versions of documents, and the names under which they are replaced."""

from typing import Protocol
from uuid import UUID

from domain.documents.document import Document
from domain.paging import Page, PageRequest


class DocumentVersions(Protocol):
    """Reads the versions of documents, and finds and renames documents by their external ids.

    Every method raises DatabaseUnavailable if the database is not reachable.
    """

    async def get(self, document_id: UUID, version: int) -> Document:
        """Return a version of a document, the current one or an earlier one.

        Raises:
            DocumentNotFound: If there is no document with this id.
            VersionNotFound: If it has no such version, or has it no more.
        """
        ...

    async def earlier(self, document_id: UUID, page: PageRequest[int]) -> Page[Document, int]:
        """Return the versions before the current one, the newest first.

        Raises:
            DocumentNotFound: If there is no document with this id.
        """
        ...

    async def named(self, external_id: str) -> Document:
        """Return the document with an external id.

        Raises:
            DocumentNotFound: If there is none.
        """
        ...

    async def rename(
        self, external_id: str, new_external_id: str, filename: str | None = None
    ) -> Document:
        """Give a document another external id, and return it. Nothing else of it changes.

        Args:
            external_id: The external id that it has.
            new_external_id: The one that it gets.
            filename: What it is called from now on, in place of its first name; None leaves it.

        Raises:
            DocumentNotFound: If there is no document with the first external id.
            ExternalIdTaken: If another document has the new one; nothing was changed.
            OutcomeUnknown: If the connection was lost while the change was being stored.
        """
        ...
