"""Streams what happens to a document as server-sent events."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import suppress
from typing import Any, TypeAlias
from uuid import UUID

import msgspec
from litestar.openapi.datastructures import ResponseSpec
from litestar.response.sse import ServerSentEvent, ServerSentEventMessage
from msgspec import Struct

from application.documents.follow_document import NumberedEvent
from domain.documents.events import (
    DocumentDone,
    DocumentEvent,
    DocumentNotDone,
    DocumentProgressed,
)
from domain.errors import DatabaseUnavailable
from entrypoints.api.event_stream import KEEP_ALIVE_SECONDS
from entrypoints.api.schemas import rounded
from entrypoints.api.standing import refusal_of_reader

WAITING = "waiting"

_encoder = msgspec.json.Encoder()


class ProgressEvent(Struct, tag_field="type", tag="progress"):
    """How far the work on a document is.

    `stage` is `waiting`, `reading`, `splitting`, `embedding` or `storing`. `done` of `total` parts
    of the stage are done; both are 0 if it has none. `seconds_left` is an estimate until the
    document is searchable, null if there is none yet.
    """

    stage: str
    done: int
    total: int
    seconds_left: float | None


class DocumentDoneEvent(Struct, tag_field="type", tag="done"):
    """The document is searchable."""

    document_id: UUID
    status: str
    total_chunks: int


class DocumentErrorEvent(Struct, tag_field="type", tag="error"):
    """The work ended without a document; `error` says why, and `code` is stable."""

    document_id: UUID
    error: str
    code: str


EventView: TypeAlias = ProgressEvent | DocumentDoneEvent | DocumentErrorEvent

_ANY_EVENT: Any = EventView  # the framework accepts a union, but its types do not say so

DOCUMENT_STREAM = {
    200: ResponseSpec(
        _ANY_EVENT,
        description="Server-sent events. The `data` of each event is one of these types, as JSON.",
        media_type="text/event-stream",
        generate_examples=False,
    )
}
"""The OpenAPI response of a stream of events."""


def document_events(document_id: UUID, events: AsyncIterator[NumberedEvent]) -> ServerSentEvent:
    """Return a response that streams the events of a document."""
    return ServerSentEvent(_relay(document_id, events), headers={"Cache-Control": "no-cache"})


async def _relay(
    document_id: UUID, events: AsyncIterator[NumberedEvent]
) -> AsyncGenerator[ServerSentEventMessage, None]:
    following = asyncio.ensure_future(anext(events, None))
    try:
        while True:
            done, _ = await asyncio.wait([following], timeout=KEEP_ALIVE_SECONDS)
            if (refusal := await refusal_of_reader()) is not None:
                error = DocumentErrorEvent(document_id, refusal.message, refusal.code)
                yield ServerSentEventMessage(data=_encoder.encode(error), sep="\n")
                return
            if not done:
                yield ServerSentEventMessage(data=None, comment="keep-alive", sep="\n")
                continue
            try:
                event = following.result()
            except DatabaseUnavailable:
                return  # the client comes back, and goes on after the last event it has
            if event is None:
                return
            data = _encoder.encode(_view(event.event))
            yield ServerSentEventMessage(data=data, id=event.number, sep="\n")
            following = asyncio.ensure_future(anext(events, None))
    finally:
        following.cancel()
        with suppress(asyncio.CancelledError):
            await asyncio.gather(following, return_exceptions=True)


def _view(event: DocumentEvent) -> EventView:
    match event:
        case DocumentProgressed(None):
            return ProgressEvent(WAITING, 0, 0, None)
        case DocumentProgressed(progress) if progress is not None:
            left = rounded(progress.seconds_left)
            return ProgressEvent(progress.stage.value, progress.done, progress.total, left)
        case DocumentDone(document):
            return DocumentDoneEvent(document.id, document.status.value, document.total_chunks)
        case DocumentNotDone(document_id, error, code):
            return DocumentErrorEvent(document_id, error, code)
    raise TypeError(f"no event of a document: {event!r}")
