"""Keys in PostgreSQL, where row-level security keeps workspaces apart."""

import asyncpg

from adapters.postgres.api_keys import PostgresApiKeys
from adapters.postgres.database import Database
from adapters.postgres.first_key import key_was_made
from adapters.postgres.migrator import load_migrations
from domain.retrieval.embedding_model import NO_MODEL
from tests.contracts.test_access import a_key
from tests.support.databases import DIMENSION, MODEL, connected

NOBODY = "00000000-0000-0000-0000-000000000001"


async def test_whether_a_key_was_made_is_known_before_anything_is_opened(
    empty_dsn: str, database: Database, postgres_dsn: str
) -> None:
    """It is said of a database without tables, and does not change with a revocation."""
    assert not await key_was_made(empty_dsn)
    assert not await key_was_made(postgres_dsn)
    keys = PostgresApiKeys(database)
    key = a_key()
    await keys.add(key)
    assert await key_was_made(database._dsn)
    await keys.revoke(key.id)
    assert await key_was_made(database._dsn)


async def test_a_database_is_set_up_for_a_key_without_a_model(empty_dsn: str) -> None:
    """The first model that comes is taken, and a later set-up without one leaves it."""
    for model, dimension in ((NO_MODEL, 1), (MODEL, DIMENSION), (NO_MODEL, 1)):
        database = Database()
        await database.open(empty_dsn, model, dimension)
        await PostgresApiKeys(database).add(a_key())
        await database.close()
    async with connected(empty_dsn) as connection:
        held = await connection.fetchrow("SELECT name, dimension FROM embedding_model")
    assert tuple(held) == (MODEL, DIMENSION)


async def test_the_lookup_sees_through_row_level_security_and_nothing_else_does(
    empty_dsn: str,
) -> None:
    """With security forced, a role that owns nothing finds a key by its prefix alone.

    The owner of the tables is no superuser here, so the policy of the migration is what lets the
    functions see the keys.
    """
    [access] = [each for each in load_migrations() if each.name == "access"]
    key = a_key()
    async with connected(empty_dsn) as connection:
        roles = [f"quoth_{name}_{key.id.hex}" for name in ("owner", "worker")]
        owner, worker = roles
        for role in roles:
            await connection.execute(f"CREATE ROLE {role}; GRANT ALL ON SCHEMA public TO {role}")
        try:
            await connection.execute(f"SET ROLE {owner}")
            await connection.execute(access.sql)
            await connection.execute(
                "INSERT INTO api_keys (id, role, name, prefix, sha256, created_at)"
                " VALUES ($1, 'admin', 'ci', $2, $3, now())",
                key.id,
                key.prefix,
                key.sha256,
            )
            await connection.execute(
                "ALTER TABLE api_keys ENABLE ROW LEVEL SECURITY;"
                "ALTER TABLE api_keys FORCE ROW LEVEL SECURITY;"
                f"CREATE POLICY apart ON api_keys TO {worker} USING (workspace_id = '{NOBODY}');"
                f"GRANT SELECT ON api_keys TO {worker};"
                f"SET ROLE {worker}"
            )
            assert await connection.fetch("SELECT FROM api_keys") == []
            assert await connection.fetchval("SELECT any_key_made()")
            [found] = await connection.fetch("SELECT * FROM key_by_prefix($1)", key.prefix)
            assert (found["id"], found["workspace"]) == (key.id, "default")
            assert await connection.fetch("SELECT * FROM key_by_prefix('')") == []
        finally:
            await _dropped(connection, roles)


async def _dropped(connection: asyncpg.Connection, roles: list[str]) -> None:
    await connection.execute("RESET ROLE")
    for role in roles:
        await connection.execute(f"DROP OWNED BY {role} CASCADE; DROP ROLE {role}")
