"""The audit log in memory."""

from collections.abc import Sequence
from uuid import UUID

from application.ports.audit_log import AuditLog
from domain.access.audit import EVERYTHING, AuditEntry, AuditFilter
from domain.errors import DatabaseUnavailable
from domain.paging import Page, PageRequest


class InMemoryAuditLog(AuditLog):
    """Stores entries in memory.

    Attributes:
        available: Whether it can be reached.
        entries: All entries, in the order in which they were added.
    """

    def __init__(self) -> None:
        self.available = True
        self.entries: list[AuditEntry] = []

    async def add(self, entries: Sequence[AuditEntry]) -> None:
        """Store entries, all or none."""
        if not self.available:
            raise DatabaseUnavailable
        self.entries += entries

    async def list(
        self, page: PageRequest[UUID], wanted: AuditFilter = EVERYTHING
    ) -> Page[AuditEntry, UUID]:
        """Return a page of the entries that pass a filter, newest first."""
        if not self.available:
            raise DatabaseUnavailable
        newest = sorted(self.entries, key=lambda entry: entry.id, reverse=True)
        found = [
            entry
            for entry in newest
            if (page.after is None or entry.id < page.after) and _passes(entry, wanted)
        ]
        items = tuple(found[: page.limit])
        return Page(items, items[-1].id if len(found) > page.limit else None)


def _passes(entry: AuditEntry, wanted: AuditFilter) -> bool:
    return (
        wanted.action in {None, entry.action, entry.action.partition(".")[0]}
        and (wanted.actor is None or wanted.actor in _names(entry))
        and wanted.target in {None, entry.target}
        and (wanted.since is None or entry.at >= wanted.since)
        and (wanted.until is None or entry.at < wanted.until)
    )


def _names(entry: AuditEntry) -> set[str]:
    return {entry.actor, *(str(each) for each in (entry.key_id, entry.member_id) if each)}
