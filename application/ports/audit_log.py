"""The port for the audit log."""

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from domain.access.audit import EVERYTHING, AuditEntry, AuditFilter
from domain.paging import Page, PageRequest


class AuditLog(Protocol):
    """Stores what was done in the workspace, for good: an entry is neither changed nor deleted."""

    async def add(self, entries: Sequence[AuditEntry]) -> None:
        """Store entries, all or none.

        Raises:
            DatabaseUnavailable: If the database is not reachable; nothing was stored.
            OutcomeUnknown: If the connection was lost while they were being stored.
        """
        ...

    async def list(
        self, page: PageRequest[UUID], wanted: AuditFilter = EVERYTHING
    ) -> Page[AuditEntry, UUID]:
        """Return a page of the entries that pass a filter, newest first.

        Raises:
            DatabaseUnavailable: If the database is not reachable.
        """
        ...
