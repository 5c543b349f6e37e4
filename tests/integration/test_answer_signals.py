"""Signals of answers between processes, over PostgreSQL's notifications."""

import asyncio
from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from adapters.postgres.answer_parts import PostgresAnswerParts
from adapters.postgres.answer_signals import PostgresAnswerSignals
from adapters.postgres.database import Database
from application.identifiers import new_id
from domain.answering.parts import AnswerPart
from tests.support.databases import owner_of

CUT = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE application_name = 'quoth listening' AND datname = current_database()
"""


@pytest.fixture
async def signals(database: Database) -> AsyncIterator[PostgresAnswerSignals]:
    listening = PostgresAnswerSignals(database)
    await listening.wait(0.0)
    yield listening
    await listening.close()


async def heard(signals: PostgresAnswerSignals, kind: str, count: int) -> set[UUID]:
    """Return so many answers that were named in signals."""
    found: set[UUID] = set()
    async with asyncio.timeout(30):
        while len(found) < count:
            found |= set(getattr(await signals.wait(5.0), kind))
    return found


async def test_parts_and_stops_are_heard(
    database: Database, signals: PostgresAnswerSignals
) -> None:
    """Each process hears of all answers that have new parts, however many, and of stops."""
    answers = {new_id() for _ in range(450)}
    await PostgresAnswerParts(database).append([AnswerPart(each, 0) for each in answers])
    assert await heard(signals, "written", 450) == answers
    stopped = new_id()
    await signals.stop(stopped)
    assert await heard(signals, "stops", 1) == {stopped}
    assert set((await signals.wait(0.0)).written) == set()


async def test_a_process_that_was_cut_off_hears_again(
    database: Database, signals: PostgresAnswerSignals
) -> None:
    """It comes back at once, and opens another connection."""
    async with owner_of(database) as owner:
        await owner.execute(CUT)
    async with asyncio.timeout(20):
        await signals.wait(60.0)
        await signals.wait(0.0)
    stopped = new_id()
    await signals.stop(stopped)
    assert await heard(signals, "stops", 1) == {stopped}
