"""An answer's events as server-sent events."""

from collections.abc import AsyncGenerator
from typing import Any

import msgspec
from litestar.response.sse import ServerSentEvent, ServerSentEventMessage

from application.follow_answer import AnswerLog
from domain.answers import (
    TERMINAL_EVENTS,
    AnswerDelta,
    AnswerEvent,
    AnswerFailed,
    AnswerFinished,
    AnswerStarted,
    CitationAdded,
    SourcesFound,
)
from entrypoints.api.schemas import CitationView, SourceView, TimingsView, rounded

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
            data = _encoder.encode(encode(event))
            yield ServerSentEventMessage(data=data, id=after, sep="\n")
        if isinstance(events[-1], TERMINAL_EVENTS) if events else finished:
            return
        if not events:
            yield ServerSentEventMessage(data=None, comment="keep-alive", sep="\n")


def encode(event: AnswerEvent) -> dict[str, Any]:
    """Return an event as it goes over the wire."""
    match event:
        case AnswerStarted(message_id, question, cached):
            return {
                "type": "start",
                "message_id": message_id,
                "question": question,
                "cached": cached,
            }
        case SourcesFound(sources, confidence):
            views = [SourceView.of(n, passage) for n, passage in enumerate(sources, 1)]
            return {"type": "sources", "sources": views, "confidence": rounded(confidence)}
        case AnswerDelta(content):
            return {"type": "content", "content": content}
        case CitationAdded(citation):
            return {"type": "citation", **msgspec.structs.asdict(CitationView.of(citation))}
        case AnswerFinished(message_id, finish_reason, usage, timings, reason, groundedness):
            return {
                "type": "done",
                "message_id": message_id,
                "finish_reason": finish_reason,
                "usage": usage,
                "timings": TimingsView.of(timings),
                "reason": reason,
                "groundedness": rounded(groundedness),
            }
        case AnswerFailed(message_id, error, code, partial):
            return {
                "type": "error",
                "error": error,
                "code": code,
                "message_id": message_id,
                "partial": partial,
            }
