"""Answers are stored part by part while they are written, all of a process together."""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from uuid import UUID

import pytest

from application.access.acting import acting_as, acting_principal
from application.answering import keep_answers
from application.answering.answer_writer import AnswerWriter
from application.answering.keep_answers import KeepAnswers
from application.answering.running_answers import LiveAnswerLog, RunningAnswers
from application.citations.verify_citations import VerifyCitations
from application.identifiers import new_id
from domain.answering.events import AnswerDelta, AnswerFinished
from domain.answering.parts import AnswerPart
from domain.conversation.message import FinishReason, Message, MessageRole, Timings, Usage
from domain.conversation.session import ChatSession
from domain.errors import DatabaseUnavailable
from tests.fakes.answers import InMemoryAnswerLeases, InMemoryAnswerParts
from tests.fakes.chats import InMemoryChats, InMemoryMessageStore, InMemorySessionStore
from tests.fakes.library import InMemoryDocumentTexts, InMemoryLibrary
from tests.support.workspaces import member_of


class RecordedParts(InMemoryAnswerParts):
    """Records each append with its workspace; a number of them fail after they stored."""

    def __init__(self, chats: InMemoryChats) -> None:
        super().__init__(chats)
        self.appended: list[tuple[UUID, list[AnswerPart]]] = []
        self.failing = 0
        self.pruned = 0

    async def append(self, parts: Sequence[AnswerPart]) -> None:
        self.appended.append((acting_principal().workspace.workspace_id, list(parts)))
        await super().append(parts)
        if self.failing:
            self.failing -= 1
            raise DatabaseUnavailable

    async def prune(self) -> None:
        self.pruned += 1
        await super().prune()


class RecordedLeases(InMemoryAnswerLeases):
    """Records what was renewed."""

    def __init__(self, chats: InMemoryChats) -> None:
        super().__init__(chats)
        self.renewed: list[Collection[UUID]] = []

    async def renew(self, answers: Collection[UUID]) -> frozenset[UUID]:
        self.renewed.append(answers)
        return await super().renew(answers)


class Stage:
    """A process that keeps answers."""

    def __init__(self) -> None:
        self.chats = InMemoryChats()
        self.parts = RecordedParts(self.chats)
        self.running = RunningAnswers()
        self.leases = RecordedLeases(self.chats)
        self.keep = KeepAnswers(self.parts, self.leases, self.running)

    async def begin(self) -> AnswerWriter:
        """Begin an answer, and return its writer."""
        now = datetime.now(UTC)
        answer = Message(new_id(), new_id(), MessageRole.ASSISTANT, "", now)
        asked = Message(new_id(), answer.session_id, MessageRole.USER, "What?", now)
        messages = InMemoryMessageStore(self.chats)
        await InMemorySessionStore(self.chats).create(ChatSession(answer.session_id, now, now))
        await messages.begin(asked, answer)
        verify = VerifyCitations(InMemoryDocumentTexts(InMemoryLibrary()))
        return AnswerWriter(answer, LiveAnswerLog(), messages, verify)

    def text(self, writer: AnswerWriter) -> str:
        """Return what is stored of an answer."""
        return self.chats.read(self.chats.messages[writer.answer_id]).content

    def last(self, writer: AnswerWriter) -> bool:
        """Return whether the part that tells of an answer's end is stored."""
        stored = self.chats.parts.get(writer.answer_id, {})
        return any(part.last for part, _ in stored.values())


async def until(condition: Callable[[], bool]) -> None:
    """Wait until something holds, which has to be soon."""
    async with asyncio.timeout(20):
        while not condition():  # noqa: ASYNC110 - the fakes have no event for it
            await asyncio.sleep(0.001)


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch) -> Stage:
    for name in ("APPEND_SECONDS", "AGAIN_SECONDS", "RENEW_SECONDS"):
        monkeypatch.setattr(keep_answers, name, 0.001)
    return Stage()


@asynccontextmanager
async def kept(stage: Stage, writer: AnswerWriter) -> AsyncIterator[None]:
    """Keep an answer within a block, and wait until its end is stored, too."""
    async with stage.keep.keeping(writer):
        yield
    await until(lambda: stage.last(writer))


async def test_parts_and_the_end_are_stored(stage: Stage) -> None:
    """What has come is read from the store while the answer is written, and its lease holds."""
    writer = await stage.begin()
    stage.chats.leases[writer.answer_id] = 0.0
    async with kept(stage, writer):
        for text in ("So ", "far"):
            writer.emit(AnswerDelta(text))
            await until(lambda: stage.text(writer) == writer.answer.content)
        await until(lambda: stage.chats.leases[writer.answer_id] > 0.0)
    numbers = [part.number for _, parts in stage.parts.appended for part in parts]
    assert numbers == [0, 1, 2]


async def test_old_parts_are_deleted_when_answers_are_short(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An answer that ends before its lease is renewed does so, too; the next one soon after not."""
    monkeypatch.setattr(keep_answers, "RENEW_SECONDS", 60.0)
    for _ in range(2):
        writer = await stage.begin()
        async with kept(stage, writer):
            writer.emit(AnswerDelta("At once."))
    await until(lambda: stage.parts.pruned > 0)
    assert stage.parts.pruned == 1


async def test_all_answers_of_a_workspace_are_stored_together(stage: Stage) -> None:
    """Each workspace has a transaction of its own, whoever asks in it."""
    with acting_as(member_of(1)):
        one, two = await stage.begin(), await stage.begin()
        async with kept(stage, one), kept(stage, two):
            with acting_as(member_of(2)):
                three = await stage.begin()
                async with kept(stage, three):
                    for each in (one, two, three):
                        each.emit(AnswerDelta("So"))
                    await until(lambda: all(stage.text(each) for each in (one, two, three)))
    written = [
        (workspace_id, {part.answer_id for part in parts})
        for workspace_id, parts in stage.parts.appended
        if not parts[0].last
    ]
    assert written == [
        (member_of(1).workspace.workspace_id, {one.answer_id, two.answer_id}),
        (member_of(2).workspace.workspace_id, {three.answer_id}),
    ]


async def test_what_was_not_acknowledged_is_sent_again(stage: Stage) -> None:
    """Nothing is stored twice, and nothing is lost, whatever was stored of it."""
    writer = await stage.begin()
    stage.parts.failing = 3
    async with kept(stage, writer):
        writer.emit(AnswerDelta("So "))
        await until(lambda: stage.parts.failing < 3)
        writer.emit(AnswerDelta("far"))
        await until(lambda: stage.text(writer) == "So far")
    sent = [part for _, parts in stage.parts.appended for part in parts]
    assert sent[:4] == [AnswerPart(writer.answer_id, 0, "So ", (3,))] * 4


async def test_an_end_that_cannot_be_told_is_not_told(stage: Stage) -> None:
    """Who follows looks for it; the process goes on with other answers, and rests without any."""
    writer = await stage.begin()
    async with stage.keep.keeping(writer):
        stage.chats.available = False
    assert stage.keep._work is not None
    await asyncio.wait_for(stage.keep._work, 20)
    stage.chats.available = True
    other = await stage.begin()
    async with kept(stage, other):
        other.emit(AnswerDelta("So"))
        await until(lambda: stage.text(other) == "So")


async def test_a_stop_whose_signal_was_lost_is_seen(stage: Stage) -> None:
    """Whoever renews a lease finds that somebody wants the answer to stop."""
    writer = await stage.begin()
    log = LiveAnswerLog()

    async def write(begun: LiveAnswerLog) -> None:
        nonlocal log
        log = begun
        async with stage.keep.keeping(writer):
            await asyncio.sleep(60)

    stage.running.start(writer.answer_id, write)
    await InMemoryAnswerLeases(stage.chats).request_stop(writer.answer_id)
    await until(lambda: log.stop_reason is FinishReason.CANCELLED)
    await stage.running.drain(0.0)


async def test_an_answer_that_is_gone_is_stopped(stage: Stage) -> None:
    """No model writes on for a conversation that was deleted, and the answer's place is free."""
    writer, other = await stage.begin(), await stage.begin()
    logs: list[LiveAnswerLog] = []

    async def write(begun: LiveAnswerLog) -> None:
        logs.append(begun)
        async with stage.keep.keeping(writer if len(logs) == 1 else other):
            await asyncio.sleep(60)

    stage.running.start(writer.answer_id, write)
    stage.running.start(other.answer_id, write)
    await until(lambda: len(logs) == 2)
    await InMemorySessionStore(stage.chats).remove(writer.answer.session_id)
    await until(lambda: stage.running.count == 1)
    assert [log.stop_reason for log in logs] == [FinishReason.CANCELLED, None]
    await stage.running.drain(0.0)


async def test_an_answer_that_is_being_saved_is_not_stopped(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It has no lease once it is saved, which its writer learns a moment later."""
    told = asyncio.Event()
    save = InMemoryMessageStore.save

    async def slow(self: InMemoryMessageStore, answer: Message) -> bool:
        saved = await save(self, answer)
        await told.wait()
        return saved

    monkeypatch.setattr(InMemoryMessageStore, "save", slow)
    writer = await stage.begin()

    async def write(_: LiveAnswerLog) -> None:
        async with stage.keep.keeping(writer):
            end = AnswerFinished(writer.answer_id, FinishReason.STOP, Usage(), Timings())
            await writer.finish(end)

    log = stage.running.start(writer.answer_id, write)
    await until(lambda: writer.answer_id not in stage.chats.leases)
    renewed = len(stage.leases.renewed)
    await until(lambda: len(stage.leases.renewed) > renewed + 1)
    assert log.stop_reason is None
    told.set()
    await stage.running.drain(20.0)
    assert writer.failure is None


async def test_the_end_of_the_last_answer_is_stored_before_a_process_ends(stage: Stage) -> None:
    """Nothing is left to be stored afterwards."""
    writer = await stage.begin()
    async with stage.keep.keeping(writer):
        pass
    await stage.keep.close()
    assert stage.last(writer)
    assert not [each for each in asyncio.all_tasks() if each.get_name() == "keeping answers"]


async def test_what_cannot_be_stored_holds_up_no_stop(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that ends gives up on the parts of a database that is away."""
    monkeypatch.setattr(keep_answers, "CLOSE_SECONDS", 0.01)
    writer = await stage.begin()
    stage.parts.failing = 10**9
    async with stage.keep.keeping(writer):
        writer.emit(AnswerDelta("One"))
        await until(lambda: bool(stage.parts.appended))
        await stage.keep.close()
        assert not [each for each in asyncio.all_tasks() if each.get_name() == "keeping answers"]


async def test_a_process_that_kept_nothing_ends_at_once(stage: Stage) -> None:
    """There is nothing to wait for."""
    await stage.keep.close()
