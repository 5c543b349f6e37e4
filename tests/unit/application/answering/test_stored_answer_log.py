"""Following an answer that another process writes."""

import asyncio
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest

from application.answering import followed_answers
from application.answering.followed_answers import FollowedAnswers
from application.answering.running_answers import BATCH
from application.answering.stored_answer_log import StoredAnswerLog
from application.identifiers import new_id
from domain.answering.events import (
    AnswerDelta,
    AnswerEvent,
    AnswerFailed,
    AnswerFinished,
    AnswerStarted,
)
from domain.answering.parts import AnswerPart, PartPlace
from domain.answering.record import AnswerRecord
from domain.conversation.message import FinishReason, Message, MessageRole, Timings, Usage
from domain.conversation.session import ChatSession
from tests.fakes.answers import InMemoryAnswerLeases, InMemoryAnswerParts
from tests.fakes.chats import InMemoryChats, InMemoryMessageStore, InMemorySessionStore
from tests.support.work import turns_of_others


class GrowingParts(InMemoryAnswerParts):
    """Lets the writer go on by a step whenever somebody looks for parts."""

    def __init__(self, chats: InMemoryChats) -> None:
        super().__init__(chats)
        self.steps: list[Callable[[], None]] = []
        self.places: list[PartPlace] = []

    async def since(self, places: Sequence[PartPlace]) -> Sequence[tuple[AnswerPart, ...]]:
        self.places += places
        if self.steps:
            self.steps.pop(0)()
        return await super().since(places)


class Stage:
    """An answer that another process writes, and those who follow it here."""

    def __init__(self) -> None:
        self.chats = InMemoryChats()
        self.messages = InMemoryMessageStore(self.chats)
        self.parts = GrowingParts(self.chats)
        self.followed = FollowedAnswers(self.messages, self.parts, InMemoryAnswerLeases(self.chats))
        now = datetime.now(UTC)
        self.answer = Message(new_id(), new_id(), MessageRole.ASSISTANT, "", now)
        self.record = AnswerRecord(self.answer)
        self.started = AnswerStarted(self.answer.id, "What?", cached=False)
        self.end = AnswerFinished(self.answer.id, FinishReason.STOP, Usage(), Timings())

    async def begin(self) -> "Stage":
        """Store the question and the empty answer."""
        now = self.answer.created_at
        await InMemorySessionStore(self.chats).create(ChatSession(self.answer.session_id, now, now))
        asked = Message(new_id(), self.answer.session_id, MessageRole.USER, "What?", now)
        await self.messages.begin(asked, self.answer)
        return self

    def store(self, *events: AnswerEvent) -> None:
        """Store events as the next part."""
        for event in events:
            self.record.add(event)
        part = self.record.take_part()
        assert part is not None
        stored = self.chats.parts.setdefault(self.answer.id, {})
        stored[part.number] = (part, 0.0)

    def finish(self) -> None:
        """Store the answer with its end."""
        self.chats.messages[self.answer.id] = self.record.message(self.end)
        del self.chats.leases[self.answer.id]

    async def log(self) -> StoredAnswerLog:
        followed = await self.followed.follow(await self.messages.get(self.answer.id))
        return StoredAnswerLog(self.messages, self.followed, followed, frozenset())


@pytest.fixture
async def stage(monkeypatch: pytest.MonkeyPatch) -> Stage:
    monkeypatch.setattr(followed_answers, "LOOK_SECONDS", 0.0)
    return await Stage().begin()


async def test_each_look_reads_what_is_new(stage: Stage) -> None:
    """Every event comes once, in order, and no part is read again."""
    pieces = [AnswerDelta(f"{number} ") for number in range(250)]
    stage.parts.steps = [
        lambda: stage.store(stage.started, *pieces[:1]),
        lambda: stage.store(*pieces[1:120]),
        lambda: stage.store(*pieces[120:]),
        stage.finish,
    ]
    log = await stage.log()
    read: list[AnswerEvent] = []
    while not (log.finished and len(read) == len(pieces) + 2):
        read += await log.read(len(read), 5.0)
    assert read == [stage.started, *pieces, stage.end]
    assert [each.number for each in stage.parts.places][:4] == [0, 1, 2, 3]


async def test_whoever_comes_back_late_lets_others_take_turns(stage: Stage) -> None:
    """However many events a client has seen, they are not skipped in one go."""
    stage.store(stage.started, *[AnswerDelta("so ")] * 10 * BATCH)
    stage.finish()
    log = await stage.log()
    async with turns_of_others() as turns:
        read = await log.read(10 * BATCH, 5.0)
        assert turns() >= 9
    assert read == [AnswerDelta("so "), stage.end]


async def test_a_reader_ahead_of_the_store_waits_for_what_it_lacks(stage: Stage) -> None:
    """Events that a client has seen elsewhere are skipped, also if they are stored later."""
    stage.parts.steps = [
        lambda: stage.store(stage.started, AnswerDelta("0")),
        *(lambda number=number: stage.store(AnswerDelta(f"{number}")) for number in (1, 2, 3)),
    ]
    log = await stage.log()
    assert await log.read(3, 5.0) == [AnswerDelta("2")]
    assert await log.read(4, 5.0) == [AnswerDelta("3")]
    assert await log.read(1, 5.0) == [AnswerDelta(f"{number}") for number in range(4)]


async def test_a_slow_reader_holds_one_batch(stage: Stage) -> None:
    """A long answer is read in batches, from any event on."""
    stored = replace(
        stage.answer, content="x" * 1_000, stream=(1,) * 1_000, finish_reason=FinishReason.STOP
    )
    log = StoredAnswerLog(
        stage.messages, stage.followed, await stage.followed.follow(stored), frozenset()
    )
    first = await log.read(0, 5.0)
    assert len(first) == BATCH
    assert await log.read(950, 5.0) == [*[AnswerDelta("x")] * 50, stage.end]


async def test_whoever_looks_looks_for_all(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of many answers without news, each is looked for once in a while, and all in one read."""
    monkeypatch.setattr(followed_answers, "LOOK_SECONDS", 0.01)
    other = Stage()
    other.chats, other.messages = stage.chats, stage.messages
    await other.begin()
    stages = (stage, other)
    followed = [
        await stage.followed.follow(await stage.messages.get(each.answer.id)) for each in stages
    ]
    stage.parts.places.clear()
    await asyncio.sleep(0.02)
    await stage.followed.wait(followed[0], 0.02)
    assert {each.answer_id for each in stage.parts.places} == {each.answer.id for each in stages}


async def test_signals_wake_all_who_follow(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """One read serves all readers of an answer; unknown answers are passed over."""
    monkeypatch.setattr(followed_answers, "LOOK_SECONDS", 60.0)
    logs = [await stage.log(), await stage.log()]
    reading = [asyncio.create_task(each.read(0, 30.0)) for each in logs]
    await asyncio.sleep(0)
    stage.store(stage.started)
    await stage.followed.read([stage.answer.id, new_id()])
    assert await asyncio.gather(*reading) == [[stage.started]] * 2
    assert [each.number for each in stage.parts.places] == [0, 0]
    await stage.parts.append([stage.record.last_part()])
    stage.finish()
    await stage.followed.read([stage.answer.id])
    assert [await each.read(1, 30.0) for each in logs] == [[stage.end]] * 2


async def test_a_writer_that_was_late_goes_on(stage: Stage) -> None:
    """Readers do not take an answer for ended whose lease was renewed after all."""

    class Late(InMemoryAnswerLeases):
        """Finds once that a lease has expired."""

        late = True

        async def ended(self, answers: Collection[UUID]) -> frozenset[UUID]:
            was_late, self.late = self.late, False
            return frozenset(answers) if was_late else await super().ended(answers)

    stage.followed = FollowedAnswers(stage.messages, stage.parts, Late(stage.chats))
    stage.parts.steps = [lambda: None, lambda: stage.store(stage.started)]
    log = await stage.log()
    assert await log.read(0, 5.0) == [stage.started]


async def test_an_unreachable_database_is_asked_again(stage: Stage) -> None:
    """A reader outlasts an outage, and reads nothing in it."""
    log = await stage.log()
    stage.chats.available = False
    assert await log.read(0, 0.01) == []
    stage.chats.available = True
    stage.store(stage.started)
    assert await log.read(0, 5.0) == [stage.started]


async def test_a_server_that_stops_lets_its_readers_go(stage: Stage) -> None:
    """They get what is known, and no end: they find it on another server."""
    stage.store(stage.started)
    log = await stage.log()
    stage.followed.stop()
    assert await log.read(0, 30.0) == [stage.started]
    assert log.finished
    assert await log.read(1, 30.0) == []


async def test_an_answer_whose_writer_is_gone_ends(stage: Stage) -> None:
    """Who has seen more than was stored gets the end all the same."""
    stage.store(stage.started, AnswerDelta("So "))
    log = await stage.log()
    stage.chats.leases[stage.answer.id] = 0.0
    for seen in (2, 9):
        [end] = await log.read(seen, 5.0)
        assert isinstance(end, AnswerFailed)
        assert (end.code, end.partial) == ("interrupted", True)
