"""Converting the events of an answer to a message that can be stored, and back.

The message has text, sources and citations once each. `Message.stream` has the order in which they
were streamed, so that the same events can be replayed under the same numbers. Each of its items is
an event: 0 or more is a piece of the text with this many code points, SOURCES is all sources,
CITATION is the next citation, and MARKER - n is the marker `[n]` in the text.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from domain.answering.events import (
    AnswerDelta,
    AnswerEnd,
    AnswerEvent,
    AnswerFailed,
    AnswerFinished,
    AnswerStarted,
    CitationAdded,
    SourcesFound,
)
from domain.answering.parts import AnswerPart
from domain.citations.citation import Citation
from domain.citations.markers import Marker
from domain.conversation.message import AnswerMetadata, FailedModel, FinishReason, Message
from domain.errors import AnswerInterrupted, AnswerWithheld, QuothError
from domain.retrieval.passages import Passage
from domain.retrieval.trace import TracedPassage

SOURCES = -1
CITATION = -2
MARKER = -10

BROKEN_OFF = (FinishReason.INTERRUPTED, FinishReason.ERROR)


@dataclass(frozen=True, slots=True)
class _Taken:
    """How much of a record its parts have so far."""

    metadata: AnswerMetadata
    pieces: int = 0
    steps: int = 0
    citations: int = 0
    parts: int = 0


class AnswerRecord:
    """Collects an answer from its events, so that it can be saved at any moment.

    Args:
        answer: The answer, without text and sources.

    Attributes:
        citations: The citations so far.
    """

    def __init__(self, answer: Message) -> None:
        self.answer_id = answer.id
        self._answer = answer
        self._sources: tuple[Passage, ...] = ()
        self._considered: tuple[TracedPassage, ...] = ()
        self._pieces: list[str] = []
        self.citations: list[Citation] = []
        self._stream: list[int] = []
        self._taken = _Taken(answer.metadata)

    def add(self, event: AnswerEvent) -> None:
        """Record the next event. A terminal event changes nothing; pass it to `message`."""
        match event:
            case AnswerStarted(_, question, cached):
                metadata = replace(self._answer.metadata, question=question, cached=cached)
                self._answer = replace(self._answer, metadata=metadata)
            case SourcesFound(sources, confidence, considered):
                self._sources, self._considered = sources, considered
                metadata = replace(self._answer.metadata, confidence=confidence)
                self._answer = replace(self._answer, metadata=metadata)
                self._stream.append(SOURCES)
            case AnswerDelta(content, source, text_format):
                if text_format is not self._answer.metadata.format:
                    metadata = replace(self._answer.metadata, format=text_format)
                    self._answer = replace(self._answer, metadata=metadata)
                self._pieces.append(content)
                self._stream.append(len(content) if source is None else MARKER - source)
            case CitationAdded(citation):
                self.citations.append(citation)
                self._stream.append(CITATION)
            case _:
                pass

    def written_by(self, model: str, failed: Sequence[FailedModel] = ()) -> None:
        """Record which model writes the answer, and which ones failed before it."""
        metadata = replace(self._answer.metadata, model=model, fallback_from=tuple(failed))
        self._answer = replace(self._answer, metadata=metadata)

    def message(self, end: AnswerEnd | None = None) -> Message:
        """Return the answer so far, or the complete answer if `end` ends it."""
        answer = replace(
            self._answer,
            content="".join(self._pieces),
            sources=self._sources,
            citations=tuple(self.citations),
            stream=tuple(self._stream),
            considered=self._considered,
        )
        match end:
            case AnswerFinished():
                metadata = replace(
                    answer.metadata,
                    timings=end.timings,
                    reason=end.reason,
                    groundedness=end.groundedness,
                    supported=end.supported,
                    sentences=end.sentences,
                    unsupported=end.unsupported,
                    model=end.model,
                    fallback_from=end.fallback_from,
                )
                return replace(
                    answer, finish_reason=end.finish_reason, usage=end.usage, metadata=metadata
                )
            case AnswerFailed(_, error, code):
                interrupted = code == AnswerInterrupted.code
                return replace(
                    answer,
                    finish_reason=FinishReason.INTERRUPTED if interrupted else FinishReason.ERROR,
                    metadata=replace(answer.metadata, error=error, code=code),
                )
            case None:
                return answer

    def take_part(self) -> AnswerPart | None:
        """Return what was recorded since the last part was taken; None if there is nothing."""
        taken, metadata = self._taken, self._answer.metadata
        now = _Taken(
            metadata, len(self._pieces), len(self._stream), len(self.citations), taken.parts + 1
        )
        if now == replace(taken, parts=now.parts):
            return None
        stream = tuple(self._stream[taken.steps :])
        found = SOURCES in stream
        self._taken = now
        return AnswerPart(
            self.answer_id,
            taken.parts,
            "".join(self._pieces[taken.pieces :]),
            stream,
            tuple(self.citations[taken.citations :]),
            self._sources if found else None,
            self._considered if found else None,
            None if metadata == taken.metadata else metadata,
        )

    def last_part(self) -> AnswerPart:
        """Return the part behind all that were taken, which says that the answer has ended."""
        return AnswerPart(self.answer_id, self._taken.parts, last=True)

    def failure(self, error: QuothError) -> AnswerFailed:
        """Return the event that ends the answer with an error, once its text so far is saved."""
        return AnswerFailed(self.answer_id, error.message, error.code, partial=any(self._pieces))


class Replay:
    """Reads the events of an answer, and goes on where it was with a later version of it."""

    def __init__(self) -> None:
        self._started = self._ended = False
        self._steps = self._characters = self._citations = 0

    def events(self, answer: Message) -> Iterator[AnswerEvent]:
        """Yield the events that were not yielded before, as far as they are in this version."""
        metadata = answer.metadata
        if not self._started and metadata.question is not None:
            self._started = True
            yield AnswerStarted(answer.id, metadata.question, metadata.cached)
        while self._steps < len(answer.stream):
            step = answer.stream[self._steps]
            self._steps += 1
            if step == SOURCES:
                yield SourcesFound(answer.sources, metadata.confidence, answer.considered)
            elif step == CITATION:
                self._citations += 1
                yield CitationAdded(answer.citations[self._citations - 1])
            else:
                source = MARKER - step if step <= MARKER else None
                length = step if source is None else len(f"[{source}]")
                start = self._characters
                self._characters += length
                content = answer.content[start : start + length]
                yield AnswerDelta(content, source, metadata.format)
        if not self._ended and (end := end_of(answer)) is not None:
            self._ended = True
            yield end


def events_of(answer: Message) -> Iterator[AnswerEvent]:
    """Yield the events in which an answer was streamed, as far as it is stored.

    For every sequence of events, `events_of` returns that sequence from the message of its record.
    """
    return Replay().events(answer)


def end_of(answer: Message) -> AnswerEnd | None:
    """Return the terminal event of an answer; None while it is being written."""
    if answer.withheld:
        unread = AnswerWithheld()
        return AnswerFailed(answer.id, unread.message, unread.code, partial=False)
    if answer.finish_reason is None:
        return None
    metadata = answer.metadata
    if answer.finish_reason not in BROKEN_OFF:
        return AnswerFinished(
            answer.id,
            answer.finish_reason,
            answer.usage,
            metadata.timings,
            metadata.reason,
            metadata.groundedness,
            metadata.supported,
            metadata.sentences,
            metadata.unsupported,
            metadata.model,
            metadata.fallback_from,
        )
    # a writer that was killed left no error message
    unsaid = (
        AnswerInterrupted() if answer.finish_reason is FinishReason.INTERRUPTED else QuothError()
    )
    return AnswerFailed(
        answer.id,
        metadata.error or unsaid.message,
        metadata.code or unsaid.code,
        partial=bool(answer.content),
    )


def markers_of(answer: Message) -> Iterator[Marker]:
    """Yield the citation markers in an answer's text. Other brackets are plain text."""
    # without its events, since a page of a conversation has many answers
    start = 0
    for step in answer.stream:
        if step >= 0:
            start += step
        elif step <= MARKER:
            source = MARKER - step
            end = start + len(f"[{source}]")
            yield Marker(start, end, source)
            start = end
