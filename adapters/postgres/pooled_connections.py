"""What happens to a connection of the pool before and after its use."""

import contextlib
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from typing import TypeAlias

import asyncpg

from adapters.postgres.errors import DRIVER_ERRORS
from domain.access.principal import Principal

Connection: TypeAlias = asyncpg.Connection

COMMIT = "COMMIT; RESET ALL"
"""Ends a transaction, and with it all that was set, in one message to the server."""

NO_DISK = "SET LOCAL synchronous_commit = off"
"""Lets the commit of a transaction not wait for the disk."""

logger = logging.getLogger(__name__)


def entering(principal: Principal, *, reading_all: bool = False) -> str:
    """Return the statements by which a transaction enters the workspace of who acts.

    Args:
        principal: Who acts.
        reading_all: Whether it sees what they may not read, too.
    """
    groups = None if reading_all else principal.reads_as
    # SET takes no snapshot yet, as SELECT set_config would
    return f"SET LOCAL quoth.workspace = '{principal.workspace.workspace_id}'; {reading_as(groups)}"


def reading_as(groups: tuple[str, ...] | None) -> str:
    """Return the statement by which a transaction sees what these groups may read; None: all.

    The names of groups come from elsewhere, so none is part of it as it is.
    """
    names = "all" if groups is None else f"{{{','.join(each.encode().hex() for each in groups)}}}"
    return f"SET LOCAL quoth.groups = '{names}'"


async def was_reset(_: Connection) -> None:
    """Send nothing more: a connection is reset with the end of each transaction."""


@asynccontextmanager
async def rolled_back_on_errors(connection: Connection) -> AsyncIterator[None]:
    """Roll back what the block did if it fails, or end a connection that does not answer."""
    try:
        with ended_when_silent(connection):
            yield
    except BaseException:
        # a server that the connection is lost to rolls back by itself
        with suppress(*DRIVER_ERRORS):
            if connection.is_in_transaction():
                await connection.execute("ROLLBACK; RESET ALL")
        raise


async def released(pool: asyncpg.Pool, connection: Connection) -> None:
    """Return a connection to its pool, which closes one that it cannot reset."""
    try:
        await pool.release(connection)
    except DRIVER_ERRORS as exc:
        # whatever was done with the connection is done, and must not be reported as failed
        logger.warning("a connection was closed instead of reused: %s", type(exc).__name__)


@contextlib.contextmanager
def ended_when_silent(connection: Connection) -> Iterator[None]:
    """End the connection if the server does not answer the block in time."""
    try:
        yield
    except TimeoutError:
        # a server that does not respond would not respond to a rollback or a reset either
        connection.terminate()
        raise
