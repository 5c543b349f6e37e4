"""Documents and answers of earlier versions after a migration."""

import json
from dataclasses import replace
from uuid import UUID

import pytest

from adapters.postgres.database import Database
from adapters.postgres.document_catalog import PostgresDocumentCatalog
from adapters.postgres.document_store import PostgresDocumentStore
from adapters.postgres.message_store import PostgresMessageStore
from adapters.postgres.migrator import load_migrations, migrate
from adapters.postgres.passage_index import PostgresPassageIndex
from adapters.postgres.server_check import check_server
from adapters.postgres.session_catalog import PostgresSessionCatalog
from application.access.acting import acting_as
from domain.answering.events import AnswerDelta, AnswerFinished, AnswerStarted, SourcesFound
from domain.answering.record import events_of
from domain.citations.citation import Citation
from domain.conversation.message import FinishReason, Timings, Usage
from domain.documents.document import DocumentStatus
from domain.documents.document_filter import DocumentFilter
from domain.documents.place import Place
from domain.documents.removal import Removal
from domain.errors import ClaimLost
from domain.paging import PageRequest
from domain.retrieval.passages import Passage, Scores, SearchMode
from domain.retrieval.selection import DropReason
from domain.retrieval.trace import TracedPassage
from domain.text.words import VERSION
from tests.contracts.stores import library_in
from tests.support.databases import DIMENSION, MODEL, connected
from tests.support.documents import a_document, embedded, unit
from tests.support.uploads import a_file
from tests.support.workspaces import member_of

MIGRATIONS = load_migrations()


async def test_documents_from_before_are_found_by_their_words(empty_dsn: str) -> None:
    """Documents stored before the text index are found by words and can be removed."""
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
    assert (await PostgresDocumentStore(database).remove(UUID(int=0))).chunks == 2
    [left] = (await index.candidates("grüße", unit(0), 10, SearchMode.TEXT)).items
    assert left.passage.place.document_id == UUID(int=1)
    await database.close()


async def test_answers_from_before_are_told_in_one_piece(empty_dsn: str) -> None:
    """An answer stored before streams were recorded is replayed in one piece, with its question."""
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


async def test_documents_from_before_have_no_original_and_can_be_claimed(empty_dsn: str) -> None:
    """A claim from before expires as usual, and the next upload stores its bytes."""
    async with connected(empty_dsn) as connection:
        await check_server(connection)
        await migrate(connection, MODEL, DIMENSION, MIGRATIONS[:7])
        for text, status in (("done", "processed"), ("cut off", "processing")):
            old = a_document(text)
            await connection.execute(
                "INSERT INTO documents (id, filename, file_size, content_sha256, status,"
                " uploaded_at, content, claim_expires_at) VALUES ($1, 'a.txt', 1, $2, $3, now(),"
                " CASE $3 WHEN 'processed' THEN $4 END,"
                " CASE $3 WHEN 'processing' THEN now() + interval '30 seconds' END)",
                old.id,
                old.content_sha256,
                status,
                text,
            )
    database = Database()
    await database.open(empty_dsn, MODEL, DIMENSION)
    library = library_in(database)
    done, cut_off = await library.claim("done"), await library.claim("cut off")
    assert done.document.status is DocumentStatus.PROCESSED
    assert not done.granted
    assert not cut_off.granted
    with pytest.raises(ClaimLost):
        await library.claims.renew(done)
    await library.expire_claim(cut_off.document.id)
    again = await library.claim("cut off")
    assert again.granted
    assert again.document.id == cut_off.document.id
    assert await library.original(done.document.id) is None
    assert await library.original(again.document.id) == b"cut off"
    assert (await library.store.remove(done.document.id)).chunks == 0
    await database.close()


async def test_names_from_before_are_found_in_nfc_and_can_be_joined_by_others(
    empty_dsn: str,
) -> None:
    """Names stored before are NFC, are found by patterns, and get further names."""
    async with connected(empty_dsn) as connection:
        await check_server(connection)
        await migrate(connection, MODEL, DIMENSION, MIGRATIONS[:9])
        for text, name in (("first", "cafe\u0301.txt"), ("second", "tea.txt")):
            old = a_document(text)
            await connection.execute(
                "INSERT INTO documents (id, filename, file_size, content_sha256, status,"
                " uploaded_at, content) VALUES ($1, $2, 1, $3, 'processed', $4, $5)",
                old.id,
                name,
                old.content_sha256,
                old.uploaded_at,
                text,
            )
    database = Database()
    await database.open(empty_dsn, MODEL, DIMENSION)
    library = library_in(database)
    listed = (await library.catalog.list(PageRequest())).items
    assert [document.names for document in listed] == [("tea.txt",), ("caf\u00e9.txt",)]
    found = await library.catalog.list(PageRequest(), within=DocumentFilter(filename="CAF?.*"))
    assert found.items == listed[1:]
    named = await library.claim("first", "coffee/house.txt")
    assert named.document.names == ("caf\u00e9.txt", "coffee/house.txt")
    found = await library.catalog.list(PageRequest(), within=DocumentFilter(filename="coffee/*"))
    assert found.items == (named.document,)
    assert await library.store.remove_name(named.document.id, "caf\u00e9.txt") == Removal()
    assert (await library.catalog.get(named.document.id)).names == ("coffee/house.txt",)
    await database.close()


async def test_failures_from_before_are_shared_by_those_who_wait(empty_dsn: str) -> None:
    """A document that failed before has an error code and no notes, and can be claimed again."""
    old = a_document("broken")
    before = [migration for migration in MIGRATIONS if migration.number < 12]
    async with connected(empty_dsn) as connection:
        await check_server(connection)
        await migrate(connection, MODEL, DIMENSION, before)
        await connection.execute(
            "INSERT INTO documents (id, filename, file_size, content_sha256, status, uploaded_at,"
            " error_message) VALUES ($1, 'a.txt', 1, $2, 'failed', now(), 'It broke.')",
            old.id,
            old.content_sha256,
        )
    database = Database()
    await database.open(empty_dsn, MODEL, DIMENSION)
    library = library_in(database)
    waited = await library.claims.claim(a_document("broken"), a_file(b"broken"), waiting=True)
    assert (waited.granted, waited.error_code) == (False, "processing_failed")
    assert (waited.document.error_message, waited.document.notes) == ("It broke.", ())
    again = await library.claim("broken")
    assert again.granted
    await library.claims.fail(again, "Too costly.", "text_too_costly")
    await database.close()


async def test_places_from_before_are_read_as_values(empty_dsn: str) -> None:
    """Flat sources, citations and traces keep their order, scores and reasons."""
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
        await migrate(connection, MODEL, DIMENSION, MIGRATIONS[:7])
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


async def test_files_from_before_are_read_in_pieces(empty_dsn: str) -> None:
    """Stored files are split without a change of a byte, and documents get their media type."""
    sizes = [1, 1024 * 1024, 1024 * 1024 + 1, 3 * 1024 * 1024 + 5]
    contents = [bytes([number]) * (size - 1) + b"x" for number, size in enumerate(sizes)]
    async with connected(empty_dsn) as connection:
        await check_server(connection)
        await migrate(connection, MODEL, DIMENSION, MIGRATIONS[:17])
        documents = [
            a_document(str(number), name)
            for number, name in enumerate(["a.md", "b.MARKDOWN", "c.txt", "d.md.txt"])
        ]
        for document, content in zip(documents, contents, strict=True):
            await connection.execute(
                "INSERT INTO documents (id, filename, file_size, content_sha256, status,"
                " uploaded_at, content) VALUES ($1, $2, 1, $3, 'processed', now(), 'text')",
                document.id,
                document.filename,
                document.content_sha256,
            )
            await connection.execute(
                "INSERT INTO document_originals (document_id, content) VALUES ($1, $2)",
                document.id,
                content,
            )
    database = Database()
    await database.open(empty_dsn, MODEL, DIMENSION)
    library = library_in(database)
    for document, content in zip(documents, contents, strict=True):
        pieces = [piece async for piece in library.originals.read(document.id)]
        assert b"".join(pieces) == content
        assert all(len(piece) <= 1024 * 1024 for piece in pieces)
    stored = [await library.catalog.get(document.id) for document in documents]
    assert [each.media_type for each in stored] == [
        *("text/markdown", "text/markdown", "text/plain", "text/plain"),
    ]
    assert {(each.title, each.pages, each.version) for each in stored} == {(None, None, 1)}
    await database.close()


STORED_BEFORE_WORKSPACES = """
INSERT INTO documents (id, filename, file_size, content_sha256, status, uploaded_at, total_chunks,
                       content) VALUES ($1, 'Birds/Heron.txt', 1, repeat('0', 64), 'processed',
                                        now(), 1, 'herons wade');
INSERT INTO other_names (document_id, name) VALUES ($1, 'Copies/Heron.txt');
INSERT INTO document_chunks (document_id, chunk_index, content, char_start, char_end, token_count)
VALUES ($1, 0, 'herons wade', 0, 11, 2);
INSERT INTO chunk_embeddings (document_id, chunk_index, window_index, embedding)
VALUES ($1, 0, 0, '[1, 0, 0, 0, 0, 0, 0, 0]');
INSERT INTO lexemes (configuration, lexeme, chunk_count) VALUES ('simple', 'herons', 1),
                                                                ('simple', 'wade', 1);
INSERT INTO posting_blocks (lexeme_id, first_chunk, chunks, frequencies, lengths)
SELECT id, 1, '{1}', '{1}', '{2}' FROM lexemes;
INSERT INTO indexed_documents (first_chunk, document_id, configuration, chunk_count, total_length,
                               words_version, folded, lexeme_steps)
SELECT 1, $1, 'simple', 1, 2, $2, true, array_agg(step)
FROM (SELECT id - lag(id, 1, 0) OVER (ORDER BY id) AS step FROM lexemes ORDER BY id) AS held;
INSERT INTO lexical_statistics (configuration, chunk_count, total_length) VALUES ('simple', 1, 2);
INSERT INTO collections (id, name) VALUES ($1, 'birds');
INSERT INTO document_collections (collection_id, document_id) VALUES ($1, $1);
INSERT INTO chat_sessions (id, title, created_at, updated_at) VALUES ($1, 'Herons', now(), now());
SELECT setval('chunk_numbers', 1);
"""


async def test_what_was_stored_before_workspaces_is_of_the_default_one(empty_dsn: str) -> None:
    """Documents and sessions from before are found as they were, and only in their workspace."""
    one = UUID(int=1)
    async with connected(empty_dsn) as connection:
        await check_server(connection)
        await migrate(connection, MODEL, DIMENSION, MIGRATIONS[:31])
        await connection.execute(
            STORED_BEFORE_WORKSPACES.replace("$1", f"'{one}'").replace("$2", str(VERSION))
        )
    database = Database()
    await database.open(empty_dsn, MODEL, DIMENSION)
    library, sessions = library_in(database), PostgresSessionCatalog(database)
    birds = DocumentFilter(filename="copies/*", collections=("birds",))
    assert [each.content for each in await library.nearest(unit(0), 5, birds)] == ["herons wade"]
    [found] = await library.by_words("herons")
    assert found.passage.content == "herons wade"
    assert [each.session.id for each in (await sessions.list(PageRequest(5))).items] == [one]
    with acting_as(member_of(2)):
        assert await library.nearest(unit(0), 5) == []
        assert await library.by_words("herons") == []
        assert (await sessions.list(PageRequest(5))).items == ()
    again = await library.add("Herons wade.", embedded(0, "herons wade", unit(0)))
    assert {each.bm25 for each in await library.by_words("herons")} == {
        (await library.by_words("herons"))[0].bm25
    }
    assert (await library.store.remove(one)).chunks == 1
    assert [each.passage.place.document_id for each in await library.by_words("wade")] == [again.id]
    await database.close()


async def test_answers_from_before_groups_are_withheld_as_new_ones_are(empty_dsn: str) -> None:
    """With their sources, those that followed in their session, and those that continue them."""
    document, session, other = (UUID(int=number) for number in (1, 2, 3))
    sources = [{"place": {"document_id": str(document), "filename": "a.txt",
                          "char_start": 0, "char_end": 1},
                "chunk_index": 0, "content": "x", "token_count": 1, "similarity": 1.0}]  # fmt: skip
    async with connected(empty_dsn) as connection:
        await check_server(connection)
        before = [each for each in MIGRATIONS if each.number < 36]
        await migrate(connection, MODEL, DIMENSION, before)
        await connection.execute(f"SET quoth.workspace = '{UUID(int=0)}'")
        for key in (session, other):
            await connection.execute(
                "INSERT INTO chat_sessions (id, created_at, updated_at) VALUES ($1, now(), now())",
                key,
            )
        for number, place in ((10, session), (11, session), (12, session), (13, other)):
            await connection.execute(
                "INSERT INTO chat_messages (id, session_id, role, content, created_at,"
                " finish_reason, sources) VALUES ($1, $2, 'assistant', 'x', now(), 'stop', $3)",
                UUID(int=number),
                place,
                json.dumps(sources if number == 11 else []),
            )
        for number, previous in ((12, None), (13, 12)):
            await connection.execute(
                "INSERT INTO linked_exchanges (answer_id, previous_id, given, options)"
                " VALUES ($1, $2, '[]', '{}')",
                UUID(int=number),
                previous and UUID(int=previous),
            )
        await migrate(connection, MODEL, DIMENSION)
        found = await connection.fetch("SELECT id, rests_on FROM chat_messages ORDER BY id")
        rests = {row["id"].int: row["rests_on"] for row in found}
        assert rests == {10: [], 11: [document], 12: [document], 13: [document]}


async def test_limits_that_links_put_back_are_put_right(empty_dsn: str) -> None:
    """Groups that a document has by a collection are those of the collection; none is left over."""
    document, collection, lifted = (UUID(int=number) for number in (1, 2, 3))
    async with connected(empty_dsn) as connection:
        await check_server(connection)
        before = [each for each in MIGRATIONS if each.number < 48]
        await migrate(connection, MODEL, DIMENSION, before)
        await connection.execute(f"SET quoth.workspace = '{UUID(int=0)}'")
        await connection.execute("SET quoth.groups = 'all'")
        await connection.execute(
            "INSERT INTO documents (id, filename, file_size, content_sha256, uploaded_at, status,"
            " content) VALUES ($1, 'a.txt', 1, $2, now(), 'processed', 'x')",
            document,
            "0" * 64,
        )
        for key, groups in ((collection, ["hr"]), (lifted, [])):
            await connection.execute(
                "INSERT INTO collections (id, name, created_at, limited_to)"
                " VALUES ($1::uuid, $1::uuid::text, now(), $2)",
                key,
                groups,
            )
            await connection.execute(
                "INSERT INTO document_collections (collection_id, document_id) VALUES ($1, $2)",
                key,
                document,
            )
            await connection.execute(
                "INSERT INTO document_limits (document_id, limited_by, groups)"
                " VALUES ($1, $2, '{board}')"
                " ON CONFLICT (document_id, limited_by) DO UPDATE SET groups = excluded.groups",
                document,
                key,
            )
        await migrate(connection, MODEL, DIMENSION)
        found = await connection.fetch("SELECT limited_by, groups FROM document_limits")
        assert [tuple(row) for row in found] == [(collection, ["hr"])]
