"""Applies the migrations to a database."""

import hashlib
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from importlib.resources import files

import asyncpg

from adapters.postgres.server_role import create_server_role, grant_rights
from domain.errors import EmbeddingModelChanged, Misconfigured
from domain.retrieval.embedding_model import NO_MODEL

ADVISORY_LOCK = 0x51756F7468  # "Quoth"
MAX_DIMENSION = 4000  # pgvector's limit for a halfvec in an HNSW index


@dataclass(frozen=True, slots=True)
class Migration:
    """A numbered change of the schema: the file `{number:04}_{name}.sql`.

    `{dimension}` in the SQL is replaced by the length of the vectors.
    """

    number: int
    name: str
    sql: str

    @property
    def checksum(self) -> str:
        """The SHA-256 of the SQL, to detect a file that was changed after it was applied."""
        return hashlib.sha256(self.sql.encode()).hexdigest()


def load_migrations() -> tuple[Migration, ...]:
    """Return the migrations of this version of Quoth in ascending order."""
    found = []
    for file in (files("adapters.postgres") / "migrations").iterdir():
        if file.name.endswith(".sql"):
            number, _, name = file.name.removesuffix(".sql").partition("_")
            found.append(Migration(int(number), name, file.read_text(encoding="utf-8")))
    return tuple(sorted(found, key=lambda migration: migration.number))


async def migrate(
    connection: asyncpg.Connection,
    embedding_model: str,
    dimension: int,
    migrations: Sequence[Migration] | None = None,
) -> None:
    """Apply the missing migrations, each in its own transaction, and grant the server its rights.

    Safe to call from several processes concurrently: an advisory lock lets one of them apply the
    migrations while the others wait.

    Args:
        connection: A connection without a statement timeout.
        embedding_model: The name of the model that computes the vectors of this database; NO_MODEL
            for the one that it has.
        dimension: The length of the vectors.
        migrations: The migrations to apply; by default all that this version of Quoth contains.

    Raises:
        Misconfigured: If the dimension exceeds the limit of the index, or if the database belongs
            to a newer version of Quoth or to a modified one, or has vectors of this model with
            another dimension, or if the role of the server cannot be created.
        EmbeddingModelChanged: If the database has vectors of another model.
    """
    check_dimension(embedding_model, dimension)
    migrations = load_migrations() if migrations is None else migrations
    async with _alone(connection):
        await create_server_role(connection)
        await connection.execute(
            "CREATE TABLE IF NOT EXISTS schema_migrations ("
            " number integer PRIMARY KEY, name text NOT NULL, checksum text NOT NULL,"
            " applied_at timestamptz NOT NULL DEFAULT now())"
        )
        await connection.execute(
            "CREATE TABLE IF NOT EXISTS embedding_model ("
            " only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),"
            " name text NOT NULL, dimension integer NOT NULL)"
        )
        dimension = await _check_model(connection, embedding_model, dimension)
        applied = await _applied(connection, migrations)
        for migration in migrations:
            if migration.number not in applied:
                await _apply(connection, migration, dimension)
        await grant_rights(connection)


async def stored_model(connection: asyncpg.Connection) -> tuple[str, int]:
    """Return the name and the dimension of the embedding model of a database.

    Raises:
        Misconfigured: If it was never set up.
    """
    row = await model_row(connection)
    if row is None:
        raise Misconfigured(
            "Nothing was ever stored in this database: add documents with `quoth ingest`, or start"
            " the server."
        )
    return row["name"], row["dimension"]


async def model_row(connection: asyncpg.Connection) -> asyncpg.Record | None:
    """Return the row of a database's embedding model; None if it was never set up."""
    if not await connection.fetchval("SELECT to_regclass('embedding_model') IS NOT NULL"):
        return None
    # all columns: before the migration 24 there is none for the location
    return await connection.fetchrow("SELECT * FROM embedding_model")


async def has_vectors(connection: asyncpg.Connection) -> bool:
    """Return whether a database has vectors."""
    if not await connection.fetchval("SELECT to_regclass('chunk_embeddings') IS NOT NULL"):
        return False
    found: bool = await connection.fetchval("SELECT EXISTS (SELECT FROM chunk_embeddings)")
    return found


def check_dimension(model: str, dimension: int) -> None:
    """Check that vectors of a model can be indexed.

    Raises:
        Misconfigured: If they are too long.
    """
    if not 1 <= dimension <= MAX_DIMENSION:
        raise Misconfigured(
            f"{model} makes vectors of {dimension} numbers, and the search index takes"
            f" 1 to {MAX_DIMENSION}. Nothing was changed. Choose another embedding model."
        )


@asynccontextmanager
async def _alone(connection: asyncpg.Connection) -> AsyncIterator[None]:
    await connection.execute("SELECT pg_advisory_lock($1)", ADVISORY_LOCK)
    try:
        yield
    finally:
        await connection.execute("SELECT pg_advisory_unlock($1)", ADVISORY_LOCK)


async def _check_model(connection: asyncpg.Connection, name: str, dimension: int) -> int:
    """Return the length of the vectors."""
    await connection.execute(
        "INSERT INTO embedding_model (name, dimension) VALUES ($1, $2) ON CONFLICT DO NOTHING",
        name,
        dimension,
    )
    held = await connection.fetchrow("SELECT name, dimension FROM embedding_model")
    if name == NO_MODEL or (held["name"], held["dimension"]) == (name, dimension):
        return int(held["dimension"])
    if not await has_vectors(connection):
        await _choose_model(connection, name, dimension)
    elif held["name"] != name:
        raise EmbeddingModelChanged
    else:
        raise Misconfigured(
            f"The database holds vectors of {name} with {held['dimension']} numbers each, and the"
            f" model of this name makes {dimension} now. Nothing was changed. Set"
            " QUOTH_EMBEDDING_MODEL to where the former one is, or give this one another name and"
            " change to it with `quoth reindex`."
        )
    return dimension


async def _choose_model(connection: asyncpg.Connection, name: str, dimension: int) -> None:
    """Set the model of a database without vectors, unless vectors were stored meanwhile."""
    async with connection.transaction():
        if await connection.fetchval("SELECT to_regclass('chunk_embeddings') IS NOT NULL"):
            await connection.execute("LOCK TABLE chunk_embeddings IN ACCESS EXCLUSIVE MODE")
            if await has_vectors(connection):
                raise EmbeddingModelChanged
            await connection.execute(
                f"ALTER TABLE chunk_embeddings ALTER COLUMN embedding TYPE halfvec({dimension})"
            )
        await connection.execute(
            "UPDATE embedding_model SET name = $1, dimension = $2", name, dimension
        )


async def _applied(connection: asyncpg.Connection, migrations: Sequence[Migration]) -> set[int]:
    known = {migration.number: migration for migration in migrations}
    rows = await connection.fetch("SELECT number, name, checksum FROM schema_migrations")
    for row in rows:
        migration = known.get(row["number"])
        step = f"{row['number']:04}_{row['name']}"
        if migration is None:
            raise Misconfigured(
                f"The database was brought up to {step} by a newer Quoth. Nothing was changed."
                " Install that version again, or use another database."
            )
        if migration.checksum != row["checksum"]:
            raise Misconfigured(
                f"The migration {step} is not the one that was applied to the database. Nothing"
                " was changed. Install an unmodified Quoth."
            )
    return {row["number"] for row in rows}


async def _apply(connection: asyncpg.Connection, migration: Migration, dimension: int) -> None:
    async with connection.transaction():
        # or else an owner who is no superuser would migrate no row
        await connection.execute("SET LOCAL quoth.every_workspace = 'on'")
        await connection.execute(migration.sql.replace("{dimension}", str(dimension)))
        # what its end would check: a backup is restored with all migrations in one transaction
        await connection.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        await connection.execute(
            "INSERT INTO schema_migrations (number, name, checksum) VALUES ($1, $2, $3)",
            migration.number,
            migration.name,
            migration.checksum,
        )
