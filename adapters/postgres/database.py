"""The connection pool that all stores share."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import (
    AbstractAsyncContextManager,
    AsyncExitStack,
    asynccontextmanager,
    nullcontext,
    suppress,
)
from types import MappingProxyType
from typing import TypeAlias

import asyncpg
from pgvector.asyncpg import register_vector

from adapters.postgres.announcements import announcements, send
from adapters.postgres.errors import (
    DRIVER_ERRORS,
    NOT_STORED,
    unavailable_when_unreachable,
    unknown_when_lost,
)
from adapters.postgres.pooled_connections import (
    COMMIT,
    NO_DISK,
    Connection,
    ended_when_silent,
    entering,
    released,
    rolled_back_on_errors,
    was_reset,
)
from adapters.postgres.queries import QUERIES
from adapters.postgres.server_check import (
    misconfigured_when_refused,
    vector_schema,
    vector_version,
)
from adapters.postgres.server_role import EVERY_WORKSPACE, SERVER_ROLE, check_server_role
from adapters.postgres.sessions import KEEPALIVES, Lending, lending_of, open_session, setting
from adapters.postgres.setting_up import check_settings, held_model, set_up, setting_up
from adapters.postgres.silence import SilenceWatch
from adapters.postgres.storage_guard import StorageGuard
from application.access.acting import acting_principal
from application.limits.workspace_turns import WorkspaceTurns
from application.ports.health_probe import HealthProbe
from application.ports.model_loader import ModelSource
from domain.errors import DatabaseUnavailable, Misconfigured

__all__ = ["Connection", "Database"]

HNSW_SETTINGS = {
    # as many as a search reads by default; each further scan would cost as much again
    "hnsw.ef_search": "150",
    # the query sorts the rows; strict order would drop those that the scan finds late
    "hnsw.iterative_scan": "relaxed_order",
}

# For statements that find rows by their keys alone, in tables that grow and shrink by the minute.
# What the planner knows of these is always old, and a plan that reads all of one would be kept.
BY_KEY = "SET LOCAL enable_seqscan = off; SET LOCAL plan_cache_mode = force_generic_plan"

Waiting: TypeAlias = AbstractAsyncContextManager[None]
UNSHARED: Waiting = nullcontext()

STATEMENTS = 100  # the most that a connection has prepared
# RESET ROLE goes back to what a connection was opened with
AS_SERVER = {"role": SERVER_ROLE}


class Database(HealthProbe):
    """A pool of connections to one PostgreSQL database.

    They work as a role that owns nothing, and each transaction acts in one workspace, whose rows
    alone the database lets it see and store: that of the principal who acts.
    """

    def __init__(
        self,
        pool_size: int = 10,
        acquire_timeout: float = 4.0,
        statement_timeout: float = 30.0,
        lock_timeout: float = 10.0,
        free_bytes: Callable[[], int] | None = None,
        limits: Mapping[str, str] = MappingProxyType({}),
        pooler: str = "",
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
            pooler: The DSN of a pooler for the transactions of the pool; what needs a session of
                its own goes to the server itself.
        """
        self._storage = StorageGuard(free_bytes)
        self._pool_size = pool_size
        self._shares = WorkspaceTurns(pool_size)
        self._changes = WorkspaceTurns(max(1, (pool_size - 1) // 2))
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
        self._pooler = pooler
        self._pool: asyncpg.Pool | None = None
        self._lending, self._brought = Lending.ALWAYS, ""
        self._dsn, self._vector_schema = "", ""
        self._silence = SilenceWatch(self._greet)

    @property
    def pool_size(self) -> int:
        """The maximum number of open connections."""
        return self._pool_size

    @property
    def changes(self) -> WorkspaceTurns:
        """The turns of changes that take long or wait long for a lock; one has to be had first.

        The others wait without a connection: searches take up to half of the pool, and short
        statements need one too.
        """
        return self._changes

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
                self._vector_schema = await set_up(connection, embedding_model, dimension, location)
                identity = await connection.fetchval(QUERIES["database_identity"])
        variable = "QUOTH_DATABASE_POOLER_URL" if self._pooler else "QUOTH_DATABASE_URL"
        with unavailable_when_unreachable(), misconfigured_when_refused(variable):
            self._lending = await lending_of(self._pooler or dsn, self._acquire_timeout)
            pool = await self._opened(self._pooler or dsn)
            self._pool, self._dsn = pool, dsn
            try:
                await self._check_pool(identity)
            except BaseException:
                self._pool = None
                pool.terminate()
                raise

    async def open_replica(self, dsn: str) -> None:
        """Open the pool on a replica, which its primary sets up.

        Raises:
            Misconfigured: If it does not meet the requirements; the message says what to change.
            DatabaseUnavailable: If it cannot be reached, or has not been set up yet.
        """
        await self.close()
        variable = "QUOTH_DATABASE_REPLICA_URL"
        with unavailable_when_unreachable(), misconfigured_when_refused(variable):
            connection = await asyncpg.connect(dsn, timeout=self._acquire_timeout)
            try:
                self._vector_schema = await vector_schema(connection)
            finally:
                await connection.close(timeout=self._acquire_timeout)
            self._lending = await lending_of(dsn, self._acquire_timeout)
            self._pool, self._dsn = await self._opened(dsn), dsn

    async def _opened(self, dsn: str) -> asyncpg.Pool:
        own = {**self._server_settings, **self._limits, **AS_SERVER}
        shared = self._lending is not Lending.ALWAYS
        # a connection that a pooler shares has nothing that a transaction does not bring with it
        self._brought = f"{setting(own, locally=True)}; " if shared else ""
        return await asyncpg.create_pool(
            dsn,
            # restoring a minimum would fill the log with tracebacks while the server is down
            min_size=0,
            max_size=self._pool_size,
            init=self._prepare,
            reset=was_reset,
            server_settings=None if shared else {**KEEPALIVES, **own},
            # a statement is prepared in one connection, and could be executed in another one
            statement_cache_size=0 if self._lending is Lending.TRANSACTION else STATEMENTS,
            timeout=self._acquire_timeout,
            # beyond the server's own timeout, in case the server does not respond at all
            command_timeout=self._statement_timeout + 5,
        )

    async def _check_pool(self, identity: str) -> None:
        async with self.outside() as connection:
            await check_settings(connection, self._server_settings)
            await check_server_role(connection)
            if await connection.fetchval(QUERIES["database_identity"]) != identity:
                raise Misconfigured(
                    "QUOTH_DATABASE_POOLER_URL leads to another database than QUOTH_DATABASE_URL:"
                    " let both lead to one."
                )

    async def close(self, grace: float = 5.0) -> None:
        """Close the pool; terminate connections still in use after `grace` seconds."""
        pool, self._pool = self._pool, None
        if pool is None:
            return
        try:
            async with asyncio.timeout(grace):
                await pool.close()
        except DRIVER_ERRORS:
            pool.terminate()

    @asynccontextmanager
    async def connection(
        self, message: str | None = None, *, snapshot: bool = False, by_key: bool = False
    ) -> AsyncIterator[Connection]:
        """Begin a transaction that reads, in the workspace of who acts, and end it with the block.

        Args:
            message: The message of DatabaseUnavailable, if it should say more than the default one.
            snapshot: Whether all statements see the database of the first one.
            by_key: Whether all statements find their rows by keys, in whichever table.

        Raises:
            DatabaseUnavailable: If the pool is not open, no connection is available in time, or the
                connection fails within the block.
        """
        begin = entering(acting_principal())
        if by_key:
            begin = f"{begin}; {BY_KEY}"
        share = self._shares.turn()
        async with self._begun(begin, message, share, snapshot=snapshot) as connection:
            yield connection
            await connection.execute(COMMIT)

    @asynccontextmanager
    async def transaction(
        self,
        *,
        grows: bool = False,
        reading_all: bool = False,
        durable: bool = True,
        by_key: bool = False,
    ) -> AsyncIterator[Connection]:
        """Begin a transaction that writes, in the workspace of who acts: commit it after the block.

        An exception rolls it back. What is announced within it is sent once it is committed.

        Args:
            grows: Whether the transaction stores something new.
            reading_all: Whether it sees what who acts may not read, because of groups, too.
            durable: Whether the commit waits for the disk. If not, a crash of the database loses
                what was committed in the last second.
            by_key: As `connection`.

        Raises:
            DatabaseUnavailable: As `connection`.
            OutcomeUnknown: If the connection fails before the server said how the commit ended.
            InsufficientStorage: If the disk is full; nothing was stored.
        """
        if grows:
            self._storage.admit()
        begin = entering(acting_principal(), reading_all=reading_all)
        if not durable:
            begin = f"{begin}; {NO_DISK}"
        if by_key:
            begin = f"{begin}; {BY_KEY}"
        with announcements() as announced:
            async with self._begun(begin, NOT_STORED, self._shares.turn()) as connection:
                yield connection
                with unknown_when_lost(), ended_when_silent(connection):
                    await connection.execute(COMMIT)
                await send(connection, announced)

    @asynccontextmanager
    async def outside(
        self, patience: float | None = None, *, writes: bool = False
    ) -> AsyncIterator[Connection]:
        """Begin a transaction in no workspace, for what all of them share. It sees nothing else.

        Args:
            patience: The maximum wait for an answer of the server, in seconds, if it is not that
                for a statement.
            writes: Whether it changes something.

        Raises:
            DatabaseUnavailable: As `connection`.
            OutcomeUnknown: As `transaction`, if it writes.
        """
        message = NOT_STORED if writes else None
        async with self._begun("", message, patience=patience) as connection:
            yield connection
            with unknown_when_lost() if writes else nullcontext():
                await connection.execute(COMMIT, timeout=patience)

    @asynccontextmanager
    async def statements(self) -> AsyncIterator[Connection]:
        """Lend a connection to statements that are transactions of their own, in no workspace.

        Raises:
            DatabaseUnavailable: As `connection`.
        """
        if self._brought:
            async with self.outside(writes=True) as connection:
                yield connection
            return
        async with self._lent() as connection:
            yield connection

    @asynccontextmanager
    async def owner(self) -> AsyncIterator[Connection]:
        """Connect as the owner of the tables, who sees all workspaces, for the length of the block.

        The connection is not one of the pool, and not in a transaction.

        Raises:
            DatabaseUnavailable: As `connection`.
        """
        if self._pool is None:
            raise DatabaseUnavailable
        with self._storage.noticing(), unavailable_when_unreachable():
            connection = await self._connect(
                {**self._server_settings, "application_name": "quoth owner", **EVERY_WORKSPACE}
            )
            try:
                await self._prepare(connection)
                with ended_when_silent(connection):
                    yield connection
            finally:
                with suppress(*DRIVER_ERRORS):
                    await connection.close(timeout=self._acquire_timeout)

    async def connect(self) -> Connection:
        """Return a connection of its own, for listening. The caller closes it.

        Raises:
            DatabaseUnavailable: If the pool is not open, or the server cannot be reached.
        """
        if self._pool is None:
            raise DatabaseUnavailable
        with unavailable_when_unreachable():
            return await self._connect({"application_name": "quoth listening", **AS_SERVER})

    async def _connect(self, settings: Mapping[str, str]) -> Connection:
        patience = self._statement_timeout + 5
        return await open_session(self._dsn, settings, self._acquire_timeout, patience)

    async def _greet(self) -> Connection:
        # without a statement: one may wait in a pooler for others to end, although all works
        return await asyncpg.connect(self._dsn, timeout=self._acquire_timeout)

    @asynccontextmanager
    async def _begun(
        self,
        entering: str,
        message: str | None = None,
        share: Waiting = UNSHARED,
        *,
        snapshot: bool = False,
        patience: float | None = None,
    ) -> AsyncIterator[Connection]:
        """Begin a transaction. The block commits it; an exception rolls it back."""
        begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" if snapshot else "BEGIN"
        async with self._lent(message, share) as connection:
            # one message to the server and not two
            await connection.execute(f"{begin}; {self._brought}{entering}", timeout=patience)
            yield connection

    @asynccontextmanager
    async def _lent(
        self, message: str | None = None, share: Waiting = UNSHARED
    ) -> AsyncIterator[Connection]:
        """Lend a connection. If the block fails within a transaction, that is rolled back.

        Args:
            message: As `connection`.
            share: What has to be had before and as long as the connection.
        """
        pool = self._pool
        if pool is None or self._silence.was_silent:
            raise DatabaseUnavailable(message)
        with self._storage.noticing(), unavailable_when_unreachable(message):
            async with AsyncExitStack() as held:
                async with self._silence.over(), asyncio.timeout(self._acquire_timeout):
                    await held.enter_async_context(share)
                    connection = await pool.acquire()
                held.push_async_callback(released, pool, connection)
                async with self._silence.over(connection), rolled_back_on_errors(connection):
                    yield connection

    async def check(self) -> None:
        """Run a trivial query.

        Raises:
            DatabaseUnavailable: If the database does not respond.
            InsufficientStorage: If it has no space to store anything.
        """
        self._storage.check()
        async with self.outside(self._acquire_timeout) as connection:
            await connection.fetchval("SELECT 1", timeout=self._acquire_timeout)

    async def describe(self) -> str:
        """Return the versions of PostgreSQL and pgvector, as text for the operator."""
        async with self.outside() as connection:
            version = (await connection.fetchval("SHOW server_version")).split()[0]
            pgvector = await vector_version(connection)
        shared = "" if self._lending is Lending.ALWAYS else f", a pooler in {self._lending} mode"
        return f"PostgreSQL {version}, pgvector {pgvector}{shared}"

    async def _prepare(self, connection: Connection) -> None:
        try:
            await register_vector(connection, schema=self._vector_schema)
            await connection.execute("SELECT FROM schema_migrations")
        except (ValueError, asyncpg.UndefinedTableError) as exc:
            raise DatabaseUnavailable(
                "The database was replaced by one that Quoth has not set up yet; nothing was"
                " changed. Start Quoth again to set it up."
            ) from exc
