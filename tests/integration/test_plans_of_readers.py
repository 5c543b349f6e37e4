"""Whoever reads in a workspace with limits waits about as long as others."""

from adapters.postgres.database import Database
from application.access.acting import acting_as
from domain.documents.metadata import Labels
from tests.contracts.stores import library_in
from tests.support.databases import owner_of
from tests.support.workspaces import member_of

DOCUMENTS = 20


async def test_limits_are_no_work_of_their_own_for_each_row(database: Database) -> None:
    """No policy calls a function that makes a query for each row that is read."""
    async with owner_of(database) as owner:
        policies = await owner.fetch(
            "SELECT tablename, qual FROM pg_policies WHERE policyname = 'own_workspace'"
        )
    assert {each["tablename"] for each in policies if "document_limits" in each["qual"]} >= {
        "attachments",
        "chat_messages",
        "chunk_embeddings",
        "documents",
    }
    assert [each["tablename"] for each in policies if "may_read" in each["qual"]] == []


async def test_queries_are_planned_again_when_a_collection_is_limited(database: Database) -> None:
    """Plans that were made while nothing was limited would read all limits for each row."""
    library = library_in(database)
    for n in range(DOCUMENTS):
        await library.add(f"{n}", labels=Labels(("secret",)))
    async with owner_of(database) as owner:
        await owner.execute("VACUUM ANALYZE document_limits")
        secret = await owner.fetchval("SELECT id FROM collections")
        await library.limits.limit_collection(secret, ("a",))
        known = await owner.fetchval(
            "SELECT reltuples FROM pg_class WHERE oid = 'document_limits'::regclass"
        )
    assert known == DOCUMENTS


async def test_many_limits_of_one_workspace_cost_another_nothing(database: Database) -> None:
    """A plan that was made in one with limits, and is kept, does not read them all in another."""
    async with owner_of(database) as owner:
        await owner.execute(
            "INSERT INTO document_limits (workspace_id, document_id, limited_by, groups)"
            " SELECT $1, gen_random_uuid(), $1, '{a}' FROM generate_series(1, 5000)",
            member_of(1).workspace.workspace_id,
        )
        await owner.execute("ANALYZE document_limits")
    for number in (1, 2):
        with acting_as(member_of(number)):
            async with database.connection() as connection:
                await connection.execute("SET LOCAL quoth.groups = '{}'")
                await connection.fetchval("SELECT limiting_groups()")
                scans = await connection.fetchval(
                    "SELECT seq_scan FROM pg_stat_xact_user_tables"
                    " WHERE relname = 'document_limits'"
                )
                assert scans == 0
