"""How far behind its writer an answer is followed in another process, over PostgreSQL alone.

Each event says when it was emitted; both processes read one clock. There is no HTTP in between: it
is the event log that is measured, with what servers run on both of its sides.
"""

import asyncio
import multiprocessing
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from uuid import UUID

from adapters.postgres.answer_leases import PostgresAnswerLeases
from adapters.postgres.answer_parts import PostgresAnswerParts
from adapters.postgres.answer_signals import PostgresAnswerSignals
from adapters.postgres.database import Database
from adapters.postgres.document_texts import PostgresDocumentTexts
from adapters.postgres.message_store import PostgresMessageStore
from application.access.acting import acting_as
from application.answering.answer_writer import AnswerWriter
from application.answering.follow_answer import FollowAnswer
from application.answering.followed_answers import FollowedAnswers
from application.answering.hear_answers import HearAnswers
from application.answering.keep_answers import KeepAnswers
from application.answering.running_answers import LiveAnswerLog, RunningAnswers
from application.citations.verify_citations import VerifyCitations
from application.ports.message_store import MessageStore
from domain.access.principal import LOCAL_USER
from domain.answering.events import TERMINAL_EVENTS, AnswerDelta, AnswerFinished, AnswerStarted
from domain.conversation.message import FinishReason, Message, Timings, Usage
from tests.benchmarks.databases import DIMENSION, postgres
from tests.benchmarks.figures import Figure, p50, p95
from tests.benchmarks.sizes import Sizes
from tests.contracts.stores import chats_in, exchange
from tests.support.databases import MODEL

ANSWERS = 100
EVENTS_A_SECOND = 20  # of each answer, as a quick model generates
SECONDS_A_ROUND = 3
RATE, LAG = 1_500, 50.0  # events a second; ms


def run(sizes: Sizes) -> list[Figure]:
    """Write and follow answers for some seconds."""
    with postgres() as server, acting_as(LOCAL_USER):

        async def measure() -> tuple[float, list[float]]:
            async with server.empty_database() as dsn:
                database = Database()
                await database.open(dsn, MODEL, DIMENSION)
                try:
                    return await _measure(database, dsn, sizes.rounds * SECONDS_A_ROUND)
                finally:
                    await database.close()

        rate, lags = asyncio.run(measure())
    return [
        Figure(
            f"events a second of {ANSWERS} answers, followed in another process",
            f"{rate:,.0f}",
            bar=f"≥ {RATE:,}",
            met=rate >= RATE,
        ),
        Figure(
            "lag of the events there",
            f"p50 {p50(lags):.1f} ms, p95 {p95(lags):.1f} ms",
            bar=f"p95 ≤ {LAG:.0f} ms",
            met=p95(lags) <= LAG,
        ),
    ]


async def _measure(database: Database, dsn: str, seconds: int) -> tuple[float, list[float]]:
    chats = chats_in(database)
    answers = []
    for _ in range(ANSWERS):
        question, answer = exchange((await chats.open_session()).id)
        await chats.messages.begin(question, answer)
        answers.append(answer)
    running = RunningAnswers()
    keep = KeepAnswers(chats.parts, chats.leases, running)
    verify = VerifyCitations(PostgresDocumentTexts(database))
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as process:
        following = asyncio.wrap_future(
            process.submit(_follow_all, dsn, [each.id for each in answers])
        )
        for number, answer in enumerate(answers):
            write = partial(_write, answer, number, seconds, keep, chats.messages, verify)
            running.start(answer.id, write)
        received = await following
    times, lags = [each for each, _ in received], [lag for _, lag in received]
    return len(received) / (max(times) - min(times)), lags


async def _write(
    answer: Message,
    number: int,
    seconds: int,
    keep: KeepAnswers,
    messages: MessageStore,
    verify: VerifyCitations,
    log: LiveAnswerLog,
) -> None:
    """Write an answer of events that say when they were emitted; its lease is kept from the start.

    The other process is given the time to begin.
    """
    writer = AnswerWriter(answer, log, messages, verify)
    async with keep.keeping(writer):
        writer.emit(AnswerStarted(answer.id, "What?", cached=False))
        begun = time.monotonic() + 5.0 + number / ANSWERS / EVENTS_A_SECOND
        for event in range(seconds * EVENTS_A_SECOND):
            await asyncio.sleep(max(0.0, begun + event / EVENTS_A_SECOND - time.monotonic()))
            writer.emit(AnswerDelta(f"{time.monotonic()} "))
        await writer.finish(AnswerFinished(answer.id, FinishReason.STOP, Usage(), Timings()))


def _follow_all(dsn: str, answers: Sequence[UUID]) -> list[tuple[float, float]]:
    """Follow answers to their ends; return when each event came, and how late."""

    async def follow() -> list[tuple[float, float]]:
        database = Database()
        await database.open(dsn, MODEL, DIMENSION)
        messages, signals = PostgresMessageStore(database), PostgresAnswerSignals(database)
        running = RunningAnswers()
        followed = FollowedAnswers(
            messages, PostgresAnswerParts(database), PostgresAnswerLeases(database)
        )
        hearing = asyncio.create_task(HearAnswers(signals, running, followed).execute())
        follow = FollowAnswer(running, messages, followed)
        received = await asyncio.gather(*(_follow(follow, each) for each in answers))
        hearing.cancel()
        await signals.close()
        await database.close()
        return [event for events in received for event in events]

    with acting_as(LOCAL_USER):
        return asyncio.run(follow())


async def _follow(follow: FollowAnswer, answer_id: UUID) -> list[tuple[float, float]]:
    log, seen, received = await follow.execute(answer_id), 0, []
    while True:
        events = await log.read(seen, 60.0)
        now = time.monotonic()
        seen += len(events)
        received += [
            (now, now - float(each.content)) for each in events if isinstance(each, AnswerDelta)
        ]
        if events and isinstance(events[-1], TERMINAL_EVENTS):
            return received
