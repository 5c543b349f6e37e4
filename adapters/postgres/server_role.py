"""The role that the server works as: it owns nothing, and row-level security holds for it.

A superuser and the owner of tables are above row-level security. So whoever `QUOTH_DATABASE_URL`
names sets the database up, and every connection of the pool works as another role.
"""

import contextlib

import asyncpg

from adapters.postgres.queries import QUERIES
from domain.errors import Misconfigured

SERVER_ROLE = "quoth_server"
EVERY_WORKSPACE = {"quoth.every_workspace": "on"}
"""Lets a connection of the owner read and write the rows of all workspaces."""

_TO_RUN = f"CREATE ROLE {SERVER_ROLE} NOLOGIN; GRANT {SERVER_ROLE} TO"


async def create_server_role(connection: asyncpg.Connection) -> None:
    """Create the role unless the database server has it, and let the user take it.

    Raises:
        Misconfigured: If that takes a right that the user has not; the message says what to run.
    """
    try:
        if not await connection.fetchval(QUERIES["role_exists"]):
            # roles are those of all databases: another process may create it at the same time
            with contextlib.suppress(asyncpg.DuplicateObjectError, asyncpg.UniqueViolationError):
                async with connection.transaction():
                    await connection.execute(
                        f"CREATE ROLE {SERVER_ROLE} NOLOGIN NOSUPERUSER NOBYPASSRLS NOINHERIT"
                    )
        if not await connection.fetchval(QUERIES["can_take_role"]):
            async with connection.transaction():
                await connection.execute(f"GRANT {SERVER_ROLE} TO CURRENT_USER")
    except asyncpg.InsufficientPrivilegeError as exc:
        user = await connection.fetchval("SELECT quote_ident(current_user)")
        raise Misconfigured(
            f"The server works as the database role {SERVER_ROLE}, which owns nothing, and the user"
            f" of QUOTH_DATABASE_URL may not create it. Nothing was changed. Have a superuser run:"
            f" {_TO_RUN} {user};"
        ) from exc


async def grant_rights(connection: asyncpg.Connection) -> None:
    """Give the role the rights that it has not yet. One process at a time may do so."""
    for row in await connection.fetch(QUERIES["missing_rights"]):
        await connection.execute(row["statement"])


async def check_server_role(connection: asyncpg.Connection) -> None:
    """Check that row-level security holds for a connection.

    Raises:
        Misconfigured: If it works as a role that is above it.
    """
    user = await connection.fetchval("SELECT current_user")
    excess = await connection.fetchval(QUERIES["excess_rights"], user)
    if user != SERVER_ROLE or excess:
        raise Misconfigured(
            f"The database would not keep workspaces apart: the server works as the role {user}"
            f" ({excess or 'another one'}). Let {SERVER_ROLE} be a role that owns nothing, without"
            f" SUPERUSER and BYPASSRLS (ALTER ROLE {SERVER_ROLE} NOSUPERUSER NOBYPASSRLS)."
        )
