"""Connections to PostgreSQL itself, or to a pooler such as PgBouncer in front of it.

A pooler in session mode lends a connection of the server for as long as that of the client lasts.
In transaction mode it lends one for each transaction: what was set, locked or listened to outside
of one happens to whoever gets that connection next.
"""

from collections.abc import Mapping
from enum import StrEnum

import asyncpg

from domain.errors import Misconfigured

ROUNDS = 3

# A client that is cut off in a transaction holds its locks for as long as the server waits for it,
# in the middle of a statement by default for two hours. Whoever does not answer for 30 seconds, as
# long as the lease of a document, is gone. Over a socket of the same machine they do nothing.
KEEPALIVES = {
    "tcp_keepalives_idle": "15",
    "tcp_keepalives_interval": "5",
    "tcp_keepalives_count": "3",
}


class Lending(StrEnum):
    """For how long a connection of the server belongs to that of a client."""

    ALWAYS = "always"
    """There is no pooler."""
    SESSION = "session"
    TRANSACTION = "transaction"


async def lending_of(dsn: str, seconds: float) -> Lending:
    """Find out what a DSN leads to, with connections that may take so many seconds to open.

    Raises:
        Misconfigured: If it is a pooler that lends a connection for each statement.
    """
    one = await asyncpg.connect(dsn, timeout=seconds, statement_cache_size=0)
    try:
        # a pooler names no process of the server to its clients
        if await _process_of(one) == one.get_server_pid():
            return Lending.ALWAYS
        other = await asyncpg.connect(dsn, timeout=seconds, statement_cache_size=0)
        try:
            # a pooler lends again at once what was given back to it, or lends each in its turn
            turns = (one, one, other, other) * ROUNDS
            asked = [await _process_of(each) for each in turns]
        finally:
            await other.close(timeout=seconds)
        first, *_, last = asked
        if first != last and asked == [first, first, last, last] * ROUNDS:
            return Lending.SESSION
        await _check_transactions(one)
        return Lending.TRANSACTION
    finally:
        await one.close(timeout=seconds)


async def check_sessions(dsn: str, seconds: float) -> None:
    """Check that a connection keeps what is set and locked with it, and hears what is notified.

    Raises:
        Misconfigured: If it leads to a pooler that lends connections for a transaction only.
    """
    if await lending_of(dsn, seconds) is Lending.TRANSACTION:
        raise Misconfigured(
            "QUOTH_DATABASE_URL leads to a pooler that lends a connection for each transaction."
            " Nothing was changed. Let it lead to PostgreSQL itself, or to a pool in session mode,"
            " and set QUOTH_DATABASE_POOLER_URL to the address of this pool."
        )


async def open_session(
    dsn: str, settings: Mapping[str, str], seconds: float, command_timeout: float | None = None
) -> asyncpg.Connection:
    """Connect, with settings that hold until the connection is closed.

    Args:
        dsn: The DSN of PostgreSQL, or of a pooler in session mode.
        settings: The values by name.
        seconds: The maximum time that connecting takes.
        command_timeout: The maximum time that a statement takes, in seconds; by default unlimited.
    """
    connection = await asyncpg.connect(dsn, timeout=seconds, command_timeout=command_timeout)
    try:
        # a pooler accepts none of them while a connection opens
        await connection.execute(setting({**KEEPALIVES, **settings}), timeout=seconds)
    except BaseException:
        connection.terminate()
        raise
    return connection


def setting(settings: Mapping[str, str], *, locally: bool = False) -> str:
    """Return the statements that set values, for the session or `locally` for a transaction."""
    verb = "SET LOCAL" if locally else "SET"
    quoted = {name: value.replace("'", "''") for name, value in settings.items()}
    return "; ".join(f"{verb} {name} = '{value}'" for name, value in quoted.items())


async def _check_transactions(connection: asyncpg.Connection) -> None:
    try:
        await connection.execute("BEGIN")
        await connection.execute("ROLLBACK")
    except asyncpg.PostgresConnectionError as exc:
        raise Misconfigured(
            "The pooler in front of PostgreSQL ends connections that begin a transaction. Nothing"
            " was changed. Let its pool_mode be transaction or session instead of statement."
        ) from exc


async def _process_of(connection: asyncpg.Connection) -> int:
    process: int = await connection.fetchval("SELECT pg_backend_pid()")
    return process
