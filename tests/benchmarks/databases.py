"""The bundled PostgreSQL with Quoth's own options, and libraries of any size in it."""

import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncpg
from pgvector.asyncpg import register_vector

from adapters.embedded_postgres import EmbeddedPostgres
from adapters.hugging_face.installed_models import BUNDLED_MODEL
from adapters.postgres.database import Database
from adapters.postgres.passage_index import PostgresPassageIndex
from application.access.acting import acting_as
from domain.access.principal import LOCAL_USER
from tests.benchmarks.library import SyntheticLibrary
from tests.support.databases import DatabaseServer

DIMENSION = 384


@dataclass(frozen=True, slots=True)
class Filled:
    """A synthetic library, Quoth's index over it and a separate plain connection."""

    dsn: str
    library: SyntheticLibrary
    index: PostgresPassageIndex
    connection: asyncpg.Connection


@contextmanager
def postgres() -> Iterator[DatabaseServer]:
    """Run a PostgreSQL server of its own in a temporary folder."""
    with tempfile.TemporaryDirectory(prefix="quoth-bench-", ignore_cleanup_errors=True) as folder:
        server = EmbeddedPostgres(Path(folder))
        try:
            yield DatabaseServer(server.start())
        finally:
            server.stop()


@asynccontextmanager
async def filled(server: DatabaseServer, passages: int) -> AsyncIterator[Filled]:
    """Create a database with `passages` passages, and act for the local user in it."""
    async with server.empty_database() as dsn:
        database = Database()
        await database.open(dsn, BUNDLED_MODEL, DIMENSION)
        connection = await asyncpg.connect(dsn)
        try:
            await register_vector(connection)
            library = SyntheticLibrary(DIMENSION)
            await library.fill(connection, passages)
            with acting_as(LOCAL_USER):
                yield Filled(dsn, library, PostgresPassageIndex(database), connection)
        finally:
            await connection.close()
            await database.close()
