"""What is read and written of a conversation and of an answer does not grow with what is there."""

import json
import os
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import pytest

from adapters.postgres.answer_leases import PostgresAnswerLeases
from adapters.postgres.answer_parts import PostgresAnswerParts
from adapters.postgres.database import Database
from adapters.postgres.message_store import PostgresMessageStore
from adapters.postgres.queries import QUERIES
from adapters.postgres.session_store import PostgresSessionStore
from application.identifiers import new_id
from domain.answering.parts import AnswerPart
from domain.conversation.message import FinishReason
from domain.conversation.session import ChatSession
from domain.documents.place import Place
from domain.retrieval.passages import Passage
from tests.contracts.stores import exchange
from tests.support.databases import owner_of

EXCHANGES = 400
FILL = """
INSERT INTO chat_messages (id, session_id, role, content, created_at, finish_reason, sources)
SELECT gen_random_uuid(), $1, role, repeat('word ', 100), now(),
       CASE WHEN role = 'assistant' THEN 'stop' END, '[]'
FROM generate_series(1, $2) AS number, unnest(ARRAY['user', 'assistant']) AS role
ORDER BY number, role DESC
"""
FILL_LINKS = """
WITH made AS MATERIALIZED (
    SELECT gen_random_uuid() AS session_id, gen_random_uuid() AS answer_id
    FROM generate_series(1, $1)),
sessions AS (
    INSERT INTO chat_sessions (id, created_at, updated_at, listed)
    SELECT session_id, now(), now(), false FROM made),
messages AS (
    INSERT INTO chat_messages (id, session_id, role, content, created_at, finish_reason, sources)
    SELECT CASE WHEN role = 'assistant' THEN answer_id ELSE gen_random_uuid() END, session_id, role,
           repeat('word ', 100), now(), CASE WHEN role = 'assistant' THEN 'stop' END, '[]'
    FROM made, unnest(ARRAY['user', 'assistant']) AS role ORDER BY role DESC),
links AS (
    INSERT INTO linked_exchanges (answer_id, previous_id, given, options)
    SELECT answer_id, NULL, '[]', '{}' FROM made)
SELECT answer_id FROM made LIMIT 1
"""
CHUNKS = "SELECT chunk_id, chunk_seq, xmin::text, ctid::text FROM {} ORDER BY 1, 2"


@dataclass
class Conversations:
    """The messages of a database."""

    database: Database
    messages: PostgresMessageStore

    async def session(self) -> UUID:
        """Store a new session and return its id."""
        question, _ = exchange(new_id())
        session = ChatSession(question.session_id, question.created_at, question.created_at)
        await PostgresSessionStore(self.database).create(session)
        return session.id

    async def rows_read(self, query: str, *values: object) -> int:
        """Return how many messages a query reads."""
        async with owner_of(self.database) as connection:
            await connection.execute("ANALYZE chat_messages")
            plan = await connection.fetchval(
                f"EXPLAIN (ANALYZE, FORMAT JSON) {QUERIES[query]}", *values
            )
        return _rows(json.loads(plan)[0]["Plan"])

    async def stored_apart(self, table: str) -> set[tuple[Any, ...]]:
        """Return the pieces of a table's large values, with where and by whom each was written."""
        async with owner_of(self.database) as connection:
            apart = await connection.fetchval(
                "SELECT reltoastrelid::regclass::text FROM pg_class WHERE relname = $1", table
            )
            return {tuple(row) for row in await connection.fetch(CHUNKS.format(apart))}


def _rows(plan: dict[str, Any]) -> int:
    own = 0
    if plan.get("Relation Name") == "chat_messages":
        each = plan["Actual Rows"] + plan.get("Rows Removed by Filter", 0)
        own = round(each * plan["Actual Loops"])
    return own + sum(_rows(part) for part in plan.get("Plans", ()))


@pytest.fixture
def conversations(database: Database) -> Conversations:
    return Conversations(database, PostgresMessageStore(database))


async def test_the_history_of_an_exchange_is_read_by_its_links(
    conversations: Conversations,
) -> None:
    """Of 400 exchanges without a session, that of the answer is read alone."""
    async with owner_of(conversations.database) as connection:
        answer_id = await connection.fetchval(FILL_LINKS, EXCHANGES)
    assert 2 <= await conversations.rows_read("linked_history", answer_id, 10_000) < 20


async def test_the_history_of_a_long_conversation_is_not_read_whole(
    conversations: Conversations,
) -> None:
    """Of 400 exchanges, those that fit are read, and one message more."""
    session = await conversations.session()
    async with owner_of(conversations.database) as connection:
        await connection.execute(FILL, session, EXCHANGES)
    begun = await conversations.messages.begin(*exchange(session), history_bytes=5_000)
    assert sum(len(each.content) for each in begun.history) == 5_000
    assert await conversations.rows_read("history", session, 5_000) <= 12
    assert await conversations.rows_read("history", session, 10**9) > 2 * EXCHANGES


async def test_a_page_of_a_long_conversation_reads_itself(conversations: Conversations) -> None:
    """The newest and the oldest of 400 exchanges cost the same: place, size and text of each."""
    session = await conversations.session()
    async with owner_of(conversations.database) as connection:
        await connection.execute(FILL, session, EXCHANGES)
        eleventh = await connection.fetchval(
            "SELECT id FROM chat_messages ORDER BY position OFFSET 10 LIMIT 1"
        )
    for cursor in (None, eleventh):
        assert await conversations.rows_read("conversation", session, cursor, 10, 10**6) <= 31
    assert await conversations.rows_read("message", eleventh) == 1


async def test_an_answer_is_given_up_without_reading_others(conversations: Conversations) -> None:
    """Beginning the next exchange reads the messages of the last one, and no more."""
    session = await conversations.session()
    async with owner_of(conversations.database) as connection:
        await connection.execute(FILL, session, EXCHANGES)
    await conversations.messages.begin(*exchange(session))
    assert await conversations.rows_read("interrupt_answers", session) <= 4


async def test_the_sources_of_a_growing_answer_are_written_once(
    conversations: Conversations,
) -> None:
    """Neither further parts nor a renewed lease write anything again; the end writes it in full."""
    _, answer = pair = exchange(await conversations.session())
    await conversations.messages.begin(*pair)
    noise = os.urandom(4_000).hex()
    place = Place(new_id(), "a.txt", 0, len(noise))
    found = (Passage(place, 0, noise, 9, 0.5),)
    parts, leases = (
        PostgresAnswerParts(conversations.database),
        PostgresAnswerLeases(conversations.database),
    )
    await parts.append([AnswerPart(answer.id, 0, sources=found, stream=(-1,))])
    written = await conversations.stored_apart("answer_parts")
    assert written
    for number, text in enumerate(("The", " text", " grows."), start=1):
        await parts.append([AnswerPart(answer.id, number, text, (len(text),))])
        await leases.renew([answer.id])
    assert await conversations.stored_apart("answer_parts") == written
    assert await conversations.stored_apart("chat_messages") == set()
    ended = replace(
        answer,
        content="The text grows.",
        sources=found,
        stream=(-1, 3, 5, 7),
        finish_reason=FinishReason.STOP,
    )
    assert await conversations.messages.save(ended)
    assert await conversations.stored_apart("chat_messages")
    assert await conversations.messages.get(answer.id) == ended
