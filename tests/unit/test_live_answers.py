"""Logs of answers: read at any pace, ended exactly once."""

import asyncio

import pytest

from application.live_answers import LiveAnswer, LiveAnswers
from domain.answers import AnswerDelta, AnswerFailed, AnswerFinished, Timings
from domain.conversation import FinishReason, Usage
from domain.errors import MessageNotFound, ServerStopping
from domain.identifiers import new_id

ANSWER_ID = new_id()
DONE = AnswerFinished(ANSWER_ID, FinishReason.STOP, Usage(), Timings())


async def finish(log: LiveAnswer) -> None:
    log.emit(AnswerDelta("text"))
    log.emit(DONE)


async def read_all(log: LiveAnswer) -> list[object]:
    events: list[object] = []
    while not (log.finished and len(events) == log.length):
        events += await log.read(len(events), 5.0)
    return events


async def test_late_and_early_readers_see_the_same() -> None:
    """A reader that waits from the start and one that comes at the end read the same events."""
    live = LiveAnswers()
    log = live.start(ANSWER_ID, finish)
    early = await read_all(log)
    assert early == [AnswerDelta("text"), DONE]
    assert await read_all(live.get(ANSWER_ID)) == early
    assert await log.read(2, 5.0) == []


async def test_a_time_without_news_reads_as_nothing() -> None:
    """A reader gets the word back after its timeout, and misses nothing by it."""
    log = LiveAnswer()
    assert await log.read(0, 0.01) == []
    log.emit(AnswerDelta("late"))
    assert await log.read(0, 0.01) == [AnswerDelta("late")]


async def test_nothing_follows_the_terminal_event() -> None:
    """A log that has ended refuses more, whoever is at fault."""
    log = LiveAnswer()
    log.emit(DONE)
    with pytest.raises(RuntimeError):
        log.emit(AnswerDelta("more"))


async def test_a_writer_that_breaks_off_ends_the_log_all_the_same() -> None:
    """Even a writer that raises leaves one terminal event."""

    async def write(log: LiveAnswer) -> None:
        log.emit(AnswerDelta("half"))
        raise ValueError

    events = await read_all(LiveAnswers().start(ANSWER_ID, write))
    assert isinstance(events[-1], AnswerFailed)
    assert len(events) == 2


async def test_an_answer_cancelled_before_its_first_step_ends() -> None:
    """A stop that comes at once is a stop, and the log has its end."""
    live = LiveAnswers()
    log = live.start(ANSWER_ID, finish)
    live.cancel(ANSWER_ID)
    assert isinstance((await read_all(log))[-1], AnswerFailed)


async def test_draining_lets_answers_end_and_takes_no_more() -> None:
    """Within the grace an answer ends by itself; no new one is accepted."""
    live = LiveAnswers()
    gate = asyncio.Event()

    async def write(log: LiveAnswer) -> None:
        await gate.wait()
        await finish(log)

    log = live.start(ANSWER_ID, write)
    draining = asyncio.create_task(live.drain(60.0))
    await asyncio.sleep(0)
    with pytest.raises(ServerStopping):
        live.check_accepting()
    gate.set()
    await draining
    assert log.finished
    assert log.stop_reason is None


async def test_draining_interrupts_what_does_not_end() -> None:
    """After the grace the writer is cancelled, once, and told that it was the server."""
    live = LiveAnswers()

    async def write(log: LiveAnswer) -> None:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            await asyncio.sleep(0)  # saving takes its time
            log.emit(DONE)

    log = live.start(ANSWER_ID, write)
    await asyncio.sleep(0)
    await live.drain(0.0)
    assert log.finished
    assert log.stop_reason is FinishReason.INTERRUPTED


async def test_an_unknown_answer_is_not_found() -> None:
    """Only answers of this process can be read or cancelled."""
    live = LiveAnswers()
    with pytest.raises(MessageNotFound):
        live.get(new_id())
    with pytest.raises(MessageNotFound):
        live.cancel(new_id())


async def test_old_answers_are_forgotten() -> None:
    """Ten minutes after its end a log is given up."""
    live = LiveAnswers()
    log = live.start(ANSWER_ID, finish)
    await read_all(log)
    assert log.finished_at is not None
    log.finished_at -= 601
    with pytest.raises(MessageNotFound):
        live.get(ANSWER_ID)
