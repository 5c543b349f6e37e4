"""Stores workspaces in PostgreSQL."""

from collections.abc import Sequence

from asyncpg import Record

from adapters.postgres.database import Database
from adapters.postgres.queries import QUERIES
from application.ports.workspaces import Workspaces
from domain.access.workspace import Workspace


class PostgresWorkspaces(Workspaces):
    """Stores the names of all workspaces."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def ensure(self, workspace: Workspace) -> Workspace:
        """Store a workspace, unless one has its name already."""
        async with self._database.outside(writes=True) as connection:
            stored = await connection.fetchrow(
                QUERIES["ensure_workspace"], workspace.workspace_id, workspace.name
            ) or await connection.fetchrow(QUERIES["workspace_named"], workspace.name)
        return _workspace_from(stored)

    async def named(self, name: str) -> Workspace | None:
        """Return the workspace of a name."""
        async with self._database.outside() as connection:
            row = await connection.fetchrow(QUERIES["workspace_named"], name)
        return None if row is None else _workspace_from(row)

    async def list(self) -> Sequence[Workspace]:
        """Return all workspaces."""
        async with self._database.outside() as connection:
            rows = await connection.fetch(QUERIES["workspaces"])
        return [_workspace_from(row) for row in rows]


def _workspace_from(row: Record) -> Workspace:
    return Workspace(row["id"], row["name"])
