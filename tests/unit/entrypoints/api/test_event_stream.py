"""Streaming the events of an answer."""

from application.answering.running_answers import BATCH, LiveAnswerLog
from application.identifiers import new_id
from domain.answering.events import AnswerDelta, AnswerFinished
from domain.conversation.message import FinishReason, Timings, Usage
from entrypoints.api.event_stream import follow
from tests.support.work import turns_of_others


async def test_an_answer_that_is_there_is_not_streamed_in_one_go() -> None:
    """Other tasks take turns while a client reads an answer whose events are all there."""
    log = LiveAnswerLog()
    for _ in range(10 * BATCH - 1):
        log.emit(AnswerDelta("so "))
    log.emit(AnswerFinished(new_id(), FinishReason.STOP, Usage(), Timings()))
    async with turns_of_others() as turns:
        events = [event async for event in follow(log)]
        assert turns() >= 9
    assert len(events) == 10 * BATCH
