"""Workspaces in one database: what keeps them apart, and what each finds."""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from uuid import UUID

import asyncpg
import numpy as np
import pytest
from pgvector import HalfVector

from adapters.postgres.database import Database
from adapters.postgres.passage_index import PostgresPassageIndex
from adapters.postgres.queries import QUERIES
from adapters.postgres.server_role import SERVER_ROLE
from application.access.acting import acting_as
from application.identifiers import new_id
from domain.errors import DocumentNotFound
from domain.paging import PageRequest
from domain.retrieval.passages import SearchMode
from tests.contracts.stores import Library, library_in
from tests.support.databases import DatabaseServer, connected
from tests.support.documents import a_document, embedded, unit
from tests.support.uploads import a_file
from tests.support.workspaces import member_of

INSTALLATION = {
    "distributed_index",
    "embedding_model",
    "embeddings_beside",
    "model_calibrations",
    "schema_migrations",
    "sign_ins",  # read to find out who asks
    "workspaces",
}
"""The tables that belong to no workspace."""

UNPROTECTED = r"""
SELECT relname FROM pg_class AS class
WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'm', 'f')
  AND NOT (relrowsecurity AND relforcerowsecurity
           AND EXISTS (SELECT FROM pg_policy WHERE polrelid = class.oid
                       AND polroles = '{0}' AND polpermissive
                       AND pg_get_expr(polqual, polrelid)
                           ~ '^\(*workspace_id = current_workspace\(\)\)'
                       AND pg_get_expr(polqual, polrelid) !~ ' OR .*workspace_id'
                       AND coalesce(pg_get_expr(polwithcheck, polrelid),
                                    pg_get_expr(polqual, polrelid))
                           = '(workspace_id = current_workspace())')
           AND NOT EXISTS (SELECT FROM pg_policy WHERE polrelid = class.oid
                           AND polname <> 'own_workspace' AND relowner <> ALL(polroles))
           AND EXISTS (SELECT FROM pg_attribute WHERE attrelid = class.oid
                       AND attname = 'workspace_id' AND attnotnull))
"""

VIEWS_WITH_RIGHTS_OF_THEIR_OWN = """
SELECT relname FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind = 'v'
  AND NOT coalesce('security_invoker=true' = ANY(reloptions), false)
"""


async def test_every_table_is_kept_apart(postgres_dsn: str) -> None:
    """Each table but those of the installation has its workspace and forced row-level security."""
    async with connected(postgres_dsn) as owner:
        unprotected = {row["relname"] for row in await owner.fetch(UNPROTECTED)}
        assert unprotected <= INSTALLATION
        assert await owner.fetch(VIEWS_WITH_RIGHTS_OF_THEIR_OWN) == []


SPANNING = {
    *("documents_of_other_words", "count_chunks", "count_chunks_beside", "missing_beside"),
    *("any_missing_beside", "chunks_as_read", "locate_model", "void_cached_answers"),
    *("drop_index_changes", "request_everything", "secrets_to_seal", "seal_secret"),
}
"""The queries of the owner, who alone sees all workspaces."""


async def test_every_query_names_its_workspace(postgres_dsn: str) -> None:
    """Each query of the server that reads rows of workspaces has a condition on them as well."""
    async with connected(postgres_dsn) as owner:
        tables = "|".join(
            row["relname"]
            for row in await owner.fetch("SELECT relname FROM pg_class WHERE relrowsecurity")
        )
    reading = re.compile(rf"\b(?:FROM|JOIN|UPDATE|USING)\s+(?:{tables})\b")
    condition = re.compile(r"workspace_id = current_workspace\(\)")
    missing = [
        name
        for name, sql in QUERIES.items()
        if name not in SPANNING and reading.search(sql) and not condition.search(sql)
    ]
    assert missing == []


async def test_the_server_is_above_nothing(database: Database) -> None:
    """The pool works as a role that owns nothing, and cannot go back to the one of the owner."""
    async with database.connection() as connection:
        await connection.execute("RESET ROLE")
        await connection.execute("RESET ALL")
        assert await connection.fetchval("SELECT current_user") == SERVER_ROLE
        assert await connection.fetchval(QUERIES["excess_rights"], SERVER_ROLE) == ""
    for statement in (
        "ALTER TABLE documents DISABLE ROW LEVEL SECURITY",
        "DROP POLICY own_workspace ON documents",
        "UPDATE schema_migrations SET name = ''",
        "CREATE TABLE stolen ()",
    ):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with database.transaction() as connection:
                await connection.execute(statement)


async def test_nothing_is_seen_or_stored_without_a_workspace(database: Database) -> None:
    """Outside a workspace no row is visible, none can be stored, and nobody is a mistake."""
    await library_in(database).add("The heron waits.")
    async with database.outside() as connection:
        await connection.execute("SET LOCAL quoth.every_workspace = 'on'")
        assert await connection.fetchval("SELECT count(*) FROM documents") == 0
        with pytest.raises(asyncpg.PostgresError, match=r"row-level security|not-null"):
            await connection.execute(QUERIES["bump_revision"])
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with database.transaction() as connection:
            await connection.execute(
                "INSERT INTO library_revision (workspace_id) VALUES ($1)", UUID(int=1)
            )


async def test_the_words_of_others_weigh_nothing(database: Database) -> None:
    """A workspace has the scores of its documents alone, whatever others add or remove."""
    texts = ["The heron waits by the pond.", "A pond has reeds.", "The reeds hide a nest."]
    others = [f"The heron, the pond and the reeds, {n} times." for n in range(30)]
    library = library_in(database)
    with acting_as(member_of(1)):
        for text in texts:
            await library.add(text, embedded(0, text, unit(0)))
        alone = await _scores(library)
    with acting_as(member_of(2)):
        added = [await library.add(text, embedded(0, text, unit(0))) for text in others + texts]
    with acting_as(member_of(1)):
        assert await _scores(library) == alone
    with acting_as(member_of(2)):
        for document in added[::2]:
            await library.store.remove(document.id)
        assert len(await library.by_words("heron", 50)) == 15
    with acting_as(member_of(1)):
        assert await _scores(library) == alone
        assert len(alone) == 3


async def _scores(library: Library) -> list[tuple[str, float, float]]:
    found = await library.index.candidates(
        "Does the heron hide in the reeds of the pond?", unit(0), 10, SearchMode.HYBRID
    )
    return sorted((each.passage.content, each.bm25, each.name_score) for each in found.items)


async def test_equal_documents_of_two_workspaces_are_two(database: Database) -> None:
    """Equal bytes, names and ids of others are those of nobody: as if they had never been."""
    library = library_in(database)
    held = []
    for number in (1, 2):
        with acting_as(member_of(number)):
            held.append(await library.add("Herons.", external_id="notes/herons"))
    assert held[0].id != held[1].id
    with acting_as(member_of(1)):
        assert (await library.catalog.list(PageRequest(10))).items[0].id == held[0].id
        for foreign in (held[1].id, new_id()):
            with pytest.raises(DocumentNotFound):
                await library.catalog.get(foreign)
            with pytest.raises(DocumentNotFound):
                await library.store.remove(foreign)
            assert await library.original(foreign) is None
    with acting_as(member_of(2)):
        assert await library.original(held[1].id) == b"Herons."


async def test_workers_take_turns_between_workspaces(database: Database) -> None:
    """A workspace with many jobs does not keep a worker from the one job of another."""
    library = library_in(database)
    for number, files in ((1, 5), (2, 1)):
        with acting_as(member_of(number)):
            for n in range(files):
                await library.jobs.enqueue(a_document(f"{number} {n}"), _file(f"{number} {n}"))
    first, second = await library.jobs.workspaces()
    assert (first, second) == (UUID(int=1), UUID(int=2))  # the one that has waited longest
    with acting_as(member_of(1)):
        assert await library.jobs.claim_next()
    assert list(await library.jobs.workspaces()) == [UUID(int=2), UUID(int=1)]
    with acting_as(member_of(2)):
        assert await library.jobs.claim_next()
        assert await library.jobs.claim_next() is None
    assert list(await library.jobs.workspaces()) == [UUID(int=1)]


def _file(text: str) -> Path:
    return a_file(text.encode())


MOST = int(os.environ.get("TEST_PASSAGES", "4000"))  # `make test-faults` sets it
SIZES = {1: 300 * MOST // 20_000, 2: MOST // 8, 3: MOST}
"""How many passages three workspaces have: so few that all are compared, a tenth, and most."""


@pytest.mark.faults
@pytest.mark.timeout(600)
async def test_a_small_workspace_beside_a_large_one_finds_its_nearest(
    embedded_server: DatabaseServer,
) -> None:
    """Searches find 99 % of the ten nearest passages, however large other workspaces are."""
    dimension, rng = 32, np.random.default_rng(7)
    async with embedded_server.database(dimension) as database:
        vectors = {n: rng.standard_normal((size, dimension)) for n, size in SIZES.items()}
        async with database.owner() as owner:
            await _fill(owner, vectors)
        index = PostgresPassageIndex(database, exact_chunks=0)
        for number, stored in vectors.items():
            with acting_as(member_of(number)):
                recall = [
                    await _recall(index, stored, query)
                    for query in rng.standard_normal((20, dimension))
                ]
            assert sum(recall) / len(recall) >= 0.99, (number, recall)


async def _fill(owner: asyncpg.Connection, vectors: Mapping[int, np.ndarray]) -> None:
    """Store a document with passages for each workspace; the index is made of all at once."""
    definition = await owner.fetchval(
        "SELECT pg_get_indexdef('chunk_embeddings_nearest'::regclass)"
    )
    await owner.execute("DROP INDEX chunk_embeddings_nearest")
    first = 1
    for number, stored in vectors.items():
        ids = (UUID(int=number), len(stored))
        await owner.execute(
            "INSERT INTO documents (workspace_id, id, filename, file_size, content_sha256, status,"
            " uploaded_at, total_chunks, content) VALUES ($1, $1, 'a.txt', 1, repeat('0', 64),"
            " 'processed', now(), $2, '')",
            *ids,
        )
        await owner.execute(
            "INSERT INTO document_chunks (workspace_id, document_id, chunk_index, content,"
            " char_start, char_end, token_count)"
            " SELECT $1, $1, n, n::text, n, n, 1 FROM generate_series(0, $2 - 1) AS n",
            *ids,
        )
        await owner.executemany(
            "INSERT INTO chunk_embeddings (workspace_id, document_id, chunk_index, window_index,"
            " embedding) VALUES ($1, $1, $2, 0, $3)",
            [(UUID(int=number), n, HalfVector(vector)) for n, vector in enumerate(stored)],
        )
        await owner.execute(
            "INSERT INTO indexed_documents (workspace_id, document_id, first_chunk, chunk_count,"
            " configuration, total_length, lexeme_steps, words_version)"
            " VALUES ($1, $1, $3, $2, 'simple', 0, '{}', 0)",
            *ids,
            first,
        )
        await owner.execute(
            "INSERT INTO lexical_statistics (workspace_id, configuration, chunk_count,"
            " total_length) VALUES ($1, 'simple', $2, 0)",
            *ids,
        )
        first += len(stored)
    await owner.execute(definition, timeout=600)
    await owner.execute("ANALYZE")


async def _recall(index: PostgresPassageIndex, stored: np.ndarray, query: np.ndarray) -> float:
    found = await index.candidates("", tuple(query), 10, SearchMode.VECTOR)
    similarity = stored @ query / np.linalg.norm(stored, axis=1)
    nearest = {str(n) for n in np.argsort(-similarity)[:10]}
    return len(nearest & {each.passage.content for each in found.items}) / 10
