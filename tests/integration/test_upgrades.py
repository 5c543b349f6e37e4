"""Databases that earlier versions filled, opened by this one: all that they hold goes on."""

import json
from dataclasses import replace
from uuid import UUID

import pytest

from adapters.postgres.database import Database
from adapters.postgres.migrator import load_migrations, migrate
from adapters.postgres.server_check import check_server
from domain.conversation.message import FinishReason, HistoryMessage, MessageRole
from domain.documents.document_filter import DocumentFilter
from domain.errors import NotFound
from domain.paging import PageRequest
from domain.text.words import VERSION
from tests.contracts.stores import chats_in, exchange, library_in
from tests.support.databases import DIMENSION, MODEL, connected
from tests.support.documents import unit

MIGRATIONS = load_migrations()
FIRST_RELEASE = 4  # the last migration of 0.1.0
BEFORE_WORKSPACES = 29  # the last one before keys and workspaces

BIRDS, WAITING, SESSION, QUESTION, ANSWER, CITATION = (UUID(int=number) for number in range(1, 7))
TEXT = "Herons wade. Egrets stand."
ASKED, SAID = "What do egrets do?", "Egrets stand. [1]"
PLACE = {"document_id": str(BIRDS), "filename": "birds.txt", "char_start": 13, "char_end": 26}
SOURCE = {"chunk_index": 1, "content": TEXT[13:], "token_count": 3, "similarity": 0.9}
CITED = {
    "citation_id": str(CITATION),
    "source_id": 1,
    "cited_text": TEXT[13:],
    "answer_start": 0,
    "answer_end": 13,
    "verified": True,
}
NAMES = {
    "birds": BIRDS,
    "waiting": WAITING,
    "session": SESSION,
    "question": QUESTION,
    "answer": ANSWER,
    "text": TEXT,
    "asked": ASKED,
    "said": SAID,
    "words_version": VERSION,
}

STORED = """
INSERT INTO documents (id, filename, file_size, content_sha256, status, uploaded_at, total_chunks,
                       content)
VALUES ('{birds}', 'birds.txt', 26, repeat('1', 64), 'processed', now(), 2, '{text}');
INSERT INTO document_chunks (document_id, chunk_index, content, char_start, char_end, token_count)
VALUES ('{birds}', 0, 'Herons wade.', 0, 12, 3), ('{birds}', 1, 'Egrets stand.', 13, 26, 3);
INSERT INTO chunk_embeddings (document_id, chunk_index, window_index, embedding)
VALUES ('{birds}', 0, 0, '[1,0,0,0,0,0,0,0]'), ('{birds}', 1, 0, '[0,1,0,0,0,0,0,0]');
INSERT INTO chat_sessions (id, title, created_at, updated_at)
VALUES ('{session}', 'Egrets', now(), now());
INSERT INTO chat_messages (id, session_id, role, content, created_at, finish_reason, sources,
                           citations, prompt_tokens, completion_tokens)
VALUES ('{question}', '{session}', 'user', '{asked}', now(), NULL, '[]', '[]', 0, 0),
       ('{answer}', '{session}', 'assistant', '{said}', now(), 'stop', '{sources}', '{citations}',
        9, 4);
"""
OF_THE_FIRST_RELEASE = "SELECT index_words('{birds}');"
BESIDE_BEFORE_WORKSPACES = """
INSERT INTO lexemes (configuration, lexeme, chunk_count)
VALUES ('simple', 'herons', 1), ('simple', 'wade', 1), ('simple', 'egrets', 1),
       ('simple', 'stand', 1);
INSERT INTO posting_blocks (lexeme_id, first_chunk, chunks, frequencies, lengths)
SELECT id, 1 + (id - 1) / 2, ARRAY[1 + (id - 1) / 2], '{{1}}', '{{2}}' FROM lexemes;
INSERT INTO indexed_documents (first_chunk, document_id, configuration, chunk_count, total_length,
                               words_version, folded, lexeme_steps)
VALUES (1, '{birds}', 'simple', 2, 4, {words_version}, true, '{{1,1,1,1}}');
INSERT INTO lexical_statistics (configuration, chunk_count, total_length) VALUES ('simple', 2, 4);
SELECT setval('chunk_numbers', 2);
UPDATE documents SET version = 2, external_id = 'field/birds.txt';
INSERT INTO document_versions (document_id, version, filename, file_size, content_sha256,
                               uploaded_at, total_chunks, content, notes, metadata, media_type,
                               chunk_starts, chunk_ends, chunk_tokens)
VALUES ('{birds}', 1, 'birds.txt', 12, repeat('0', 64), now(), 1, 'Herons wade.', '{{}}', '{{}}',
        'text/plain', '{{0}}', '{{12}}', '{{3}}');
INSERT INTO document_originals (document_id, version, number, content)
VALUES ('{birds}', 1, 0, 'Herons wade.'), ('{birds}', 2, 0, '{text}');
INSERT INTO collections (id, name) VALUES ('{birds}', 'field');
INSERT INTO document_collections (collection_id, document_id) VALUES ('{birds}', '{birds}');
INSERT INTO sync_items (collection, path, sha256) VALUES ('field', 'birds.txt', repeat('1', 64));
INSERT INTO model_usage VALUES (DEFAULT, '2026-11-26', 'extractive', 1, 9, 4, 0, 0, 0);
UPDATE chat_messages SET stream = ARRAY[-1, char_length(content)],
    outcome = '{{"question": "{asked}"}}' WHERE role = 'assistant';
INSERT INTO documents (id, filename, file_size, content_sha256, status, uploaded_at)
VALUES ('{waiting}', 'waiting.txt', 7, repeat('2', 64), 'pending', now());
INSERT INTO document_originals (document_id, number, content) VALUES ('{waiting}', 0, 'Storks.');
INSERT INTO document_jobs (document_id, filename, file_size, content_sha256, media_type,
                           uploaded_at, state)
VALUES ('{waiting}', 'waiting.txt', 7, repeat('2', 64), 'text/plain', now(), 'pending');
"""


async def fill(dsn: str, schema: int) -> None:
    """Store what a version could hold, in the way of its own schema."""
    if schema == FIRST_RELEASE:
        beside, source, citation = OF_THE_FIRST_RELEASE, {**SOURCE, **PLACE}, {**CITED, **PLACE}
    else:
        beside = BESIDE_BEFORE_WORKSPACES
        source, citation = {**SOURCE, "place": PLACE}, {**CITED, "place": PLACE}
    answers = {"sources": json.dumps([source]), "citations": json.dumps([citation])}
    async with connected(dsn) as connection:
        await check_server(connection)
        await migrate(connection, MODEL, DIMENSION, MIGRATIONS[:schema])
        await connection.execute((STORED + beside).format(**NAMES, **answers))


@pytest.mark.parametrize("schema", [FIRST_RELEASE, BEFORE_WORKSPACES])
async def test_what_an_earlier_version_stored_goes_on(empty_dsn: str, schema: int) -> None:
    """Documents are found, read and deleted, and a conversation is read and continued."""
    await fill(empty_dsn, schema)
    database = Database()
    await database.open(empty_dsn, MODEL, DIMENSION)
    library, chats = library_in(database), chats_in(database)

    assert [each.passage.content for each in await library.by_words("egrets")] == ["Egrets stand."]
    within = DocumentFilter(filename="BIRDS*")
    assert [each.content for each in await library.nearest(unit(1), 1, within)] == ["Egrets stand."]
    assert await library.texts.text(BIRDS) == TEXT
    assert [each.content for each in await library.chunks(BIRDS)] == [TEXT[:12], TEXT[13:]]

    listed = (await chats.catalog.list(PageRequest(5))).items
    assert [each.session.id for each in listed] == [SESSION]
    question, answer = await chats.read(SESSION)
    assert (question.content, answer.content) == (ASKED, SAID)
    [citation] = answer.citations
    assert (citation.cited_text, citation.verified) == (TEXT[13:], True)
    assert citation.place.document_id == answer.sources[0].place.document_id == BIRDS
    further = exchange(SESSION, "And herons?")
    begun = await chats.messages.begin(*further, history_bytes=10_000)
    assert begun.history == (
        HistoryMessage(MessageRole.USER, ASKED),
        HistoryMessage(MessageRole.ASSISTANT, SAID),
    )
    written = replace(further[1], content="They wade.", finish_reason=FinishReason.STOP)
    await chats.messages.save(written)
    assert [each.content for each in await chats.read(SESSION)][2:] == ["And herons?", "They wade."]

    if schema == BEFORE_WORKSPACES:
        assert (await library.versions.named("field/birds.txt")).version == 2
        assert await library.texts.text(BIRDS, version=1) == TEXT[:12]
        assert await library.original(BIRDS, 1) == TEXT[:12].encode()
        assert (await library.catalog.get(BIRDS)).labels.collections == ("field",)
        claim = await library.jobs.claim_next()
        assert claim is not None
        assert claim.document.id == WAITING
        assert await library.original(WAITING) == b"Storks."

    assert (await library.store.remove(BIRDS)).chunks == 2
    assert await library.by_words("egrets") == []
    assert await library.nearest(unit(1), 1) == []
    with pytest.raises(NotFound):
        await library.catalog.get(BIRDS)
    assert len(await chats.read(SESSION)) == 4
    await database.close()
