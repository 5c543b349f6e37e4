"""Turns the events of an answer into a response, and into the events of its stream.

Events are numbered from 0. The same answer always gives the same events, so that a client that
comes back reads on after any of them. A quotation that is not verified, or no longer, is no
annotation, because clients show annotations as citations; its number stays free.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeAlias
from uuid import UUID

from domain.answering.events import (
    AnswerDelta,
    AnswerEvent,
    AnswerFailed,
    AnswerFinished,
    AnswerStarted,
    CitationAdded,
    SourcesFound,
)
from domain.conversation.message import FinishReason
from domain.retrieval.passages import Passage
from entrypoints.api.openai.chat_events import outcome_of, sources_view
from entrypoints.api.openai.errors import failure
from entrypoints.api.openai.ids import FILE, MESSAGE, RESPONSE, SEARCH, named
from entrypoints.api.openai.response_schemas import (
    RESULTS,
    FileCitation,
    FileSearchCall,
    Incomplete,
    OutputMessage,
    OutputText,
    ResponseError,
    ResponseOptions,
    ResponseUsage,
    ResponseView,
    SearchResult,
)

StreamEvent: TypeAlias = dict[str, object]

STATUSES = {
    FinishReason.LENGTH: "incomplete",
    FinishReason.CANCELLED: "cancelled",
}


@dataclass(frozen=True, slots=True)
class ResponseHead:
    """What a response says of itself whatever the answer is."""

    answer_id: UUID
    created_at: int
    options: ResponseOptions
    previous_id: UUID | None = None


@dataclass(slots=True)
class ResponseState:
    """A response, put together from the events of its answer."""

    head: ResponseHead
    question: str = ""
    sources: tuple[Passage, ...] | None = None
    pieces: list[str] = field(default_factory=list)
    citations: list[FileCitation] = field(default_factory=list)
    end: AnswerFinished | AnswerFailed | None = None

    def add(self, event: AnswerEvent) -> None:
        """Add the next event."""
        match event:
            case AnswerStarted(question=question):
                self.question = question
            case SourcesFound(sources):
                self.sources = sources
            case AnswerDelta(content):
                self.pieces.append(content)
            case CitationAdded(citation):
                if citation.verified:
                    self.citations.append(FileCitation.at(citation))
            case AnswerFinished() | AnswerFailed():
                self.end = event

    @property
    def status(self) -> str:
        """Where the answer stands."""
        if self.end is None:
            return "in_progress"
        if isinstance(self.end, AnswerFailed):
            return "failed"
        return STATUSES.get(self.end.finish_reason, "completed")

    @property
    def message_id(self) -> str:
        """The id of the answer as an item of the output."""
        return self._id(MESSAGE)

    def search(self, status: str = "completed") -> FileSearchCall:
        """Return the search as an item of the output."""
        results = None
        if RESULTS in self.head.options.include and status == "completed":
            results = [_result(each) for each in self.sources or ()]
        return FileSearchCall(self._id(SEARCH), [self.question], status, results)

    def text(self) -> OutputText:
        """Return the text so far with its citations."""
        return OutputText("".join(self.pieces), list(self.citations))

    def message(self) -> OutputMessage:
        """Return the answer as an item of the output."""
        status = "completed" if self.status == "completed" else "incomplete"
        return OutputMessage(
            self.message_id, "in_progress" if self.end is None else status, [self.text()]
        )

    def view(self) -> ResponseView:
        """Return the response as it is now."""
        head, end = self.head, self.end
        options = head.options
        output: list[FileSearchCall | OutputMessage] = []
        if self.sources is not None:
            output.append(self.search())
        if self.pieces or isinstance(end, AnswerFinished):
            output.append(self.message())
        previous = head.previous_id
        view = ResponseView(
            id=named(RESPONSE, head.answer_id),
            created_at=head.created_at,
            status=self.status,
            model=options.model,
            output=output,
            previous_response_id=None if previous is None else named(RESPONSE, previous),
            instructions=options.instructions,
            metadata=options.metadata,
            tools=options.tools,
            background=options.background,
            store=options.store,
            max_output_tokens=options.max_output_tokens,
            sources=sources_view(self.sources or ()),
        )
        if isinstance(end, AnswerFailed):
            error = failure(end, stored=options.store)[1].error
            view.error = ResponseError(error.code, error.message)
        elif end is not None:
            view.usage = ResponseUsage.of(end.usage)
            view.quoth = outcome_of(end)
            if end.finish_reason is FinishReason.LENGTH:
                view.incomplete_details = Incomplete("max_output_tokens")
        return view

    def _id(self, prefix: str) -> str:
        return named(prefix, self.head.answer_id)


class ResponseEvents:
    """The events of the stream of one response."""

    def __init__(self, head: ResponseHead) -> None:
        self.state = ResponseState(head)
        self._number = 0
        self._writing = False

    def of(self, event: AnswerEvent) -> Iterator[StreamEvent]:
        """Yield the events of the stream for the next event of the answer."""
        if not self._number:
            yield from self._numbered(self._about(each) for each in ("created", "in_progress"))
        self.state.add(event)
        yield from self._numbered(self._unnumbered(event))
        if isinstance(event, CitationAdded) and not event.citation.verified:
            self._number += 1

    def _numbered(self, events: Iterable[StreamEvent]) -> Iterator[StreamEvent]:
        for each in events:
            yield {**each, "sequence_number": self._number}
            self._number += 1

    def _unnumbered(self, event: AnswerEvent) -> Iterator[StreamEvent]:
        state = self.state
        match event:
            case AnswerStarted():
                pass
            case SourcesFound():
                yield from self._searched()
            case AnswerDelta(content):
                yield from self._begin()
                yield self._text("output_text.delta", delta=content, logprobs=[])
            case CitationAdded(citation):
                yield from self._begin()
                if citation.verified:
                    yield self._text(
                        "output_text.annotation.added",
                        annotation_index=len(state.citations) - 1,
                        annotation=state.citations[-1],
                    )
            case AnswerFinished():
                yield from self._begin()
                yield from self._written()
                ended = "completed" if state.status == "completed" else "incomplete"
                yield self._about(ended)
            case AnswerFailed():
                yield self._about("failed")

    def _about(self, what: str) -> StreamEvent:
        return {"type": f"response.{what}", "response": self.state.view()}

    def _searched(self) -> Iterator[StreamEvent]:
        item = self.state.search("in_progress")
        place: StreamEvent = {"output_index": 0}
        yield {"type": "response.output_item.added", **place, "item": item}
        for step in ("in_progress", "searching", "completed"):
            yield {"type": f"response.file_search_call.{step}", **place, "item_id": item.id}
        yield {"type": "response.output_item.done", **place, "item": self.state.search()}

    def _begin(self) -> Iterator[StreamEvent]:
        if self._writing:
            return
        self._writing = True
        item = OutputMessage(self.state.message_id, "in_progress", [])
        yield {"type": "response.output_item.added", **self._index(), "item": item}
        yield self._text("content_part.added", part=OutputText("", []))

    def _written(self) -> Iterator[StreamEvent]:
        text = self.state.text()
        yield self._text("output_text.done", text=text.text, logprobs=[])
        yield self._text("content_part.done", part=text)
        yield {
            "type": "response.output_item.done",
            **self._index(),
            "item": self.state.message(),
        }

    def _text(self, what: str, **fields: object) -> StreamEvent:
        item_id = self.state.message_id
        place: StreamEvent = {"item_id": item_id, **self._index(), "content_index": 0}
        return {"type": f"response.{what}", **place, **fields}

    def _index(self) -> StreamEvent:
        return {"output_index": 0 if self.state.sources is None else 1}


def _result(source: Passage) -> SearchResult:
    place = source.place
    attributes: dict[str, str | float | bool] = {
        "char_start": place.char_start,
        "char_end": place.char_end,
        "version": place.version,
    }
    if place.page is not None:
        attributes["page"] = place.page
    if place.section:
        attributes["section"] = " › ".join(place.section)[:512]
    file_id = named(FILE, place.document_id)
    score = round(max(0.0, source.similarity), 4)
    return SearchResult(file_id, place.filename, score, source.content, attributes)
