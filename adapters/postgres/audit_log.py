"""The audit log in PostgreSQL."""

from collections.abc import Callable, Sequence
from dataclasses import fields
from operator import attrgetter
from uuid import UUID

from asyncpg import Record

from adapters.postgres.database import Database
from adapters.postgres.queries import QUERIES
from adapters.postgres.shared_transactions import SharedTransactions
from application.access.acting import acting_principal
from application.ports.audit_log import AuditLog
from domain.access.audit import EVERYTHING, AuditEntry, AuditFilter, AuditOutcome
from domain.access.role import Role
from domain.paging import Page, PageRequest

_PIECE = 500
_columns = attrgetter(*(field.name for field in fields(AuditEntry)))


class PostgresAuditLog(AuditLog):
    """Stores entries in a table whose rows nobody can change."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._adding = SharedTransactions(self._add)

    async def add(self, entries: Sequence[AuditEntry]) -> None:
        """Store entries, all or none."""
        await self._adding.run(acting_principal().workspace.workspace_id, entries)

    async def _add(self, taken: Callable[[], list[AuditEntry]]) -> None:
        # not as something that grows: on a disk that is nearly full, deletions still have entries
        async with self._database.transaction() as connection:
            # a deletion may have thousands: the loop goes on between the pieces
            entries = taken()
            for start in range(0, len(entries), _PIECE):
                columns = zip(*map(_columns, entries[start : start + _PIECE]), strict=True)
                await connection.execute(QUERIES["add_audit_entries"], *columns)

    async def list(
        self, page: PageRequest[UUID], wanted: AuditFilter = EVERYTHING
    ) -> Page[AuditEntry, UUID]:
        """Return a page of the entries that pass a filter, newest first."""
        async with self._database.connection() as connection:
            # one extra row shows whether another page follows
            rows = await connection.fetch(
                QUERIES["audit_entries"],
                page.after,
                wanted.action,
                wanted.actor,
                wanted.target,
                wanted.since,
                wanted.until,
                page.limit + 1,
            )
        items = tuple(_entry_from(row) for row in rows[: page.limit])
        return Page(items, items[-1].id if len(rows) > page.limit else None)


def _entry_from(row: Record) -> AuditEntry:
    role = row["role"] and Role(row["role"])
    return AuditEntry(**{**row, "role": role, "outcome": AuditOutcome(row["outcome"])})
