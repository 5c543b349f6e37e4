"""What becomes of the documents and answers of an earlier version when a database is migrated."""

from uuid import UUID

import pytest

from adapters.postgres.database import Database
from adapters.postgres.document_catalog import PostgresDocumentCatalog
from adapters.postgres.document_store import PostgresDocumentStore
from adapters.postgres.message_store import PostgresMessageStore
from adapters.postgres.migrator import load_migrations, migrate
from adapters.postgres.passage_index import PostgresPassageIndex
from adapters.postgres.server_check import check_server
from domain.answering.events import AnswerDelta, AnswerFinished, AnswerStarted, SourcesFound
from domain.answering.record import events_of
from domain.conversation.message import FinishReason, Timings, Usage
from domain.documents.document import DocumentStatus
from domain.errors import ClaimLost
from domain.retrieval.passages import SearchMode
from tests.contracts.stores import library_in
from tests.support.databases import DIMENSION, MODEL, connected
from tests.support.documents import a_document, unit

MIGRATIONS = load_migrations()


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
    assert left.passage.document_id == UUID(int=1)
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


async def test_documents_from_before_have_no_original_and_can_be_claimed(empty_dsn: str) -> None:
    """A claim from before runs out as it would have, and the next upload brings its bytes."""
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
    assert await library.store.remove(done.document.id) == 0
    await database.close()
