"""What following answers reads of the database while many are being written."""

from collections.abc import AsyncIterator

import pytest

from adapters.postgres.database import Database
from domain.answering.parts import AnswerPart, PartPlace
from tests.contracts.stores import chats_in, exchange
from tests.support.databases import MODEL

ANSWERS, PARTS = 60, 40


@pytest.fixture
async def database(postgres_dsn: str) -> AsyncIterator[Database]:
    """A database behind one connection, which therefore keeps its plans and its statistics."""
    database = Database(pool_size=1)
    await database.open(postgres_dsn, MODEL)
    yield database
    await database.close()


async def rows_read(database: Database) -> int:
    """Return how many rows of messages and parts were read so far, in whichever way."""
    async with database.statements() as connection:
        await connection.execute("SELECT pg_stat_force_next_flush()")
        # statistics are of the end of the statement before
        return int(
            await connection.fetchval(
                "SELECT sum(seq_tup_read + coalesce(idx_tup_fetch, 0)) FROM pg_stat_user_tables"
                " WHERE relname IN ('chat_messages', 'answer_parts')"
            )
        )


async def test_following_reads_no_more_than_it_is_asked_for(database: Database) -> None:
    """However little the planner knows of tables that were empty when it made its plans."""
    chats = chats_in(database)
    answers = []
    for _ in range(ANSWERS):
        question, answer = exchange((await chats.open_session()).id)
        await chats.messages.begin(question, answer)
        answers.append(answer.id)

    async def follow_one(number: int) -> None:
        await chats.parts.append([AnswerPart(answers[0], number, "x", (1,))])
        assert len((await chats.parts.since([PartPlace(answers[0], number)]))[0]) == 1
        assert not await chats.leases.ended(answers[:1])
        assert not await chats.leases.renew(answers[:1])
        assert await chats.messages.may_read(answers[0])

    for number in range(7):  # more often than a plan takes to be kept
        await follow_one(number)
    for number in range(PARTS):
        await chats.parts.append([AnswerPart(each, number, "x", (1,)) for each in answers[1:]])
    before = await rows_read(database)
    await follow_one(7)
    assert await rows_read(database) - before < ANSWERS / 2
    assert (await chats.messages.get(answers[0])).content == "x" * 8
    assert await rows_read(database) - before < ANSWERS
