"""Following an answer that another process writes."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest

from application.answering import stored_answer_log
from application.answering.running_answers import BATCH
from application.answering.stored_answer_log import StoredAnswerLog
from application.identifiers import new_id
from domain.answering.events import AnswerDelta, AnswerEvent, AnswerFinished, AnswerStarted
from domain.answering.record import AnswerRecord
from domain.conversation.message import FinishReason, Message, MessageRole, Timings, Usage
from domain.conversation.session import ChatSession
from tests.fakes.chats import InMemoryChats, InMemoryMessageStore, InMemorySessionStore


class GrowingStore(InMemoryMessageStore):
    """Saves the next version of an answer whenever a reader asks what is new."""

    def __init__(self, chats: InMemoryChats) -> None:
        super().__init__(chats)
        self.versions: list[Message] = []
        self.known: list[Message] = []
        self.read_whole = 0

    async def get(self, message_id: UUID) -> Message:
        self.read_whole += 1
        return await super().get(message_id)

    async def refresh(self, known: Message) -> Message:
        self.known.append(known)
        if self.versions:
            await self.save(self.versions.pop(0))
        now = self.chats.messages[known.id]
        assert now.content.startswith(known.content)
        return now


@pytest.fixture
async def store(monkeypatch: pytest.MonkeyPatch) -> GrowingStore:
    monkeypatch.setattr(stored_answer_log, "POLL_SECONDS", 0.0)
    return GrowingStore(InMemoryChats())


async def begun(store: GrowingStore) -> Message:
    now = datetime.now(UTC)
    session = ChatSession(new_id(), now, now)
    await InMemorySessionStore(store.chats).create(session)
    asked = Message(new_id(), session.id, MessageRole.USER, "What?", now)
    answer = Message(new_id(), session.id, MessageRole.ASSISTANT, "", now)
    await store.begin(asked, answer)
    return answer


async def test_each_poll_reads_what_is_new(store: GrowingStore) -> None:
    """Every event comes once, in order, and the answer is never read whole again."""
    answer = await begun(store)
    record = AnswerRecord(answer)
    events: list[AnswerEvent] = [AnswerStarted(answer.id, "What?", cached=False)]
    events += [AnswerDelta(f"{number} ") for number in range(250)]
    end = AnswerFinished(answer.id, FinishReason.STOP, Usage(), Timings())
    for number, event in enumerate(events):
        record.add(event)
        if number % 50 == 0:
            store.versions.append(record.message())
    store.versions.append(record.message(end))
    versions = [answer, *store.versions]
    log = StoredAnswerLog(store, answer)
    read: list[AnswerEvent] = []
    while not (log.finished and len(read) == len(events) + 1):
        read += await log.read(len(read), 5.0)
    assert read == [*events, end]
    assert store.known == versions[:-1]
    assert store.read_whole == 0


async def test_a_reader_ahead_of_the_store_waits_for_what_it_lacks(store: GrowingStore) -> None:
    """Events that a client has seen elsewhere are skipped, also if they are stored later."""
    answer = await begun(store)
    record = AnswerRecord(answer)
    record.add(AnswerStarted(answer.id, "What?", cached=False))
    for number in range(4):
        record.add(AnswerDelta(f"{number}"))
        store.versions.append(record.message())
    log = StoredAnswerLog(store, answer)
    assert await log.read(3, 5.0) == [AnswerDelta("2")]
    assert await log.read(4, 5.0) == [AnswerDelta("3")]
    assert await log.read(1, 5.0) == [AnswerDelta(f"{number}") for number in range(4)]


async def test_a_slow_reader_holds_one_batch(store: GrowingStore) -> None:
    """A long answer is read in batches, from any event on."""
    answer = await begun(store)
    text = "x" * 1_000
    stored = replace(answer, content=text, stream=(1,) * 1_000, finish_reason=FinishReason.STOP)
    log = StoredAnswerLog(store, stored)
    first = await log.read(0, 5.0)
    assert len(first) == BATCH
    assert await log.read(950, 5.0) == [
        *[AnswerDelta("x")] * 50,
        AnswerFinished(answer.id, FinishReason.STOP, Usage(), Timings()),
    ]
