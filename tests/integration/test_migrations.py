"""Migrating a database, and the databases that are refused."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from urllib.parse import urlsplit
from uuid import uuid4

import asyncpg
import pytest

from adapters.postgres.database import Database
from adapters.postgres.migrator import Migration, load_migrations, migrate
from adapters.postgres.queries import QUERIES, parse
from adapters.postgres.server_check import check_server
from adapters.postgres.server_role import create_server_role
from application.ports.model_loader import ModelSource
from domain.documents.chunks import EmbeddedChunk
from domain.errors import EmbeddingModelChanged, Misconfigured
from domain.retrieval.calibration import RelevanceCalibration
from tests.contracts.stores import library_in
from tests.support.databases import (
    DIMENSION,
    MODEL,
    DatabaseServer,
    connected,
    enter_default_workspace,
)
from tests.support.documents import embedded, unit

MIGRATIONS = load_migrations()
NEXT = Migration(
    MIGRATIONS[-1].number + 1, "next", "CREATE TABLE next_step (vector halfvec({dimension}))"
)


@pytest.fixture
async def connection(empty_dsn: str) -> AsyncIterator[asyncpg.Connection]:
    """A connection to a new database with pgvector and without tables."""
    async with connected(empty_dsn) as connection:
        await check_server(connection)
        yield connection


async def applied(connection: asyncpg.Connection) -> list[int]:
    rows = await connection.fetch("SELECT number FROM schema_migrations ORDER BY number")
    return [row["number"] for row in rows]


async def tables(connection: asyncpg.Connection) -> set[str]:
    rows = await connection.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    return {row["tablename"] for row in rows}


def test_migrations_are_numbered_without_gaps() -> None:
    """Migrations are numbered from 1 without gaps, in the order in which they are applied."""
    assert [migration.number for migration in MIGRATIONS] == [*range(1, len(MIGRATIONS) + 1)]


async def test_an_empty_database_gets_every_table(connection: asyncpg.Connection) -> None:
    """All migrations are applied and recorded, and the vectors have the model's dimension."""
    await migrate(connection, MODEL, DIMENSION)
    assert await applied(connection) == [migration.number for migration in MIGRATIONS]
    column = await connection.fetchval(
        "SELECT format_type(atttypid, atttypmod) FROM pg_attribute"
        " WHERE attrelid = 'chunk_embeddings'::regclass AND attname = 'embedding'"
    )
    assert column == f"halfvec({DIMENSION})"


async def test_a_populated_database_keeps_what_it_has(connection: asyncpg.Connection) -> None:
    """Missing migrations are applied to a populated database without losing rows."""
    await migrate(connection, MODEL, DIMENSION, MIGRATIONS[:1])
    await connection.execute(
        "INSERT INTO documents (id, filename, file_size, content_sha256, status, uploaded_at,"
        " content) VALUES (gen_random_uuid(), 'a.txt', 1, $1, 'processed', now(), 'Grüße')",
        "0" * 64,
    )
    await migrate(connection, MODEL, DIMENSION, [*MIGRATIONS, NEXT])
    assert await applied(connection) == [migration.number for migration in (*MIGRATIONS, NEXT)]
    assert await connection.fetchval("SELECT content FROM documents") == "Grüße"


async def test_names_of_synced_documents_are_encoded(connection: asyncpg.Connection) -> None:
    """A document of a collection with a percent sign is found again, and no other is renamed."""
    names_of_migrations = [each.name for each in MIGRATIONS]
    before = MIGRATIONS[: names_of_migrations.index("origins")]
    await migrate(connection, MODEL, DIMENSION, before)
    names = ("50%/a.md", "50%/by hand.md", "plain/a.md")
    for number, name in enumerate(names):
        await connection.execute(
            "INSERT INTO documents (id, filename, file_size, content_sha256, status, uploaded_at,"
            " content, external_id) VALUES (gen_random_uuid(), 'a.md', 1, $1, 'processed', now(),"
            " '', $2)",
            f"{number:064}",
            name,
        )
    await connection.execute(
        "INSERT INTO sync_items (collection, path, sha256)"
        " VALUES ('50%', 'a.md', $1), ('plain', 'a.md', $1)",
        "0" * 64,
    )
    await migrate(connection, MODEL, DIMENSION)
    rows = await connection.fetch("SELECT external_id FROM documents ORDER BY content_sha256")
    assert [row["external_id"] for row in rows] == ["50%25/a.md", "50%/by hand.md", "plain/a.md"]
    await enter_default_workspace(connection)
    found = await connection.fetch(QUERIES["sync_items"], "50%")
    assert [row["stored"] for row in found] == [True]


async def test_migrating_again_changes_nothing(connection: asyncpg.Connection) -> None:
    """Migrating a database that is up to date changes nothing."""
    await migrate(connection, MODEL, DIMENSION)
    before = await connection.fetch("SELECT * FROM schema_migrations")
    await migrate(connection, MODEL, DIMENSION)
    assert await connection.fetch("SELECT * FROM schema_migrations") == before


async def test_processes_that_migrate_at_once_apply_each_step_once(empty_dsn: str) -> None:
    """Servers that migrate a new database concurrently apply each migration once."""
    databases = [Database(pool_size=2) for _ in range(4)]
    await asyncio.gather(*(each.open(empty_dsn, MODEL, DIMENSION) for each in databases))
    async with connected(empty_dsn) as connection:
        assert await applied(connection) == [migration.number for migration in MIGRATIONS]
    for each in databases:
        await each.check()
        await each.close()


async def test_a_step_that_fails_leaves_the_steps_before_it(
    connection: asyncpg.Connection,
) -> None:
    """A failing migration is rolled back as a whole, and a fixed one is applied next time."""
    broken = replace(NEXT, sql=f"{NEXT.sql}; SELECT 1/0")
    with pytest.raises(asyncpg.DivisionByZeroError):
        await migrate(connection, MODEL, DIMENSION, [*MIGRATIONS, broken])
    assert await applied(connection) == [migration.number for migration in MIGRATIONS]
    assert "next_step" not in await tables(connection)
    await migrate(connection, MODEL, DIMENSION, [*MIGRATIONS, NEXT])
    assert "next_step" in await tables(connection)


async def test_a_step_changes_the_rows_of_all_workspaces_for_any_owner(
    connection: asyncpg.Connection,
) -> None:
    """Row-level security hides no row from a step, though its owner is no superuser."""
    await migrate(connection, MODEL, DIMENSION)
    await connection.execute(
        "INSERT INTO sync_items (workspace_id, collection, path, error)"
        " VALUES ('00000000-0000-0000-0000-000000000000', 'c', 'a.md', 'old')"
    )
    owner = f"owner_{uuid4().hex}"
    await connection.execute(f"CREATE ROLE {owner}; ALTER TABLE sync_items OWNER TO {owner}")
    await connection.execute("SELECT keep_apart('sync_items')")
    become = f"SET LOCAL ROLE {owner}"
    change = "; ".join([become, "UPDATE sync_items SET error = 'new'", "RESET ROLE"])
    step = replace(NEXT, sql=change)
    try:
        await migrate(connection, MODEL, DIMENSION, [*MIGRATIONS, step])
        assert await connection.fetchval("SELECT error FROM sync_items") == "new"
        assert await connection.fetchval("SELECT current_setting('quoth.every_workspace')") == ""
    finally:
        await connection.execute(f"REASSIGN OWNED BY {owner} TO CURRENT_USER")
        await connection.execute(f"DROP OWNED BY {owner}; DROP ROLE {owner}")


async def test_a_changed_migration_is_refused(connection: asyncpg.Connection) -> None:
    """A migration file that differs from the applied one is refused before any change."""
    await migrate(connection, MODEL, DIMENSION)
    changed = replace(MIGRATIONS[0], sql=MIGRATIONS[0].sql + "\n-- one more line")
    with pytest.raises(Misconfigured, match="0001_documents"):
        await migrate(connection, MODEL, DIMENSION, [changed, *MIGRATIONS[1:], NEXT])
    assert "next_step" not in await tables(connection)


async def test_a_newer_database_is_refused(connection: asyncpg.Connection) -> None:
    """A downgrade is refused before any change, with the step it lacks and what to do."""
    await migrate(connection, MODEL, DIMENSION, [*MIGRATIONS, NEXT])
    with pytest.raises(Misconfigured) as caught:
        await migrate(connection, MODEL, DIMENSION)
    step = f"{NEXT.number:04}_{NEXT.name}"
    for part in (step, "newer Quoth", "Nothing was changed", "Install that version again"):
        assert part in caught.value.message
    assert len(await applied(connection)) == NEXT.number


async def test_a_database_can_be_opened_for_the_model_that_it_was_set_up_with(
    empty_dsn: str,
) -> None:
    """Without a model, an old database is migrated for its own, and a new one is refused."""
    database = Database()
    with pytest.raises(Misconfigured, match="Nothing was ever stored"):
        await database.open(empty_dsn)
    async with connected(empty_dsn) as connection:
        assert await tables(connection) == set()
        await migrate(connection, MODEL, DIMENSION, MIGRATIONS[:5])
    await database.open(empty_dsn)
    await database.check()
    await database.close()
    async with connected(empty_dsn) as connection:
        assert await applied(connection) == [migration.number for migration in MIGRATIONS]


async def test_vectors_belong_to_the_model_of_the_database(postgres_dsn: str) -> None:
    """Another model is turned away, and other vectors of the same name are refused with advice."""
    database = Database()
    await database.open(postgres_dsn, MODEL, DIMENSION)
    await library_in(database).add("a", embedded(0, "a", unit(0)))
    await database.close()
    assert await database.held_model(postgres_dsn) == ModelSource(MODEL, MODEL)
    with pytest.raises(EmbeddingModelChanged):
        await database.open(postgres_dsn, "other", DIMENSION)
    with pytest.raises(Misconfigured) as caught:
        await database.open(postgres_dsn, MODEL, 16)
    for part in (MODEL, str(DIMENSION), "16", "QUOTH_EMBEDDING_MODEL", "quoth reindex"):
        assert part in caught.value.message


@pytest.mark.parametrize(("model", "dimension"), [("other", DIMENSION), (MODEL, 16), ("other", 4)])
async def test_a_database_without_vectors_takes_the_model_that_is_configured(
    postgres_dsn: str, model: str, dimension: int
) -> None:
    """As long as nothing is embedded, another model costs nothing."""
    database = Database()
    assert await database.held_model(postgres_dsn) is None
    await database.open(postgres_dsn, model, dimension, "/models/other")
    chunk = EmbeddedChunk(embedded(0, "a").chunk, ([1.0] + [0.0] * (dimension - 1),), model)
    await library_in(database).add("a", chunk)
    await database.close()
    assert await database.held_model(postgres_dsn) == ModelSource(model, "/models/other")


async def test_a_dimension_beyond_the_index_is_refused(connection: asyncpg.Connection) -> None:
    """A model whose vectors cannot be indexed is refused before any table is created."""
    with pytest.raises(Misconfigured, match="4001"):
        await migrate(connection, MODEL, 4001)
    assert await tables(connection) == set()


async def test_a_pgvector_too_old_is_refused(connection: asyncpg.Connection) -> None:
    """An old pgvector is refused, and the error names its version and the required one."""
    await connection.execute("UPDATE pg_extension SET extversion = '0.7.4' WHERE extname='vector'")
    with pytest.raises(Misconfigured, match=r"0\.7\.4.*0\.8"):
        await check_server(connection)


async def test_an_old_postgres_is_refused(empty_dsn: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL 14 is named, with the oldest version that will do, before anything is made."""
    async with connected(empty_dsn) as connection:
        old = connection.get_server_version()._replace(major=14)
        monkeypatch.setattr(asyncpg.Connection, "get_server_version", lambda _: old)
        with pytest.raises(Misconfigured, match="PostgreSQL 14; Quoth needs 15 or newer"):
            await Database().open(empty_dsn, MODEL, DIMENSION)
        assert await tables(connection) == set()
        assert not await connection.fetchval(
            "SELECT EXISTS (SELECT FROM pg_extension WHERE extname = 'vector')"
        )


async def test_a_user_who_may_not_install_pgvector_is_told_who_may(
    embedded_server: DatabaseServer,
) -> None:
    """Without pgvector a plain user is told to ask a superuser; afterwards the user can migrate."""
    async with embedded_server.empty_database() as dsn:
        name = urlsplit(dsn).path[1:]
        plain_dsn = dsn.replace("quoth@", f"{name}@")
        async with connected(dsn) as connection:
            await connection.execute(f"CREATE ROLE {name} LOGIN")
            with pytest.raises(Misconfigured, match="superuser"):
                await Database().open(plain_dsn, MODEL, DIMENSION)
            await connection.execute("CREATE EXTENSION vector")
            with pytest.raises(Misconfigured, match=f"GRANT quoth_server TO {name};"):
                await Database().open(plain_dsn, MODEL, DIMENSION)
            await create_server_role(connection)
            await connection.execute(f"GRANT quoth_server TO {name}")
            with pytest.raises(Misconfigured, match="may not create tables"):
                await Database().open(plain_dsn, MODEL, DIMENSION)
            await connection.execute(f"ALTER DATABASE {name} OWNER TO {name}")
        database = Database()
        await database.open(plain_dsn, MODEL, DIMENSION)
        library = library_in(database)
        added = await library.add("Herons.", embedded(0, "Herons.", unit(0)))
        await library.models.calibrate(MODEL, RelevanceCalibration())
        await database.close()
        # row-level security is forced: an owner who is no superuser sees nothing by chance
        async with connected(plain_dsn) as connection:
            assert await connection.fetchval("SELECT count(*) FROM documents") == 0
        await database.open(plain_dsn, MODEL, DIMENSION)
        assert [each.passage.content for each in await library.by_words("herons")] == ["Herons."]
        assert (await library.store.remove(added.id)).chunks == 1
        await database.close()
        async with connected(dsn) as connection:
            await connection.execute(f"REASSIGN OWNED BY {name} TO quoth")
            await connection.execute(f"DROP OWNED BY {name}; DROP ROLE {name}")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("/test_", "/missing_", "does not exist"),
        ("quoth@", "nobody@", "user or the password"),
        ("postgresql://", "mysql://", "postgresql://user:password@host"),
    ],
)
async def test_a_dsn_that_leads_nowhere_says_so(
    empty_dsn: str, old: str, new: str, message: str
) -> None:
    """A wrong database, user or scheme is named without the DSN."""
    dsn = empty_dsn.replace(old, new, 1)
    with pytest.raises(Misconfigured, match=message) as caught:
        await Database().open(dsn, MODEL, DIMENSION)
    assert dsn not in caught.value.message


def test_each_query_has_a_name_and_a_purpose() -> None:
    """A query without a name of its own or a line on its purpose is refused."""
    assert "register_document" in QUERIES
    for text in ("-- name: a\nSELECT 1;", "-- name: a\n-- A.\nSELECT 1;\n" * 2):
        with pytest.raises(ValueError, match="name of its own"):
            parse(text)
