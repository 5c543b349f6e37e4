"""How a database comes up to date, and which databases are refused."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from urllib.parse import urlsplit
from uuid import UUID

import asyncpg
import pytest

from adapters.postgres.database import Database
from adapters.postgres.document_catalog import PostgresDocumentCatalog
from adapters.postgres.document_store import PostgresDocumentStore
from adapters.postgres.message_store import PostgresMessageStore
from adapters.postgres.migrator import Migration, load_migrations, migrate
from adapters.postgres.passage_index import PostgresPassageIndex
from adapters.postgres.queries import QUERIES, parse
from adapters.postgres.server_check import check_server
from domain.answering.events import AnswerDelta, AnswerFinished, AnswerStarted, SourcesFound
from domain.answering.record import events_of
from domain.citations.citation import Citation
from domain.conversation.message import FinishReason, Timings, Usage
from domain.documents.place import Place
from domain.errors import Misconfigured
from domain.retrieval.passages import Passage, Scores, SearchMode
from domain.retrieval.selection import DropReason
from domain.retrieval.trace import TracedPassage
from tests.support.databases import DIMENSION, MODEL, DatabaseServer, connected
from tests.support.documents import unit

MIGRATIONS = load_migrations()
NEXT = Migration(
    len(MIGRATIONS) + 1, "next", "CREATE TABLE next_step (vector halfvec({dimension}))"
)


@pytest.fixture
async def connection(empty_dsn: str) -> AsyncIterator[asyncpg.Connection]:
    """A connection to a new database with pgvector and without any table."""
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
    """The files are numbered from 1 in the order in which they are applied."""
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
    """Migrations that are missing are added on top of rows that are there."""
    await migrate(connection, MODEL, DIMENSION, MIGRATIONS[:1])
    await connection.execute(
        "INSERT INTO documents (id, filename, file_size, content_sha256, status, uploaded_at,"
        " content) VALUES (gen_random_uuid(), 'a.txt', 1, $1, 'processed', now(), 'Grüße')",
        "0" * 64,
    )
    await migrate(connection, MODEL, DIMENSION, [*MIGRATIONS, NEXT])
    assert await applied(connection) == [migration.number for migration in (*MIGRATIONS, NEXT)]
    assert await connection.fetchval("SELECT content FROM documents") == "Grüße"


async def test_documents_from_before_are_found_by_their_words(empty_dsn: str) -> None:
    """What was stored when there were only vectors is found by words afterwards, and goes again."""
    async with connected(empty_dsn) as connection:
        await check_server(connection)
        await migrate(connection, MODEL, DIMENSION, MIGRATIONS[:3])
        for n, status in enumerate(("processed", "processed", "failed")):
            await connection.execute(
                "INSERT INTO documents (id, filename, file_size, content_sha256, status,"
                " uploaded_at, total_chunks, content, error_message)"
                " VALUES ($1, 'a.txt', 1, $2, $3, now(), 2, $4, $5)",
                UUID(int=n),
                f"{n:064}",
                status,
                None if status == "failed" else "Grüße",
                "It broke." if status == "failed" else None,
            )
        await connection.execute(
            "INSERT INTO document_chunks (document_id, chunk_index, content, char_start, char_end,"
            " token_count) SELECT id, n, CASE n WHEN 0 THEN 'Grüße, Welt' ELSE 'the end' END, 0, 1,"
            " 1 FROM documents, generate_series(0, 1) AS n WHERE status = 'processed'"
        )
        await connection.execute(
            "INSERT INTO chunk_embeddings (document_id, chunk_index, window_index, embedding)"
            " SELECT document_id, chunk_index, 0, '[1, 0, 0, 0, 0, 0, 0, 0]' FROM document_chunks"
        )
    database = Database()
    await database.open(empty_dsn, MODEL, DIMENSION)
    index = PostgresPassageIndex(database)
    found = await index.candidates("GRÜSSE grüße", unit(0), 10, SearchMode.TEXT)
    assert [each.passage.content for each in found.items] == ["Grüße, Welt"] * 2
    assert (await PostgresDocumentCatalog(database).get(UUID(int=0))).language is None
    assert await PostgresDocumentStore(database).remove(UUID(int=0)) == 2
    [left] = (await index.candidates("grüße", unit(0), 10, SearchMode.TEXT)).items
    assert left.passage.place.document_id == UUID(int=1)
    await database.close()


async def test_answers_from_before_are_told_in_one_piece(empty_dsn: str) -> None:
    """An answer that was kept when its stream was not yet is told again with its question."""
    said = {0: "Grüße 🦜", 1: ""}
    async with connected(empty_dsn) as connection:
        await check_server(connection)
        await migrate(connection, MODEL, DIMENSION, MIGRATIONS[:4])
        await connection.execute(
            "INSERT INTO chat_sessions VALUES ($1, DEFAULT, NULL, now(), now())", UUID(int=9)
        )
        for n, content in said.items():
            await connection.execute(
                "INSERT INTO chat_messages (id, session_id, role, content, created_at,"
                " finish_reason) VALUES ($1, $3, 'user', $4, now(), NULL),"
                " ($2, $3, 'assistant', $5, now(), 'stop')",
                UUID(int=10 + n),
                UUID(int=n),
                UUID(int=9),
                f"Question {n}?",
                content,
            )
    database = Database()
    await database.open(empty_dsn, MODEL, DIMENSION)
    for n, content in said.items():
        answer = await PostgresMessageStore(database).get(UUID(int=n))
        assert answer.considered == ()
        assert list(events_of(answer)) == [
            AnswerStarted(UUID(int=n), f"Question {n}?", cached=False),
            SourcesFound(()),
            *([AnswerDelta(content)] if content else []),
            AnswerFinished(UUID(int=n), FinishReason.STOP, Usage(), Timings()),
        ]
    await database.close()


async def test_places_from_before_are_read_as_values(empty_dsn: str) -> None:
    """Sources, citations and traces of a flat shape keep their order, numbers and reasons."""
    one, two = UUID(int=1), UUID(int=2)
    flat = {"document_id": str(one), "filename": "ä.txt", "char_start": 3, "char_end": 7}
    source = {**flat, "chunk_index": 2, "content": "Grüß", "token_count": 1, "similarity": 0.1}
    citation = {
        **flat, "citation_id": str(two), "source_id": 1, "cited_text": "Grüß",
        "answer_start": 0, "answer_end": 4, "verified": True, "page": 3,
    }  # fmt: skip
    traced = {
        **flat, "chunk_index": 2, "similarity": 0.1, "score": 1 / 3, "bm25": 2.5,
        "vector_rank": 1, "text_rank": None, "fused_rank": 2, "reranker_rank": 1,
        "reranker_score": -4.5, "place": 1, "source": 1, "dropped": None,
    }  # fmt: skip
    reasons = {
        "below the least score": DropReason.BELOW_MIN_SCORE,
        "beyond the number of sources": DropReason.BEYOND_LIMIT,
        "no room in the context": DropReason.NO_ROOM,
        "the search was not sure enough": DropReason.LOW_CONFIDENCE,
    }
    considered = [traced, *({**traced, "source": None, "dropped": prose} for prose in reasons)]
    async with connected(empty_dsn) as connection:
        await check_server(connection)
        before = [each for each in MIGRATIONS if each.number < 8]
        await migrate(connection, MODEL, DIMENSION, before)
        await connection.execute(
            "INSERT INTO chat_sessions VALUES ($1, DEFAULT, NULL, now(), now())", UUID(int=9)
        )
        await connection.execute(
            "INSERT INTO chat_messages (id, session_id, role, content, created_at, finish_reason,"
            " sources, citations, considered)"
            " VALUES ($1, $2, 'assistant', 'Grüß', now(), 'stop', $3, $4, $5)",
            one,
            UUID(int=9),
            json.dumps([source, {**source, "chunk_index": 5}]),
            json.dumps([citation]),
            json.dumps(considered),
        )
    database = Database()
    await database.open(empty_dsn, MODEL, DIMENSION)
    answer = await PostgresMessageStore(database).get(one)
    place = Place(one, "ä.txt", 3, 7)
    assert answer.sources == tuple(Passage(place, n, "Grüß", 1, 0.1) for n in (2, 5))
    assert answer.citations == (
        Citation(two, 1, replace(place, page=3), "Grüß", 0, 4, verified=True),
    )
    scores = Scores(0.1, 2.5, 1 / 3, 1, None, 2, 1, -4.5)
    assert answer.considered == (
        TracedPassage(place, 2, scores, 1, 1),
        *(TracedPassage(place, 2, scores, 1, None, reason) for reason in reasons.values()),
    )
    await database.close()


async def test_migrating_again_changes_nothing(connection: asyncpg.Connection) -> None:
    """A database that is up to date is left alone."""
    await migrate(connection, MODEL, DIMENSION)
    before = await connection.fetch("SELECT * FROM schema_migrations")
    await migrate(connection, MODEL, DIMENSION)
    assert await connection.fetch("SELECT * FROM schema_migrations") == before


async def test_processes_that_migrate_at_once_apply_each_step_once(empty_dsn: str) -> None:
    """Several servers may start on one new database at the same time."""
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
    """A failing migration is undone whole, and a mended one is applied next time."""
    broken = replace(NEXT, sql=f"{NEXT.sql}; SELECT 1/0")
    with pytest.raises(asyncpg.DivisionByZeroError):
        await migrate(connection, MODEL, DIMENSION, [*MIGRATIONS, broken])
    assert await applied(connection) == [migration.number for migration in MIGRATIONS]
    assert "next_step" not in await tables(connection)
    await migrate(connection, MODEL, DIMENSION, [*MIGRATIONS, NEXT])
    assert "next_step" in await tables(connection)


async def test_a_changed_migration_is_refused(connection: asyncpg.Connection) -> None:
    """A file that is not the one that was applied is noticed before anything is changed."""
    await migrate(connection, MODEL, DIMENSION)
    changed = replace(MIGRATIONS[0], sql=MIGRATIONS[0].sql + "\n-- one more line")
    with pytest.raises(Misconfigured, match="0001_documents"):
        await migrate(connection, MODEL, DIMENSION, [changed, *MIGRATIONS[1:], NEXT])
    assert "next_step" not in await tables(connection)


async def test_a_newer_database_is_refused(connection: asyncpg.Connection) -> None:
    """A database that a newer Quoth has changed is left to it."""
    await migrate(connection, MODEL, DIMENSION, [*MIGRATIONS, NEXT])
    with pytest.raises(Misconfigured, match="newer Quoth"):
        await migrate(connection, MODEL, DIMENSION)


@pytest.mark.parametrize(("model", "dimension"), [("other", DIMENSION), (MODEL, 16)])
async def test_vectors_of_another_model_are_refused(
    postgres_dsn: str, model: str, dimension: int
) -> None:
    """Another model or dimension is refused with both named and a way out."""
    database = Database()
    with pytest.raises(Misconfigured) as caught:
        await database.open(postgres_dsn, model, dimension)
    for part in (MODEL, model, str(dimension), "QUOTH_EMBEDDING_MODEL", "QUOTH_DATA_DIR"):
        assert part in caught.value.message


async def test_a_dimension_beyond_the_index_is_refused(connection: asyncpg.Connection) -> None:
    """A model whose vectors cannot be indexed is refused before any table is made."""
    with pytest.raises(Misconfigured, match="4001"):
        await migrate(connection, MODEL, 4001)
    assert await tables(connection) == set()


async def test_a_pgvector_too_old_is_refused(connection: asyncpg.Connection) -> None:
    """The version that is there and the one that is needed are named."""
    await connection.execute("UPDATE pg_extension SET extversion = '0.7.4' WHERE extname='vector'")
    with pytest.raises(Misconfigured, match=r"0\.7\.4.*0\.8"):
        await check_server(connection)


async def test_a_user_who_may_not_install_pgvector_is_told_who_may(
    embedded_server: DatabaseServer,
) -> None:
    """A plain user learns that a superuser has to install pgvector, and may do the rest itself."""
    async with embedded_server.empty_database() as dsn:
        name = urlsplit(dsn).path[1:]
        plain_dsn = dsn.replace("quoth@", f"{name}@")
        async with connected(dsn) as connection:
            await connection.execute(f"CREATE ROLE {name} LOGIN")
            with pytest.raises(Misconfigured, match="superuser"):
                await Database().open(plain_dsn, MODEL, DIMENSION)
            await connection.execute("CREATE EXTENSION vector")
            with pytest.raises(Misconfigured, match="may not create tables"):
                await Database().open(plain_dsn, MODEL, DIMENSION)
            await connection.execute(f"ALTER DATABASE {name} OWNER TO {name}")
        database = Database()
        await database.open(plain_dsn, MODEL, DIMENSION)
        await database.check()
        await database.close()
        async with connected(dsn) as connection:
            await connection.execute(f"REASSIGN OWNED BY {name} TO quoth; DROP ROLE {name}")


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
    """A wrong database, user or scheme is named as such, with no secret in the message."""
    dsn = empty_dsn.replace(old, new, 1)
    with pytest.raises(Misconfigured, match=message) as caught:
        await Database().open(dsn, MODEL, DIMENSION)
    assert dsn not in caught.value.message


def test_each_query_has_a_name_and_a_purpose() -> None:
    """A query without its line of purpose, or with a name that is taken, is refused."""
    assert "claim_document" in QUERIES
    for text in ("-- name: a\nSELECT 1;", "-- name: a\n-- A.\nSELECT 1;\n" * 2):
        with pytest.raises(ValueError, match="name of its own"):
            parse(text)
