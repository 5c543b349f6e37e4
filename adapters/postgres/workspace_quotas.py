"""Stores the quotas of workspaces in PostgreSQL, and counts their questions there."""

from collections.abc import Mapping
from datetime import date

from adapters.postgres.database import Connection, Database
from adapters.postgres.queries import QUERIES
from application.ports.workspace_quotas import WorkspaceQuotas
from domain.limits.quotas import Quotas, WorkspaceUsage


class PostgresWorkspaceQuotas(WorkspaceQuotas):
    """Counts questions in a row for each day. What chat models used is in the table of their usage.

    Documents and bytes are checked by a trigger in the transaction that adds a document.
    """

    def __init__(self, database: Database, defaults: Quotas) -> None:
        """Use a database; the defaults hold for workspaces without quotas of their own."""
        self._database = database
        self._defaults = defaults

    async def use_question(self, day: date) -> Quotas | None:
        """Count a question on a day, unless a quota of that day is used up."""
        # a crowd waits for one row, one after the other: none of them waits for the disk as well
        async with self._database.transaction(durable=False) as connection:
            quotas = await self._quotas(connection)
            if quotas.tokens:
                used = await connection.fetchval(QUERIES["tokens_used"], day)
                if used >= quotas.tokens:
                    return Quotas(tokens=quotas.tokens)
            counted = await connection.fetchval(QUERIES["count_question"], day, quotas.questions)
        return None if counted else Quotas(questions=quotas.questions)

    async def usage(self, day: date) -> WorkspaceUsage:
        """Return what the workspace has, what it has used on a day, and its quotas."""
        async with self._database.connection() as connection:
            quotas = await self._quotas(connection)
            row = await connection.fetchrow(QUERIES["workspace_usage"], day)
        return WorkspaceUsage(**row, quotas=quotas)

    async def set(self, quotas: Quotas) -> None:
        """Store the quotas of the workspace."""
        async with self._database.transaction(grows=True) as connection:
            await connection.execute(
                QUERIES["set_quotas"],
                quotas.documents,
                quotas.bytes,
                quotas.questions,
                quotas.tokens,
            )

    async def _quotas(self, connection: Connection) -> Quotas:
        row = await connection.fetchrow(QUERIES["quotas"])
        return Quotas(**row).or_else(self._defaults) if row else self._defaults


def limits_of_server(quotas: Quotas, most_queued: int) -> Mapping[str, str]:
    """Return what the trigger reads: the default quotas, and the longest queue."""
    return {
        "quoth.quota_documents": str(quotas.documents or 0),
        "quoth.quota_bytes": str(quotas.bytes or 0),
        "quoth.most_queued": str(most_queued),
    }
