"""Streams with disconnects, resumed readers, repeated requests, cancellations and crashes."""

import asyncio
import copy
from collections.abc import Callable, Coroutine
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeVar
from unittest.mock import patch
from uuid import UUID

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, rule

from adapters.in_memory_cache import InMemoryCache
from application.answering import answer_writer
from application.answering.answer_cache import AnswerCache
from application.answering.answer_log import AnswerLog
from application.answering.answer_question import AnswerQuestion, AskRequest
from application.answering.cancel_answer import CancelAnswer
from application.answering.follow_answer import FollowAnswer
from application.answering.running_answers import RunningAnswers
from application.answering.write_answer import WriteAnswer
from application.identifiers import new_id
from application.ports.language_model import Completion, ModelEvent, TextDelta
from application.retrieval.name_collections import NameCollections
from application.retrieval.resolve_filter import ResolveFilter
from domain.answering.events import TERMINAL_EVENTS, AnswerEvent, AnswerStarted
from domain.answering.record import events_of
from domain.conversation.message import FinishReason, Message, Usage
from domain.conversation.session import ChatSession
from domain.errors import AnswerInProgress, LanguageModelFailed
from domain.paging import PageRequest
from tests.fakes.chats import (
    LEASE_SECONDS,
    InMemoryChats,
    InMemoryIdempotencyKeys,
    InMemoryMessageStore,
    InMemorySessionCatalog,
    InMemorySessionStore,
)
from tests.fakes.clock import Clock
from tests.fakes.collections import InMemoryCollectionCatalog
from tests.fakes.embedder import FakeEmbedder
from tests.fakes.language_model import SteppedLanguageModel, list_of_one
from tests.fakes.library import (
    Entry,
    InMemoryLibrary,
    InMemoryPassageIndex,
)
from tests.fakes.steps import FakeSteps
from tests.fakes.workflow import PlainAnswerWorkflow
from tests.support.counting import admitting
from tests.support.databases import DIMENSION
from tests.support.documents import a_document, embedded, processed, unit

Result = TypeVar("Result")
TURNS = 60  # of the event loop, after which nothing is pending


def library_of(text: str) -> InMemoryLibrary:
    """Return a library with one document to answer from."""
    library = InMemoryLibrary()
    chunks = [embedded(0, text, unit(0))]
    document = processed(a_document(text), chunks)
    library.entries[document.id] = Entry(document, None, text, tuple(chunks))
    return library


class Immediate(ThreadPoolExecutor):
    """Runs each call where it is submitted, so that the same steps take the same turns."""

    def submit(self, call: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future = Future[Any]()
        future.set_result(call(*args, **kwargs))
        return future


class Process:
    """One server process on shared chats."""

    def __init__(self, chats: InMemoryChats) -> None:
        self.model = SteppedLanguageModel()
        self.live = RunningAnswers()
        self.messages = InMemoryMessageStore(chats)
        library = library_of("A question has an answer.")
        parts = FakeSteps(library, FakeEmbedder(DIMENSION), self.model)
        index = InMemoryPassageIndex(library)
        cache = AnswerCache(InMemoryCache[Message](9, 60.0), index, "")
        workflow = PlainAnswerWorkflow(parts.steps())
        write = WriteAnswer(self.messages, workflow, cache, parts.verify)
        self.follow = FollowAnswer(self.live, self.messages)
        self.cancel = CancelAnswer(self.live, self.follow)
        keys = InMemoryIdempotencyKeys(chats)
        self.sessions = InMemorySessionCatalog(chats)
        resolve = ResolveFilter(NameCollections(InMemoryCollectionCatalog(library)))
        self.ask = AnswerQuestion(
            self.messages, keys, admitting(), self.live, write, self.follow, list_of_one(), resolve
        )


@dataclass(eq=False)
class Asked:
    """A question, with every event of its answer that any reader received."""

    request: AskRequest
    answer_id: UUID
    told: list[AnswerEvent] = field(default_factory=list)


@dataclass(eq=False)
class Reader:
    """A client that has seen some events and may be connected to a process."""

    asked: Asked
    seen: int
    process: Process | None
    log: AnswerLog


class Streams(RuleBasedStateMachine):
    """Every client sees the same stream with one end, and it equals what is stored."""

    asked = Bundle("asked")
    readers = Bundle("readers")

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.loop.set_default_executor(Immediate())
        self.clock = Clock()
        self.chats = InMemoryChats(clock=self.clock)
        self.process = Process(self.chats)
        self.questions: list[Asked] = []
        # save in every turn of the loop
        self.saving = patch.object(answer_writer, "SAVE_EVERY_SECONDS", 0)
        self.saving.start()

    def run(self, work: Coroutine[object, object, Result]) -> Result:
        """Run a coroutine, then let the event loop settle."""

        async def work_and_rest() -> Result:
            result = await work
            for _ in range(TURNS):
                await asyncio.sleep(0)
            return result

        return self.loop.run_until_complete(work_and_rest())

    @initialize(target=asked)
    def first_question(self) -> Asked:
        return self.ask()

    @rule(target=asked)
    def next_question(self) -> Asked:
        """Ask in another session."""
        return self.ask()

    def ask(self) -> Asked:
        """Ask in a new session, under a key."""
        number = f"{len(self.questions)}"
        now = datetime.now(UTC)
        session = ChatSession(new_id(), now, now)
        self.run(InMemorySessionStore(self.chats).create(session))
        request = AskRequest(session.id, f"Question {number}?", idempotency_key=number)
        log = self.run(self.process.ask.execute(request))
        [started] = self.run(log.read(0, 0.0))[:1]
        assert isinstance(started, AnswerStarted)
        self.questions.append(Asked(request, started.message_id))
        return self.questions[-1]

    @rule(asked=asked)
    def second_question(self, asked: Asked) -> None:
        """A session accepts another question only after its answer has ended."""
        ended = self.kept(asked).finish_reason is not None
        request = AskRequest(asked.request.session_id, f"More of {asked.answer_id}?")
        try:
            log = self.run(self.process.ask.execute(request))
        except AnswerInProgress:
            read = self.process.sessions.read(asked.request.session_id, PageRequest(1))
            _, page = self.run(read)
            assert not ended or page.items[-1].finish_reason is None
        else:
            assert ended
            [started] = self.run(log.read(0, 0.0))[:1]
            assert isinstance(started, AnswerStarted)
            self.run(self.process.cancel.execute(started.message_id))

    @rule(target=readers, asked=asked)
    def repeated_question(self, asked: Asked) -> Reader:
        """The same request under its key returns the same answer."""
        log = self.run(self.process.ask.execute(asked.request))
        return Reader(asked, 0, self.process, log)

    @rule(target=readers, asked=asked, data=st.data())
    def new_reader(self, asked: Asked, data: st.DataObject) -> Reader:
        """A new reader follows from any event that was emitted."""
        after = data.draw(st.integers(0, len(asked.told)))
        log = self.run(self.process.follow.execute(asked.answer_id))
        return Reader(asked, after, self.process, log)

    @rule(reader=readers)
    def disconnect(self, reader: Reader) -> None:
        reader.process = None

    @rule(reader=readers)
    def resume(self, reader: Reader) -> None:
        """Continue after the last event seen."""
        reader.process = self.process
        reader.log = self.run(self.process.follow.execute(reader.asked.answer_id))

    @rule(reader=readers)
    def read(self, reader: Reader) -> None:
        """Read all new events."""
        if reader.process is self.process:
            reader.seen += self.compare(reader.asked, reader.log, reader.seen)

    def compare(self, asked: Asked, log: AnswerLog, seen: int) -> int:
        """Compare new events with those that others received, and return their number."""
        events = self.run(log.read(seen, 0.0))
        for number, event in enumerate(events, seen):
            if number < len(asked.told):
                assert event == asked.told[number]
            elif asked.told and isinstance(asked.told[-1], TERMINAL_EVENTS):
                # after a crash, a reader may have seen the end or more than was stored
                assert event == asked.told[-1]
                assert self.kept(asked).metadata.code is None
            else:
                asked.told.append(event)
        return len(events)

    @rule(asked=asked, pieces=st.lists(st.text("ab🦜", min_size=1, max_size=3), max_size=4))
    def speak(self, asked: Asked, pieces: list[str]) -> None:
        self.say(asked, *map(TextDelta, pieces))

    @rule(asked=asked, reason=st.sampled_from([FinishReason.STOP, FinishReason.LENGTH]))
    def finish(self, asked: Asked, reason: FinishReason) -> None:
        self.say(asked, Completion(reason, Usage(1, 2)))

    @rule(asked=asked)
    def fail(self, asked: Asked) -> None:
        self.say(asked, LanguageModelFailed())

    def say(self, asked: Asked, *events: ModelEvent | LanguageModelFailed) -> None:
        """Send events from the model if it is still answering, and read them."""
        if asked.request.message in self.process.model.open:
            for event in events:
                self.process.model.say(asked.request.message, event)
            log = self.run(self.process.follow.execute(asked.answer_id))
            self.compare(asked, log, len(asked.told))

    @rule(asked=asked)
    def cancel(self, asked: Asked) -> None:
        """The model stops immediately, and the answer is cancelled unless it had ended."""
        before = self.kept(asked).finish_reason
        self.run(self.process.cancel.execute(asked.answer_id))
        assert asked.request.message not in self.process.model.open
        assert self.kept(asked).finish_reason is (before or FinishReason.CANCELLED)

    @rule()
    def crash(self) -> None:
        """The process is killed, and another one starts after the leases have expired."""
        killed, self.chats = self.process, copy.deepcopy(self.chats)
        self.clock = Clock()
        self.clock.advance(max([0.0, *self.chats.leases.values()]) + LEASE_SECONDS)
        self.chats.clock = self.clock
        self.process = Process(self.chats)
        self.run(killed.live.drain(0.0))  # its further actions affect only its own copy

    def kept(self, asked: Asked) -> Message:
        return self.run(self.process.messages.get(asked.answer_id))

    def teardown(self) -> None:
        """End all answers, and compare the events that were emitted with those that are stored."""
        self.run(self.process.live.drain(0.0))
        for asked in self.questions:
            kept = list(events_of(self.kept(asked)))
            assert isinstance(kept[-1], TERMINAL_EVENTS)
            assert kept[: len(asked.told)] == asked.told
        self.saving.stop()
        self.loop.close()


TestStreams = Streams.TestCase
TestStreams.settings = settings(max_examples=50, stateful_step_count=30, deadline=None)
