"""The connection pool that all stores share."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from types import MappingProxyType
from typing import TypeAlias

import asyncpg
from pgvector.asyncpg import register_vector

from adapters.postgres.errors import (
    NOT_STORED,
    unavailable_when_unreachable,
    unknown_when_lost,
)
from adapters.postgres.server_check import misconfigured_when_refused, vector_version
from adapters.postgres.setting_up import check_settings, held_model, set_up, setting_up
from adapters.postgres.silence import SilenceWatch
from adapters.postgres.storage_guard import StorageGuard
from application.ports.health_probe import HealthProbe
from application.ports.model_loader import ModelSource
from domain.errors import DatabaseUnavailable

Connection: TypeAlias = asyncpg.Connection

logger = logging.getLogger(__name__)

HNSW_SETTINGS = {
    # as many as a search reads by default; each further scan would cost as much again
    "hnsw.ef_search": "150",
    # the query sorts the rows; strict order would drop those that the scan finds late
    "hnsw.iterative_scan": "relaxed_order",
}


class Database(HealthProbe):
    """A pool of connections to one PostgreSQL database."""

    def __init__(
        self,
        pool_size: int = 10,
        acquire_timeout: float = 4.0,
        statement_timeout: float = 30.0,
        lock_timeout: float = 10.0,
        free_bytes: Callable[[], int] | None = None,
        limits: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """Set the limits. `open` connects.

        Args:
            pool_size: The maximum number of open connections.
            acquire_timeout: The maximum wait for a connection, in seconds.
            statement_timeout: The maximum duration of a statement, in seconds.
            lock_timeout: The maximum wait of a statement for a lock, in seconds.
            free_bytes: Returns the free space on the server's disk; None if it is not on this
                machine.
            limits: What the database limits by itself: settings of each connection.
        """
        self._storage = StorageGuard(free_bytes)
        self._pool_size = pool_size
        self._acquire_timeout = acquire_timeout
        self._statement_timeout = statement_timeout
        self._server_settings = {
            "application_name": "quoth",
            "statement_timeout": str(round(statement_timeout * 1000)),
            "lock_timeout": str(round(lock_timeout * 1000)),
            "idle_in_transaction_session_timeout": "60000",
            **HNSW_SETTINGS,
        }
        self._limits = limits
        self._pool: asyncpg.Pool | None = None
        self._dsn = ""
        self._silence = SilenceWatch(self._connect)

    @property
    def pool_size(self) -> int:
        """The maximum number of open connections."""
        return self._pool_size

    async def held_model(self, dsn: str) -> ModelSource | None:
        """Return the model of a database's vectors; None if it has none. The pool is not used.

        Raises:
            DatabaseUnavailable: If the database cannot be reached.
        """
        with unavailable_when_unreachable(), misconfigured_when_refused():
            async with setting_up(dsn, self._acquire_timeout) as connection:
                return await held_model(connection)

    async def open(
        self,
        dsn: str,
        embedding_model: str | None = None,
        dimension: int | None = None,
        location: str | None = None,
    ) -> None:
        """Check the server, apply the missing migrations and open the pool.

        Args:
            dsn: The PostgreSQL connection string.
            embedding_model: The name of the model that computes the vectors; by default the one
                that the database was set up with.
            dimension: The length of the vectors, given with the model.
            location: Where the model was loaded from; by default it has its name alone.

        Raises:
            Misconfigured: If the database does not meet the requirements; the message says what to
                change.
            EmbeddingModelChanged: If the database has vectors of another model.
            DatabaseUnavailable: If the database cannot be reached.
        """
        with unavailable_when_unreachable(), misconfigured_when_refused():
            async with setting_up(dsn, self._acquire_timeout) as connection:
                schema = await set_up(connection, embedding_model, dimension, location)

            async def prepare_connection(connection: Connection) -> None:
                try:
                    await register_vector(connection, schema=schema)
                    await connection.execute("SELECT FROM schema_migrations")
                except (ValueError, asyncpg.UndefinedTableError) as exc:
                    raise DatabaseUnavailable(
                        "The database was replaced by one that Quoth has not set up yet; nothing"
                        " was changed. Start Quoth again to set it up."
                    ) from exc

            pool = await asyncpg.create_pool(
                dsn,
                # restoring a minimum would fill the log with tracebacks while the server is down
                min_size=0,
                max_size=self._pool_size,
                init=prepare_connection,
                server_settings={**self._server_settings, **self._limits},
                timeout=self._acquire_timeout,
                # beyond the server's own timeout, in case the server does not respond at all
                command_timeout=self._statement_timeout + 5,
            )
            try:
                async with pool.acquire(timeout=self._acquire_timeout) as connection:
                    await check_settings(connection, self._server_settings)
            except BaseException:
                pool.terminate()
                raise
        self._pool, self._dsn = pool, dsn

    async def close(self, grace: float = 5.0) -> None:
        """Close the pool; terminate connections still in use after `grace` seconds."""
        pool, self._pool = self._pool, None
        if pool is None:
            return
        try:
            await asyncio.wait_for(pool.close(), grace)
        except (TimeoutError, OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
            pool.terminate()

    @asynccontextmanager
    async def connection(self, message: str | None = None) -> AsyncIterator[Connection]:
        """Acquire a connection for the duration of the block, which reads.

        Args:
            message: The message of DatabaseUnavailable, if it should say more than the default one.

        Raises:
            DatabaseUnavailable: If the pool is not open, no connection is available in time, or the
                connection fails within the block.
        """
        pool = self._pool
        if pool is None:
            raise DatabaseUnavailable(message)
        with self._storage.noticing(), unavailable_when_unreachable(message):
            connection = await pool.acquire(timeout=self._acquire_timeout)
            try:
                async with self._silence.over(connection):
                    with _ended_when_silent(connection):
                        yield connection
            finally:
                await _released(pool, connection)

    async def connect(self) -> Connection:
        """Return a connection of its own, for listening. The caller closes it.

        Raises:
            DatabaseUnavailable: If the pool is not open, or the server cannot be reached.
        """
        if self._pool is None:
            raise DatabaseUnavailable
        with unavailable_when_unreachable():
            return await asyncpg.connect(
                self._dsn,
                timeout=self._acquire_timeout,
                command_timeout=self._statement_timeout + 5,
                server_settings={"application_name": "quoth listening"},
            )

    @asynccontextmanager
    async def autocommit(self, *, grows: bool = False) -> AsyncIterator[Connection]:
        """Acquire a connection for a block of one statement, which writes.

        Args:
            grows: Whether the statement stores something new.

        Raises:
            DatabaseUnavailable: As `connection`.
            OutcomeUnknown: If the connection fails before the server said how the statement ended.
            InsufficientStorage: If the disk is full; nothing was stored.
        """
        if grows:
            self._storage.admit()
        async with self.connection(NOT_STORED) as connection:
            with unknown_when_lost(), _ended_when_silent(connection):
                yield connection

    @asynccontextmanager
    async def transaction(self, *, grows: bool = False) -> AsyncIterator[Connection]:
        """Run the block in a transaction: commit at its end, roll back on an exception.

        Args:
            grows: Whether the transaction stores something new.

        Raises:
            DatabaseUnavailable: As `connection`.
            OutcomeUnknown: If the connection fails before the server said how the commit ended.
            InsufficientStorage: If the disk is full; nothing was stored.
        """
        if grows:
            self._storage.admit()
        async with self.connection(NOT_STORED) as connection:
            transaction = connection.transaction()
            await transaction.start()
            try:
                with _ended_when_silent(connection):
                    yield connection
            except BaseException:
                await transaction.rollback()
                raise
            with unknown_when_lost(), _ended_when_silent(connection):
                await transaction.commit()

    async def _connect(self) -> Connection:
        return await asyncpg.connect(
            self._dsn, timeout=self._acquire_timeout, server_settings={"application_name": "quoth"}
        )

    async def check(self) -> None:
        """Run a trivial query.

        Raises:
            DatabaseUnavailable: If the database does not respond.
            InsufficientStorage: If it has no space to store anything.
        """
        self._storage.check()
        async with self.connection() as connection:
            await connection.fetchval("SELECT 1", timeout=self._acquire_timeout)

    async def describe(self) -> str:
        """Return the versions of PostgreSQL and pgvector, as text for the operator."""
        async with self.connection() as connection:
            version = (await connection.fetchval("SHOW server_version")).split()[0]
            pgvector = await vector_version(connection)
        return f"PostgreSQL {version}, pgvector {pgvector}"


async def _released(pool: asyncpg.Pool, connection: Connection) -> None:
    """Return a connection to its pool, which closes one that it cannot reset."""
    try:
        await pool.release(connection)
    except (TimeoutError, OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as exc:
        # whatever was done with the connection is done, and must not be reported as failed
        logger.warning("a connection was closed instead of reused: %s", type(exc).__name__)


@contextlib.contextmanager
def _ended_when_silent(connection: Connection) -> Iterator[None]:
    try:
        yield
    except TimeoutError:
        # a server that does not respond would not respond to a rollback or a reset either
        connection.terminate()
        raise
