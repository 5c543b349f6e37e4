"""Workspaces to act in, and databases without one of the two ways that keep them apart."""

from uuid import UUID

import asyncpg

from domain.access.principal import Principal
from domain.access.role import Role
from domain.access.workspace import Workspace

PREDICATE = "current_workspace()"


def member_of(number: int) -> Principal:
    """Return somebody who may do all in a workspace of their own, by its number."""
    return Principal(
        Workspace(UUID(int=number), f"workspace-{number}"), Role.ADMIN, f"user-{number}"
    )


async def without_row_level_security(owner: asyncpg.Connection) -> None:
    """Let only the conditions of the queries keep the workspaces of a database apart."""
    for (table,) in map(tuple, await _protected(owner)):
        await owner.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")


async def without_predicates(owner: asyncpg.Connection) -> None:
    """Let only row-level security keep the workspaces of a database apart.

    The conditions of its functions and views hold for every row afterwards. `every_row` does the
    same to a query.
    """
    for row in await owner.fetch(
        "SELECT pg_get_functiondef(oid) AS made FROM pg_proc"
        " WHERE pronamespace = 'public'::regnamespace AND prosrc LIKE $1 AND prolang ="
        " (SELECT oid FROM pg_language WHERE lanname = 'sql')",
        f"%workspace_id = {PREDICATE}%",
    ):
        await owner.execute(every_row(row["made"]))
    for row in await owner.fetch(
        "SELECT oid::regclass::text AS name, pg_get_viewdef(oid) AS made FROM pg_class"
        " WHERE relnamespace = 'public'::regnamespace AND relkind = 'v'"
    ):
        await owner.execute(
            f"CREATE OR REPLACE VIEW {row['name']} WITH (security_invoker = true) AS"
            f" {every_row(row['made'])}"
        )


def every_row(sql: str) -> str:
    """Return a statement whose conditions on the workspace hold for every row."""
    return sql.replace(f"workspace_id = {PREDICATE}", "workspace_id IS NOT NULL")


async def _protected(owner: asyncpg.Connection) -> list[asyncpg.Record]:
    found: list[asyncpg.Record] = await owner.fetch(
        "SELECT oid::regclass::text FROM pg_class"
        " WHERE relnamespace = 'public'::regnamespace AND relrowsecurity"
    )
    return found
