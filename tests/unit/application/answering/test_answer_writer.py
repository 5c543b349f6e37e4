"""One writer records, saves and ends an answer."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from adapters.in_memory_cache import InMemoryCache
from application.answering import answer_writer
from application.answering.answer_cache import AnswerCache
from application.answering.answer_writer import AnswerWriter
from application.answering.keep_answers import KeepAnswers
from application.answering.running_answers import LiveAnswerLog, RunningAnswers
from application.answering.write_answer import WriteAnswer
from application.citations.verify_citations import VerifyCitations
from application.identifiers import new_id
from application.ports.answer_workflow import AnswerSink, AnswerWorkflow
from domain.answering.events import (
    AnswerDelta,
    AnswerEvent,
    AnswerFailed,
    AnswerFinished,
    AnswerTask,
    CitationAdded,
)
from domain.answering.parts import AnswerPart
from domain.citations.citation import Citation, SentenceSpan
from domain.conversation.message import FinishReason, Message, MessageRole, Timings, Usage
from domain.conversation.session import ChatSession
from domain.documents.place import Place
from domain.errors import (
    AnswerInterrupted,
    DatabaseUnavailable,
    LanguageModelFailed,
    OutcomeUnknown,
)
from tests.fakes.answers import InMemoryAnswerLeases, InMemoryAnswerParts
from tests.fakes.chats import InMemoryChats, InMemoryMessageStore, InMemorySessionStore
from tests.fakes.library import InMemoryDocumentTexts, InMemoryLibrary, InMemoryPassageIndex


class Stage:
    """An answer that was begun, and its writer."""

    def __init__(self) -> None:
        self.chats = InMemoryChats()
        self.messages = InMemoryMessageStore(self.chats)
        self.log = LiveAnswerLog()
        self.answer = Message(new_id(), new_id(), MessageRole.ASSISTANT, "", datetime.now(UTC))
        verify = VerifyCitations(InMemoryDocumentTexts(InMemoryLibrary()))
        self.writer = AnswerWriter(self.answer, self.log, self.messages, verify)
        self.end = AnswerFinished(self.answer.id, FinishReason.STOP, Usage(1, 2), Timings())

    async def begin(self) -> "Stage":
        """Store the question and the empty answer."""
        session = ChatSession(
            self.answer.session_id, self.answer.created_at, self.answer.created_at
        )
        await InMemorySessionStore(self.chats).create(session)
        asked = replace(self.answer, id=new_id(), role=MessageRole.USER, content="What?")
        await self.messages.begin(asked, self.answer)
        return self

    async def logged(self) -> list[AnswerEvent]:
        return await self.log.read(0, 0)


@pytest.fixture
async def stage() -> Stage:
    return await Stage().begin()


async def test_an_answer_is_saved_before_its_end_is_logged(stage: Stage) -> None:
    """What clients have read is what the store returns."""
    stage.writer.emit(AnswerDelta("So."))
    await stage.writer.finish(stage.end)
    assert await stage.logged() == [AnswerDelta("So."), stage.end]
    stored = await stage.messages.get(stage.answer.id)
    assert (stored.content, stored.finish_reason) == ("So.", FinishReason.STOP)
    assert stage.writer.answer == stored


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A writer tries to save an answer only once."""
    monkeypatch.setattr(answer_writer, "SAVE_SECONDS", 0.0)


@pytest.mark.parametrize("failed", [False, True])
async def test_an_answer_is_saved_when_the_database_is_back(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, failed: bool
) -> None:
    """A database that restarts while an answer ends costs nothing of it."""
    monkeypatch.setattr(answer_writer, "AGAIN_SECONDS", 0.001)
    stage.writer.emit(AnswerDelta("So."))
    stage.chats.available = False
    ending = stage.writer.fail(LanguageModelFailed()) if failed else stage.writer.finish(stage.end)
    async with asyncio.TaskGroup() as group:
        task = group.create_task(ending)
        await asyncio.sleep(0.02)
        assert not task.done()
        assert await stage.logged() == [AnswerDelta("So.")]
        stage.chats.available = True
    end = (await stage.logged())[-1]
    assert isinstance(end, AnswerFailed if failed else AnswerFinished)
    stored = await stage.messages.get(stage.answer.id)
    assert (stored.content, stored.finish_reason) == (
        "So.",
        FinishReason.ERROR if failed else FinishReason.STOP,
    )


async def test_an_answer_may_have_been_saved_when_the_database_was_lost(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An answer whose saving was not confirmed ends as it was saved."""
    monkeypatch.setattr(answer_writer, "AGAIN_SECONDS", 0.001)
    save = stage.messages.save

    async def unconfirmed(answer: Message) -> bool:
        monkeypatch.setattr(stage.messages, "save", save)
        await save(answer)
        raise OutcomeUnknown

    monkeypatch.setattr(stage.messages, "save", unconfirmed)
    await stage.writer.finish(stage.end)
    assert await stage.logged() == [stage.end]
    assert stage.writer.failure is None


@pytest.mark.parametrize("cancelled", [False, True])
async def test_a_stopped_answer_waits_for_no_database(stage: Stage, cancelled: bool) -> None:
    """What is stopped ends at once, and says that it could not be saved."""
    stage.chats.available = False
    async with asyncio.timeout(answer_writer.AGAIN_SECONDS / 2):
        if cancelled:
            await stage.writer.finish(replace(stage.end, finish_reason=FinishReason.CANCELLED))
        else:
            await stage.writer.fail(AnswerInterrupted())
    [failed] = await stage.logged()
    assert isinstance(failed, AnswerFailed)
    assert failed.code == "database_unavailable"


@pytest.mark.usefixtures("impatient")
async def test_an_answer_that_cannot_be_saved_ends_in_an_error(stage: Stage) -> None:
    """Nobody is told that it is done, nor that its text is saved."""
    stage.writer.emit(AnswerDelta("So."))
    stage.chats.available = False
    await stage.writer.finish(stage.end)
    failed = (await stage.logged())[-1]
    assert isinstance(failed, AnswerFailed)
    assert (failed.code, failed.partial) == ("database_unavailable", False)
    assert isinstance(stage.writer.failure, DatabaseUnavailable)


@pytest.mark.usefixtures("impatient")
async def test_a_failure_that_cannot_be_saved_does_not_say_that_the_text_is_saved(
    stage: Stage,
) -> None:
    """The event says why the answer could not be saved, whatever ended it before."""
    stage.writer.emit(AnswerDelta("So."))
    stage.chats.available = False
    await stage.writer.fail(LanguageModelFailed())
    failed = (await stage.logged())[-1]
    assert isinstance(failed, AnswerFailed)
    assert (failed.code, failed.partial) == ("database_unavailable", False)
    assert "is saved" not in failed.error


async def test_an_answer_that_had_ended_keeps_its_end(stage: Stage) -> None:
    """A writer that is stopped while it saves logs the end that was stored."""
    await stage.messages.save(replace(stage.answer, finish_reason=FinishReason.LENGTH))
    await stage.writer.fail(LanguageModelFailed())
    [end] = await stage.logged()
    assert isinstance(end, AnswerFinished)
    assert end.finish_reason is FinishReason.LENGTH


@pytest.mark.parametrize("failed", [False, True])
async def test_citations_are_rechecked_before_the_end(stage: Stage, failed: bool) -> None:
    """A citation of a document that has gone since is stored as not verified."""
    place = Place(new_id(), "gone.txt", 0, 2)
    stage.writer.emit(CitationAdded(Citation(new_id(), 1, place, "So", 0, 2, verified=True)))
    if failed:
        await stage.writer.fail(LanguageModelFailed())
    else:
        await stage.writer.finish(stage.end)
    [citation] = (await stage.messages.get(stage.answer.id)).citations
    assert not citation.verified


async def test_sentences_that_lose_their_support_are_not_counted(stage: Stage) -> None:
    """What the end says of the support is true of the citations that are stored with it."""
    place = Place(new_id(), "gone.txt", 0, 2)
    for source in (1, 2):
        cited = Citation(new_id(), source, place, "So", 0, 2, verified=True)
        stage.writer.emit(CitationAdded(cited))
    other = SentenceSpan(3, 9)
    await stage.writer.finish(
        replace(stage.end, groundedness=0.5, supported=1, sentences=2, unsupported=(other,))
    )
    end = (await stage.logged())[-1]
    assert isinstance(end, AnswerFinished)
    assert (end.groundedness, end.supported, end.sentences) == (0.0, 0, 2)
    assert end.unsupported == (SentenceSpan(0, 2), other)
    stored = (await stage.messages.get(stage.answer.id)).metadata
    assert (stored.groundedness, stored.supported, stored.sentences) == (0.0, 0, 2)
    assert stored.unsupported == end.unsupported


@pytest.mark.parametrize("failed", [False, True])
async def test_a_recheck_that_fails_costs_no_answer(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, failed: bool
) -> None:
    """An answer is saved with the citations it had, whatever goes wrong in the recheck."""

    async def broken(_: object, __: object) -> list[Citation]:
        raise RuntimeError("broken")

    monkeypatch.setattr(VerifyCitations, "recheck", broken)
    stage.writer.emit(AnswerDelta("So."))
    if failed:
        await stage.writer.fail(LanguageModelFailed())
    else:
        await stage.writer.finish(stage.end)
    stored = await stage.messages.get(stage.answer.id)
    assert stored.content == "So."
    assert stored.finish_reason is (FinishReason.ERROR if failed else FinishReason.STOP)


async def test_a_stop_waits_for_no_recheck(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """A cancelled or interrupted answer is saved immediately."""
    rechecks: list[object] = []

    async def recheck(_: object, citations: list[Citation]) -> list[Citation]:
        rechecks.append(citations)
        return citations

    monkeypatch.setattr(VerifyCitations, "recheck", recheck)
    cancelled = replace(stage.end, finish_reason=FinishReason.CANCELLED)
    await stage.writer.finish(cancelled)
    assert await stage.logged() == [cancelled]
    interrupted = await Stage().begin()
    await interrupted.writer.fail(AnswerInterrupted())
    assert len(await interrupted.logged()) == 1
    assert rechecks == []


@pytest.mark.usefixtures("impatient")
async def test_what_is_to_be_stored_stays_the_same_until_it_is(stage: Stage) -> None:
    """A part of which nobody knows whether it was stored is stored again as it was."""
    stage.writer.emit(AnswerDelta("So "))
    first = stage.writer.next_part()
    assert first == AnswerPart(stage.answer.id, 0, "So ", (3,))
    stage.writer.emit(AnswerDelta("far"))
    assert stage.writer.next_part() == first
    assert stage.writer.last_parts() == [first, AnswerPart(stage.answer.id, 1, last=True)]
    stage.writer.part_is_stored()
    assert stage.writer.next_part() == AnswerPart(stage.answer.id, 1, "far", (3,))
    stage.writer.part_is_stored()
    assert stage.writer.next_part() is None
    assert stage.writer.last_parts() == [AnswerPart(stage.answer.id, 2, last=True)]
    stage.chats.available = False
    await stage.writer.finish(stage.end)
    failed = (await stage.logged())[-1]
    assert isinstance(failed, AnswerFailed)
    assert failed.partial


async def test_a_workflow_that_returns_without_an_end_fails_the_answer(stage: Stage) -> None:
    """Clients and the store learn that the answer is not complete."""

    class Endless(AnswerWorkflow):
        """Emits a piece and returns."""

        async def run(self, task: AnswerTask, sink: AnswerSink) -> None:  # noqa: ARG002 - any task
            sink.emit(AnswerDelta("So far"))

    index = InMemoryPassageIndex(InMemoryLibrary())
    cache = AnswerCache(InMemoryCache[Message](9, 60.0), index, "")
    verify = VerifyCitations(InMemoryDocumentTexts(InMemoryLibrary()))
    parts = InMemoryAnswerParts(stage.chats)
    keep = KeepAnswers(parts, InMemoryAnswerLeases(stage.chats), RunningAnswers())
    write = WriteAnswer(stage.messages, keep, Endless(), cache, verify)
    await write.execute(AnswerTask("What?", (), stage.answer), stage.log)
    failed = (await stage.logged())[-1]
    assert isinstance(failed, AnswerFailed)
    assert (failed.code, failed.partial) == ("internal_error", True)
    stored = await stage.messages.get(stage.answer.id)
    assert (stored.content, stored.finish_reason) == ("So far", FinishReason.ERROR)
