"""Turns the events of an answer into chat completions, whole and in chunks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from msgspec.structs import asdict

from domain.answering.events import (
    AnswerDelta,
    AnswerEvent,
    AnswerFailed,
    AnswerFinished,
    AnswerStarted,
    CitationAdded,
    SourcesFound,
)
from domain.citations.citation import Citation
from domain.conversation.message import FinishReason
from domain.retrieval.passages import Passage
from entrypoints.api.citation_schemas import CitationView, SourceView
from entrypoints.api.model_schemas import FailedModelView
from entrypoints.api.openai.chat_schemas import (
    AnswerMessage,
    ChatCompletion,
    Choice,
    Chunk,
    ChunkChoice,
    ChunkWithUsage,
    Delta,
    IndexedCitation,
    IndexedSource,
    Outcome,
    SourceChunk,
    UsageFields,
)
from entrypoints.api.openai.errors import ErrorEnvelope, failure
from entrypoints.api.schemas import rounded


@dataclass(frozen=True, slots=True)
class Head:
    """What all chunks of an answer repeat."""

    id: str
    created: int
    model: str


def sources_view(sources: Sequence[Passage]) -> list[IndexedSource]:
    """Return the wire types of sources."""
    return [
        IndexedSource(**asdict(SourceView.of(index + 1, each)), index=index)
        for index, each in enumerate(sources)
    ]


def citation_view(index: int, citation: Citation) -> IndexedCitation:
    """Return the wire type of a citation."""
    return IndexedCitation(**asdict(CitationView.of(citation)), index=index)


def outcome_of(end: AnswerFinished) -> Outcome:
    """Return what the end of an answer says of it."""
    return Outcome(
        end.finish_reason,
        end.reason,
        rounded(end.groundedness),
        end.supported,
        end.sentences,
        end.model,
        [FailedModelView.of(each) for each in end.fallback_from],
    )


def finish_reason(end: AnswerFinished) -> str:
    """Return the finish reason of OpenAI that is nearest."""
    return "length" if end.finish_reason is FinishReason.LENGTH else "stop"


class CompletionChunks:
    """The chunks of one answer.

    Args:
        head: What all chunks repeat.
        with_usage: Whether a last chunk has the usage.
        for_open_webui: Whether sources come as events that Open WebUI shows.
    """

    def __init__(self, head: Head, *, with_usage: bool, for_open_webui: bool) -> None:
        self._head = head
        self._with_usage = with_usage
        self._for_open_webui = for_open_webui
        self._citations = 0

    def of(self, event: AnswerEvent) -> Iterator[Chunk | SourceChunk | ErrorEnvelope]:
        """Yield the chunks for the next event of the answer."""
        match event:
            case AnswerStarted():
                yield self._chunk(Delta(role="assistant", content=""))
            case SourcesFound(sources):
                if self._for_open_webui:
                    yield from open_webui_sources(sources)
                if sources:
                    yield self._chunk(Delta(sources=sources_view(sources)))
            case AnswerDelta(content):
                yield self._chunk(Delta(content=content))
            case CitationAdded(citation):
                yield self._chunk(Delta(citations=[citation_view(self._citations, citation)]))
                self._citations += 1
            case AnswerFinished(usage=usage):
                yield self._chunk(Delta(quoth=outcome_of(event)), finish_reason(event))
                if self._with_usage:
                    yield ChunkWithUsage(
                        self._head.id,
                        self._head.created,
                        self._head.model,
                        [],
                        usage=UsageFields.of(usage),
                    )
            case AnswerFailed():
                yield failure(event)[1]

    def _chunk(self, delta: Delta, reason: str | None = None) -> Chunk:
        kind = ChunkWithUsage if self._with_usage else Chunk
        choice = ChunkChoice(delta, reason)
        return kind(self._head.id, self._head.created, self._head.model, [choice])


@dataclass(slots=True)
class WholeAnswer:
    """An answer, put together from its events."""

    pieces: list[str] = field(default_factory=list)
    sources: tuple[Passage, ...] = ()
    citations: list[Citation] = field(default_factory=list)
    end: AnswerFinished | None = None
    failed: AnswerFailed | None = None

    def add(self, event: AnswerEvent) -> None:
        """Add the next event."""
        match event:
            case SourcesFound(sources):
                self.sources = sources
            case AnswerDelta(content):
                self.pieces.append(content)
            case CitationAdded(citation):
                self.citations.append(citation)
            case AnswerFinished():
                self.end = event
            case AnswerFailed():
                self.failed = event
            case AnswerStarted():
                pass

    @property
    def text(self) -> str:
        """The text so far."""
        return "".join(self.pieces)

    def completion(self, head: Head, end: AnswerFinished) -> ChatCompletion:
        """Return the answer as a chat completion."""
        message = AnswerMessage(
            self.text,
            sources_view(self.sources),
            [citation_view(index, each) for index, each in enumerate(self.citations)],
            outcome_of(end),
        )
        choice = Choice(message, finish_reason(end))
        usage = UsageFields.of(end.usage)
        return ChatCompletion(head.id, head.created, head.model, [choice], usage)


def open_webui_sources(sources: Sequence[Passage]) -> Iterator[SourceChunk]:
    """Yield the events by which Open WebUI shows each source as the citation of its number.

    It numbers sources by their names, so that a second one from a file needs a name of its own.
    It counts pages from 0.
    """
    names: set[str] = set()
    for number, passage in enumerate(sources, 1):
        place = passage.place
        name = place.filename if place.filename not in names else f"{place.filename} ({number})"
        names.add(name)
        metadata: dict[str, object] = {
            "source": f"{place.document_id}:{place.char_start}",
            "name": name,
        }
        if place.page is not None:
            metadata["page"] = place.page - 1
        yield SourceChunk(
            {
                "type": "source",
                "data": {
                    "source": {"id": metadata["source"], "name": name},
                    "document": [passage.content],
                    "metadata": [metadata],
                    "distances": [round(passage.similarity, 4)],
                },
            }
        )
