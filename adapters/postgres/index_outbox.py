"""The changes that a distributed index has yet to be told, in PostgreSQL."""

from collections.abc import Sequence
from uuid import UUID, uuid4

from adapters.postgres.database import Database
from adapters.postgres.queries import QUERIES
from application.ports.index_outbox import IndexChange, IndexOutbox


class PostgresIndexOutbox(IndexOutbox):
    """Leases rows of changes, which a trigger writes in the transactions that change passages."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def due(self) -> Sequence[UUID]:
        """Return the workspaces that have changes to be claimed."""
        async with self._database.outside() as connection:
            rows = await connection.fetch(QUERIES["workspaces_with_index_changes"])
        return [row[0] for row in rows]

    async def claim(self, limit: int) -> Sequence[IndexChange]:
        """Lease the oldest changes of the workspace."""
        lease = uuid4()
        async with self._database.transaction() as connection:
            rows = await connection.fetch(QUERIES["claim_index_changes"], limit, lease)
        changes = [
            IndexChange(
                range(row["first_chunk"], row["first_chunk"] + row["chunk_count"]),
                row["document_id"],
                row["position"],
                lease,
            )
            for row in rows
        ]
        return sorted(changes, key=lambda each: each.position)

    async def end(self, changes: Sequence[IndexChange]) -> None:
        """Delete changes that were written, and release those that have changed since."""
        async with self._database.transaction() as connection:
            for lease in {each.lease for each in changes}:
                own = [each for each in changes if each.lease == lease]
                await connection.execute(
                    QUERIES["end_index_changes"],
                    [each.numbers.start for each in own],
                    [each.position for each in own],
                    lease,
                )
                await connection.execute(QUERIES["release_index_changes"], lease)

    async def release(self, changes: Sequence[IndexChange]) -> None:
        """Release changes that could not be written."""
        async with self._database.transaction() as connection:
            for lease in {each.lease for each in changes}:
                await connection.execute(QUERIES["release_index_changes"], lease)
