"""The wire types of an answer's events: the JSON in each `data:` line of a stream."""

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
from domain.conversation.message import AbstentionReason, FinishReason, TextFormat
from entrypoints.api.citation_schemas import CitationView, SentenceView, SourceView
from entrypoints.api.model_schemas import FailedModelView
from entrypoints.api.schemas import TimingsView, UsageView, rounded


class StartEvent(Struct, tag_field="type", tag="start"):
    """The question is being answered; `question` is the text that is searched for.

    `cached` is true if the answer comes from the cache. While an answer to the same question is
    being generated, this event waits for it.
    """

    message_id: UUID
    question: str
    cached: bool


class SourcesEvent(Struct, tag_field="type", tag="sources"):
    """The passages that the answer may use.

    `confidence` is the estimated probability, 0 to 1, that they answer the question.
    """

    sources: list[SourceView]
    confidence: float | None


class ContentEvent(Struct, tag_field="type", tag="content"):
    """The next piece of the answer's text.

    If `source_id` is set, the piece is the marker `[source_id]`. If `format` is `literal`, the text
    is words of the documents, of which no character is markup; without `format`, it is Markdown.
    """

    content: str
    source_id: int | UnsetType = UNSET
    format: TextFormat | UnsetType = UNSET


class CitationEvent(CitationView, tag_field="type", tag="citation"):
    """A citation: the quotation that supports a sentence of the answer."""


class DoneEvent(Struct, tag_field="type", tag="done"):
    """The answer ended and is stored. `reason` says why it abstained, null if it did not.

    Of the answer's `sentences`, `supported` have a verified citation, and those that are
    `unsupported` have none; `groundedness` is the ratio.
    `model` is the name of the model that wrote the answer, null if none was asked. `fallback_from`
    are the models that failed before it, in order.
    """

    message_id: UUID
    finish_reason: FinishReason
    usage: UsageView
    timings: TimingsView
    reason: AbstentionReason | None
    groundedness: float | None
    supported: int | None
    sentences: int | None
    unsupported: list[SentenceView]
    model: str | None
    fallback_from: list[FailedModelView]


class ErrorEvent(Struct, tag_field="type", tag="error"):
    """The answer failed. `partial` says whether a part of its text was stored; `code` is stable."""

    error: str
    code: str
    message_id: UUID
    partial: bool


EventView: TypeAlias = (
    StartEvent | SourcesEvent | ContentEvent | CitationEvent | DoneEvent | ErrorEvent
)

_ANY_EVENT: Any = EventView  # the framework accepts a union, but its types do not say so

STREAM = {
    200: ResponseSpec(
        _ANY_EVENT,
        description="Server-sent events. The `data` of each event is one of these types, as JSON.",
        media_type="text/event-stream",
        generate_examples=False,
    )
}
"""The OpenAPI response of a stream of events."""


def event_view(event: AnswerEvent) -> EventView:
    """Return an event as its wire type."""
    match event:
        case AnswerStarted(message_id, question, cached):
            return StartEvent(message_id, question, cached)
        case SourcesFound(sources, confidence):
            views = [SourceView.of(n, passage) for n, passage in enumerate(sources, 1)]
            return SourcesEvent(views, rounded(confidence))
        case AnswerDelta(content, source, text_format):
            return ContentEvent(
                content,
                UNSET if source is None else source,
                UNSET if text_format is TextFormat.MARKDOWN else text_format,
            )
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
                [SentenceView.of(each) for each in event.unsupported],
                event.model,
                [FailedModelView.of(each) for each in event.fallback_from],
            )
        case AnswerFailed(message_id, error, code, partial):
            return ErrorEvent(error, code, message_id, partial)
