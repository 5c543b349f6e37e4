"""Setting up a database before the pool opens: its tables, and what the server has to allow."""

import contextlib
from collections.abc import AsyncIterator, Mapping

import asyncpg

from adapters.postgres.errors import DRIVER_ERRORS
from adapters.postgres.migrator import has_vectors, migrate, model_row, stored_model
from adapters.postgres.queries import QUERIES
from adapters.postgres.server_check import check_server, vector_schema
from adapters.postgres.server_role import EVERY_WORKSPACE
from adapters.postgres.sessions import check_sessions, open_session
from adapters.postgres.word_index import bring_up_to_date
from application.ports.model_loader import ModelSource
from domain.errors import Misconfigured


@contextlib.asynccontextmanager
async def setting_up(dsn: str, seconds: float) -> AsyncIterator[asyncpg.Connection]:
    """Connect within so many seconds, as the owner of the tables and outside the pool."""
    await check_sessions(dsn, seconds)
    connection = await open_session(dsn, EVERY_WORKSPACE, seconds)
    try:
        yield connection
    finally:
        with contextlib.suppress(*DRIVER_ERRORS):
            await connection.close(timeout=seconds)


async def set_up(
    connection: asyncpg.Connection,
    embedding_model: str | None,
    dimension: int | None,
    location: str | None,
) -> str:
    """Check the server and apply the missing migrations; return the schema of pgvector.

    The arguments are those of `Database.open`.
    """
    await check_server(connection)
    if embedding_model is None or dimension is None:
        embedding_model, dimension = await stored_model(connection)
    await migrate(connection, embedding_model, dimension)
    if location is not None:
        await connection.execute(QUERIES["locate_model"], embedding_model, location)
    await bring_up_to_date(connection)
    return await vector_schema(connection)


async def held_model(connection: asyncpg.Connection) -> ModelSource | None:
    """Return the model of the vectors in a database; None if it has none."""
    row = await model_row(connection)
    if row is None or not await has_vectors(connection):
        return None
    return ModelSource(row["name"], row.get("location") or row["name"])


async def check_settings(connection: asyncpg.Connection, wanted: Mapping[str, str]) -> None:
    """Check that a connection of the pool has the settings that it was opened with.

    Raises:
        Misconfigured: If it has not.
    """
    # pgvector validates its settings only once its library is loaded
    await connection.fetchval("SELECT '[1]'::vector")
    for name, value in wanted.items():
        found = await connection.fetchval("SELECT setting FROM pg_settings WHERE name = $1", name)
        if found != value:
            raise Misconfigured(
                f"The database ignores the setting {name}: it is {found}, not {value}."
                " Connect to PostgreSQL itself instead of through a pooler."
            )
