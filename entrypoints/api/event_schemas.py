"""The wire types of an answer's events: what each `data:` line of a stream holds."""

from typing import Any, TypeAlias
from uuid import UUID

from litestar.openapi.datastructures import ResponseSpec
from msgspec import UNSET, Struct, UnsetType

from domain.answering.events import (
    AnswerDelta,
    AnswerEvent,
    AnswerFailed,
    AnswerFinished,
    AnswerStarted,
    CitationAdded,
    SourcesFound,
)
from domain.conversation.message import AbstentionReason, FinishReason
from entrypoints.api.schemas import CitationView, SourceView, TimingsView, UsageView, rounded


class StartEvent(Struct, tag_field="type", tag="start"):
    """The question was taken; `question` is what is searched. `cached`: told from memory."""

    message_id: UUID
    question: str
    cached: bool


class SourcesEvent(Struct, tag_field="type", tag="sources"):
    """The passages that the answer may draw on; `confidence`, 0 to 1, is that they answer."""

    sources: list[SourceView]
    confidence: float | None


class ContentEvent(Struct, tag_field="type", tag="content"):
    """The next piece of the answer's text; the marker `[source_id]` if that is given."""

    content: str
    source_id: int | UnsetType = UNSET


class CitationEvent(CitationView, tag_field="type", tag="citation"):
    """What a sentence of the answer rests on."""


class DoneEvent(Struct, tag_field="type", tag="done"):
    """The answer ended and is saved. `reason` says why the question was not answered, if so.

    `supported` of the answer's `sentences` have a verified citation: `groundedness` is the share.
    """

    message_id: UUID
    finish_reason: FinishReason
    usage: UsageView
    timings: TimingsView
    reason: AbstentionReason | None
    groundedness: float | None
    supported: int | None
    sentences: int | None


class ErrorEvent(Struct, tag_field="type", tag="error"):
    """The answer broke off. `partial` says whether text of it was kept; `code` is stable."""

    error: str
    code: str
    message_id: UUID
    partial: bool


EventView: TypeAlias = (
    StartEvent | SourcesEvent | ContentEvent | CitationEvent | DoneEvent | ErrorEvent
)

_ANY_EVENT: Any = EventView  # the framework reads a union like any other type

STREAM = {
    200: ResponseSpec(
        _ANY_EVENT,
        description="Server-sent events; the `data` of each is one of these, as JSON.",
        media_type="text/event-stream",
        generate_examples=False,
    )
}
"""The OpenAPI response of a stream of events."""


def event_view(event: AnswerEvent) -> EventView:
    """Return an event as it goes over the wire."""
    match event:
        case AnswerStarted(message_id, question, cached):
            return StartEvent(message_id, question, cached)
        case SourcesFound(sources, confidence):
            views = [SourceView.of(n, passage) for n, passage in enumerate(sources, 1)]
            return SourcesEvent(views, rounded(confidence))
        case AnswerDelta(content, source):
            return ContentEvent(content, UNSET if source is None else source)
        case CitationAdded(citation):
            return CitationEvent.of(citation)
        case AnswerFinished():
            return DoneEvent(
                event.message_id,
                event.finish_reason,
                UsageView(event.usage.prompt_tokens, event.usage.completion_tokens),
                TimingsView.of(event.timings),
                event.reason,
                rounded(event.groundedness),
                event.supported,
                event.sentences,
            )
        case AnswerFailed(message_id, error, code, partial):
            return ErrorEvent(error, code, message_id, partial)
