"""Use case: limit a document to groups."""

from collections.abc import Iterable
from uuid import UUID

from application.access.acting import acting_principal
from application.ports.document_catalog import DocumentCatalog
from application.ports.reading_limits import ReadingLimits
from domain.access.groups import checked_groups
from domain.documents.document import Document
from domain.errors import NotAllowed


class LimitDocument:
    """Decides which groups may read a document."""

    def __init__(self, limits: ReadingLimits, catalog: DocumentCatalog) -> None:
        self._limits = limits
        self._catalog = catalog

    async def execute(self, document_id: UUID, groups: Iterable[str]) -> Document:
        """Limit a document to groups, and return it in its new state. Without any, lift its limit.

        Raises:
            NotAllowed: If who acts does not read all; nothing was changed.
            GroupsInvalid: If a group cannot have its name; nothing was changed.
            DocumentNotFound: If there is none with this id.
            DatabaseUnavailable: If the database is not reachable; nothing was changed.
            OutcomeUnknown: If the connection was lost while the change was being stored.
        """
        if not acting_principal().reads_all:
            raise NotAllowed
        await self._limits.limit_document(document_id, checked_groups(groups))
        return await self._catalog.get(document_id)
