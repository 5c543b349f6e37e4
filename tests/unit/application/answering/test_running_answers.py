"""Logs of running answers: read at any pace, ended exactly once."""

import asyncio

import pytest

from application.access.acting import acting_as
from application.answering import running_answers
from application.answering.running_answers import LiveAnswerLog, RunningAnswers
from application.identifiers import new_id
from domain.answering.events import (
    TERMINAL_EVENTS,
    AnswerDelta,
    AnswerEvent,
    AnswerFailed,
    AnswerFinished,
)
from domain.conversation.message import FinishReason, TextFormat, Timings, Usage
from domain.errors import MessageNotFound, ServerBusy, ServerStopping
from tests.support.workspaces import member_of

ANSWER_ID = new_id()
DONE = AnswerFinished(ANSWER_ID, FinishReason.STOP, Usage(), Timings())


async def finish(log: LiveAnswerLog) -> None:
    log.emit(AnswerDelta("text"))
    log.emit(DONE)


async def read_all(log: LiveAnswerLog) -> list[object]:
    events: list[object] = []
    while not (events and isinstance(events[-1], TERMINAL_EVENTS)):
        events += await log.read(len(events), 5.0)
    return events


async def test_late_and_early_readers_see_the_same() -> None:
    """A reader that waits from the start and one that comes after the end read the same events."""
    live = RunningAnswers()
    log = live.start(ANSWER_ID, finish)
    early = await read_all(log)
    assert early == [AnswerDelta("text"), DONE]
    assert await read_all(log) == early
    assert await log.read(2, 5.0) == []


@pytest.mark.parametrize("written", TextFormat)
async def test_events_are_read_as_they_were_logged(written: TextFormat) -> None:
    """Pieces of text and markers are read with their source and their format."""
    events: list[AnswerEvent] = [
        AnswerDelta("It lays 4. ", format=written),
        AnswerDelta("[2]", 2, written),
        DONE,
    ]
    log = LiveAnswerLog()
    for event in events:
        log.emit(event)
    assert await read_all(log) == events


async def test_a_time_without_news_reads_as_nothing() -> None:
    """A read that times out returns nothing and loses no event."""
    log = LiveAnswerLog()
    assert await log.read(0, 0.01) == []
    log.emit(AnswerDelta("late"))
    assert await log.read(0, 0.01) == [AnswerDelta("late")]


async def test_nothing_follows_the_terminal_event() -> None:
    """A log refuses events after its terminal event."""
    log = LiveAnswerLog()
    log.emit(DONE)
    with pytest.raises(RuntimeError):
        log.emit(AnswerDelta("more"))


async def test_a_writer_that_breaks_off_ends_the_log_all_the_same() -> None:
    """A writer that raises still leaves one terminal event."""

    async def write(log: LiveAnswerLog) -> None:
        log.emit(AnswerDelta("half"))
        raise ValueError

    events = await read_all(RunningAnswers().start(ANSWER_ID, write))
    assert isinstance(events[-1], AnswerFailed)
    assert len(events) == 2


async def test_an_answer_cancelled_before_its_first_step_can_save_that() -> None:
    """A writer that is cancelled immediately still runs and can save its end."""
    live = RunningAnswers()

    async def write(log: LiveAnswerLog) -> None:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            log.emit(DONE)

    log = live.start(ANSWER_ID, write)
    live.cancel(ANSWER_ID)
    assert await read_all(log) == [DONE]
    assert log.stop_reason is FinishReason.CANCELLED


async def test_draining_does_not_wait_for_what_cannot_be_saved(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Draining gives up a writer that hangs while it saves, and says what was stored before."""
    monkeypatch.setattr(running_answers, "SAVING_SECONDS", 0.0)
    live = RunningAnswers()

    async def write(log: LiveAnswerLog) -> None:
        log.text_is_stored = True
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            await asyncio.Event().wait()

    log = live.start(ANSWER_ID, write)
    await asyncio.sleep(0)
    await live.drain(0.0)
    last = (await read_all(log))[-1]
    assert isinstance(last, AnswerFailed)
    assert last.partial


async def test_draining_lets_answers_end_and_takes_no_more() -> None:
    """Within the grace period answers finish, and no new one is accepted."""
    live = RunningAnswers()
    gate = asyncio.Event()

    async def write(log: LiveAnswerLog) -> None:
        await gate.wait()
        await finish(log)

    log = live.start(ANSWER_ID, write)
    draining = asyncio.create_task(live.drain(60.0))
    await asyncio.sleep(0)
    with pytest.raises(ServerStopping), live.beginning():
        pass
    gate.set()
    await draining
    assert log.finished
    assert log.stop_reason is None


async def test_draining_interrupts_what_does_not_end() -> None:
    """After the grace period a writer is cancelled once and finds INTERRUPTED as the reason."""
    live = RunningAnswers()

    async def write(log: LiveAnswerLog) -> None:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            await asyncio.sleep(0)  # saving takes time
            log.emit(DONE)

    log = live.start(ANSWER_ID, write)
    await asyncio.sleep(0)
    await live.drain(0.0)
    assert log.finished
    assert log.stop_reason is FinishReason.INTERRUPTED


async def test_an_unknown_answer_is_not_found() -> None:
    """Only answers of this process can be read or cancelled."""
    live = RunningAnswers()
    with pytest.raises(MessageNotFound):
        live.get(new_id())
    with pytest.raises(MessageNotFound):
        live.cancel(new_id())


async def test_an_answer_that_has_ended_is_found_no_more() -> None:
    """A finished answer is no longer found, but its readers keep the log."""
    live = RunningAnswers()
    log = live.start(ANSWER_ID, finish)
    assert live.get(ANSWER_ID) is log
    await live.drain(60.0)
    with pytest.raises(MessageNotFound):
        live.get(ANSWER_ID)
    assert await read_all(log) == [AnswerDelta("text"), DONE]


async def test_a_drain_waits_for_an_answer_that_is_being_begun() -> None:
    """An exchange that is stored while the server stops has its answer drained like any other."""
    live = RunningAnswers()
    stored = asyncio.Event()

    async def begin() -> LiveAnswerLog:
        with live.beginning():
            await stored.wait()
            return live.start(ANSWER_ID, finish)

    beginning = asyncio.create_task(begin())
    await asyncio.sleep(0)
    draining = asyncio.create_task(live.drain(grace=5.0))
    await asyncio.sleep(0)
    assert not draining.done()
    with pytest.raises(ServerStopping), live.beginning():
        pass
    stored.set()
    await draining
    assert (await beginning).finished


async def test_no_more_answers_are_begun_than_can_take_turns() -> None:
    """Answers that are being begun count like those that are being written, until they end."""
    live = RunningAnswers(2)
    gate = asyncio.Event()

    async def write(log: LiveAnswerLog) -> None:
        await gate.wait()
        await finish(log)

    live.start(ANSWER_ID, write)
    with live.beginning():
        with pytest.raises(ServerBusy), live.beginning():
            pass
        last = live.start(new_id(), write)
    with pytest.raises(ServerBusy), live.beginning():
        pass
    gate.set()
    await read_all(last)
    await asyncio.sleep(0)
    with live.beginning():
        pass


async def test_one_workspace_leaves_places_for_another() -> None:
    """Of four, it has three: answers, replies without a log, and what it begins count."""
    live, gate = RunningAnswers(4), asyncio.Event()

    async def write(log: LiveAnswerLog) -> None:
        await gate.wait()
        await finish(log)

    def refused() -> None:
        with pytest.raises(ServerBusy), live.beginning():
            pass

    with acting_as(member_of(1)):
        reply = asyncio.create_task(live.reply(gate.wait))
        await asyncio.sleep(0)
        with live.beginning():
            live.start(new_id(), write)
        with live.beginning():
            refused()
            with pytest.raises(ServerBusy):
                await live.reply(gate.wait)
            with acting_as(member_of(2)), live.beginning():
                refused()
            other = live.start(ANSWER_ID, write)
        refused()
        with acting_as(member_of(2)), live.beginning():
            pass
        gate.set()
        await asyncio.gather(reply, read_all(other))
        with live.beginning(), live.beginning(), live.beginning():
            refused()
    await live.drain(1)


async def test_an_answer_that_has_ended_leaves_its_place_before_its_task() -> None:
    """A client that has read the last event may ask at once, where there is one place."""
    live, over = RunningAnswers(most=1), asyncio.Event()

    async def write(log: LiveAnswerLog) -> None:
        log.emit(DONE)
        await over.wait()

    with live.beginning():
        log = live.start(ANSWER_ID, write)
    assert await read_all(log) == [DONE]
    with live.beginning():
        assert live.count == 0
    over.set()
    await live.drain(1)


async def test_an_exchange_that_hangs_at_its_beginning_holds_no_other_answer_up() -> None:
    """Answers let beginnings go first, but only for a moment."""
    live = RunningAnswers()
    with live.beginning():
        log = live.start(ANSWER_ID, finish)
        async with asyncio.timeout(5):
            assert await read_all(log) == [AnswerDelta("text"), DONE]


async def test_an_answer_that_waits_for_beginnings_can_be_cancelled() -> None:
    """It is cancelled as soon as its writer runs."""
    live = RunningAnswers()

    async def write(log: LiveAnswerLog) -> None:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            log.emit(DONE)

    with live.beginning():
        log = live.start(ANSWER_ID, write)
        live.cancel(ANSWER_ID)
        async with asyncio.timeout(5):
            assert await read_all(log) == [DONE]


async def test_nothing_starts_after_the_drain() -> None:
    """An exchange that is stored too late is told so, because nobody would wait for its answer."""
    live = RunningAnswers()
    with live.beginning():
        await live.drain(0.0)
        with pytest.raises(ServerStopping, match="The question was saved"):
            live.start(ANSWER_ID, finish)


async def test_an_answer_of_another_workspace_is_no_answer() -> None:
    """Who acts elsewhere can neither read an answer nor cancel it, as if it had never been."""
    live = RunningAnswers()
    with acting_as(member_of(1)):
        log = live.start(ANSWER_ID, finish)
    with acting_as(member_of(2)):
        for using in (live.get, live.cancel):
            with pytest.raises(MessageNotFound):
                using(ANSWER_ID)
    assert await read_all(log) == [AnswerDelta("text"), DONE]
