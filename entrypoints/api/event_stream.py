"""An answer's events as server-sent events."""

from collections.abc import AsyncGenerator

import msgspec
from litestar.response.sse import ServerSentEvent, ServerSentEventMessage

from application.answering.answer_log import AnswerLog
from domain.answering.events import TERMINAL_EVENTS
from entrypoints.api.event_schemas import event_view

KEEP_ALIVE_SECONDS = 10.0  # clients are promised one every 15 s at the latest

_encoder = msgspec.json.Encoder()


def event_stream(answer: AnswerLog, after: int = 0) -> ServerSentEvent:
    """Return a response that relays an answer's events from the one after `after` on."""
    return ServerSentEvent(_relay(answer, after), headers={"Cache-Control": "no-cache"})


async def _relay(answer: AnswerLog, after: int) -> AsyncGenerator[ServerSentEventMessage, None]:
    # Nothing is held here and nothing waits for this client: if it leaves, the answer goes on.
    while True:
        finished = answer.finished
        events = await answer.read(after, timeout=KEEP_ALIVE_SECONDS)
        for event in events:
            after += 1
            data = _encoder.encode(event_view(event))
            yield ServerSentEventMessage(data=data, id=after, sep="\n")
        if isinstance(events[-1], TERMINAL_EVENTS) if events else finished:
            return
        if not events:
            yield ServerSentEventMessage(data=None, comment="keep-alive", sep="\n")
