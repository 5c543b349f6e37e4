"""Streams an answer's events as server-sent events."""

import asyncio
from collections.abc import AsyncGenerator

import msgspec
from litestar.response.sse import ServerSentEvent, ServerSentEventMessage

from application.answering.answer_log import AnswerLog
from domain.answering.events import TERMINAL_EVENTS, AnswerEvent, AnswerFailed, AnswerStarted
from domain.errors import QuothError
from entrypoints.api.event_schemas import event_view
from entrypoints.api.standing import refusal_of_reader

# clients are promised an event or a comment at least every 15 s; this is also how soon a stream
# without events ends whose reader may not read on
KEEP_ALIVE_SECONDS = 3.0

_encoder = msgspec.json.Encoder()


def event_stream(answer: AnswerLog, after: int = 0) -> ServerSentEvent:
    """Return a response that streams an answer's events, starting with event `after` + 1."""
    return ServerSentEvent(_relay(answer, after), headers={"Cache-Control": "no-cache"})


async def _relay(answer: AnswerLog, after: int) -> AsyncGenerator[ServerSentEventMessage, None]:
    async for event in follow(answer, after):
        if event is None:
            yield ServerSentEventMessage(data=None, comment="keep-alive", sep="\n")
            continue
        after += 1
        data = _encoder.encode(event_view(event))
        yield ServerSentEventMessage(data=data, id=after, sep="\n")


async def follow(answer: AnswerLog, after: int = 0) -> AsyncGenerator[AnswerEvent | None, None]:
    """Yield the events of an answer after the first `after`, to the last.

    None is yielded whenever no event came for KEEP_ALIVE_SECONDS. The answer does not depend on
    this reader: it continues if the reader goes away. If the reader may not read on, the last event
    says so.
    """
    while True:
        if (refusal := await refusal_of_reader()) is not None:
            yield await _refused(answer, refusal)
            return
        finished = answer.finished
        events = await answer.read(after, timeout=KEEP_ALIVE_SECONDS)
        for event in events:
            after += 1
            yield event
        if isinstance(events[-1], TERMINAL_EVENTS) if events else finished:
            return
        if not events:
            yield None
        await asyncio.sleep(0)  # a log that has all its events would let no other task run


async def _refused(answer: AnswerLog, refusal: QuothError) -> AnswerFailed:
    began = (await answer.read(0, timeout=0))[0]
    assert isinstance(began, AnswerStarted | AnswerFailed)  # noqa: S101 - the first event of every answer
    return AnswerFailed(began.message_id, refusal.message, refusal.code, partial=True)
