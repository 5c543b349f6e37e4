"""Streams with disconnects, resumed readers, repeated requests, cancellations and crashes.

One process answers, and another one on the same chats serves the same clients.
"""

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
from application.answering import keep_answers
from application.answering.answer_cache import AnswerCache
from application.answering.answer_log import AnswerLog
from application.answering.answer_question import AnswerQuestion, AskRequest
from application.answering.cancel_answer import CancelAnswer
from application.answering.follow_answer import FollowAnswer
from application.answering.followed_answers import FollowedAnswers
from application.answering.hear_answers import HearAnswers
from application.answering.keep_answers import KeepAnswers
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
from tests.fakes.answers import (
    AnswerChannel,
    InMemoryAnswerLeases,
    InMemoryAnswerParts,
    InMemoryAnswerSignals,
)
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
    """One server process on shared chats, which hears of the others over a channel."""

    def __init__(self, chats: InMemoryChats, channel: AnswerChannel) -> None:
        self.model = SteppedLanguageModel()
        self.live = RunningAnswers()
        self.messages = InMemoryMessageStore(chats)
        stored, leases = InMemoryAnswerParts(chats, channel), InMemoryAnswerLeases(chats)
        signals = InMemoryAnswerSignals(channel)
        library = library_of("A question has an answer.")
        parts = FakeSteps(library, FakeEmbedder(DIMENSION), self.model)
        index = InMemoryPassageIndex(library)
        cache = AnswerCache(InMemoryCache[Message](9, 60.0), index, "")
        workflow = PlainAnswerWorkflow(parts.steps())
        keep = KeepAnswers(stored, leases, self.live)
        write = WriteAnswer(self.messages, keep, workflow, cache, parts.verify)
        followed = FollowedAnswers(self.messages, stored, leases)
        self.hear = HearAnswers(signals, self.live, followed)
        self.follow = FollowAnswer(self.live, self.messages, followed)
        self.cancel = CancelAnswer(self.live, self.messages, leases, signals)
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
        self.start()
        self.questions: list[Asked] = []
        # store parts in every turn of the loop
        self.storing = patch.object(keep_answers, "APPEND_SECONDS", 0)
        self.storing.start()

    def start(self) -> None:
        """Start both processes."""
        channel = AnswerChannel()
        self.process, self.other = Process(self.chats, channel), Process(self.chats, channel)
        self.hearing = [
            self.loop.create_task(each.hear.execute()) for each in (self.process, self.other)
        ]

    def stop_hearing(self) -> None:
        for each in self.hearing:
            each.cancel()
        self.loop.run_until_complete(asyncio.gather(*self.hearing, return_exceptions=True))

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

    @rule(target=readers, asked=asked, data=st.data(), elsewhere=st.booleans())
    def new_reader(self, asked: Asked, data: st.DataObject, elsewhere: bool) -> Reader:
        """A new reader follows from any event that was emitted, in either process."""
        after = data.draw(st.integers(0, len(asked.told)))
        process = self.other if elsewhere else self.process
        log = self.run(process.follow.execute(asked.answer_id))
        return Reader(asked, after, process, log)

    @rule(reader=readers)
    def disconnect(self, reader: Reader) -> None:
        reader.process = None

    @rule(reader=readers, elsewhere=st.booleans())
    def resume(self, reader: Reader, elsewhere: bool) -> None:
        """Continue after the last event seen, in either process."""
        reader.process = self.other if elsewhere else self.process
        reader.log = self.run(reader.process.follow.execute(reader.asked.answer_id))

    @rule(reader=readers)
    def read(self, reader: Reader) -> None:
        """Read all new events."""
        if reader.process in (self.process, self.other):
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

    @rule(asked=asked, elsewhere=st.booleans())
    def cancel(self, asked: Asked, elsewhere: bool) -> None:
        """The model stops immediately, and the answer is cancelled unless it had ended."""
        before = self.kept(asked).finish_reason
        process = self.other if elsewhere else self.process
        self.run(process.cancel.execute(asked.answer_id))
        assert asked.request.message not in self.process.model.open
        assert self.kept(asked).finish_reason is (before or FinishReason.CANCELLED)

    @rule()
    def crash(self) -> None:
        """Both processes are killed, and others start after the leases have expired."""
        killed, self.chats = self.process, copy.deepcopy(self.chats)
        self.clock = Clock()
        self.clock.advance(max([0.0, *self.chats.leases.values()]) + LEASE_SECONDS)
        self.chats.clock = self.clock
        self.stop_hearing()
        self.start()
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
        self.stop_hearing()
        self.storing.stop()
        self.loop.close()


TestStreams = Streams.TestCase
TestStreams.settings = settings(max_examples=50, stateful_step_count=30, deadline=None)
