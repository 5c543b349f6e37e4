"""From the events of an answer to the message that is kept of it, and back again.

The message holds text, sources and citations once each. `Message.stream` says in which order they
were streamed, so that the same events can be told again under the same numbers: 0 or more is a
piece of the text of so many code points, SOURCES are all sources, CITATION is the next citation.
"""

from collections.abc import Iterator
from dataclasses import replace

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
from domain.citations.citation import Citation
from domain.conversation.message import FinishReason, Message
from domain.errors import AnswerInterrupted, QuothError
from domain.retrieval.passages import Passage
from domain.retrieval.trace import TracedPassage

SOURCES = -1
CITATION = -2

BROKEN_OFF = (FinishReason.INTERRUPTED, FinishReason.ERROR)


class AnswerRecord:
    """Gathers an answer from its events, so that it can be kept at any moment.

    Attributes:
        citations: The quotations that were established so far.
    """

    def __init__(self, answer: Message) -> None:
        """Begin with an answer that has neither text nor sources yet."""
        self.answer_id = answer.id
        self._answer = answer
        self._sources: tuple[Passage, ...] = ()
        self._considered: tuple[TracedPassage, ...] = ()
        self._pieces: list[str] = []
        self.citations: list[Citation] = []
        self._stream: list[int] = []

    def add(self, event: AnswerEvent) -> None:
        """Take in the next event. A terminal one changes nothing: see `message`."""
        match event:
            case AnswerStarted(_, question, cached):
                outcome = replace(self._answer.outcome, question=question, cached=cached)
                self._answer = replace(self._answer, outcome=outcome)
            case SourcesFound(sources, confidence, considered):
                self._sources, self._considered = sources, considered
                outcome = replace(self._answer.outcome, confidence=confidence)
                self._answer = replace(self._answer, outcome=outcome)
                self._stream.append(SOURCES)
            case AnswerDelta(content):
                self._pieces.append(content)
                self._stream.append(len(content))
            case CitationAdded(citation):
                self.citations.append(citation)
                self._stream.append(CITATION)
            case _:
                pass

    def message(self, end: AnswerEnd | None = None) -> Message:
        """Return the answer as far as it has come, or as it is to be kept once `end` ends it."""
        answer = replace(
            self._answer,
            content="".join(self._pieces),
            sources=self._sources,
            citations=tuple(self.citations),
            stream=tuple(self._stream),
            considered=self._considered,
        )
        match end:
            case AnswerFinished(_, finish_reason, usage, timings, reason, groundedness):
                outcome = replace(
                    answer.outcome, timings=timings, reason=reason, groundedness=groundedness
                )
                return replace(answer, finish_reason=finish_reason, usage=usage, outcome=outcome)
            case AnswerFailed(_, error, code):
                interrupted = code == AnswerInterrupted.code
                return replace(
                    answer,
                    finish_reason=FinishReason.INTERRUPTED if interrupted else FinishReason.ERROR,
                    outcome=replace(answer.outcome, error=error, code=code),
                )
            case None:
                return answer

    def failure(self, error: QuothError) -> AnswerFailed:
        """Return the event that ends the answer with an error once what was said is kept."""
        return AnswerFailed(self.answer_id, error.message, error.code, partial=any(self._pieces))


def events_of(answer: Message) -> Iterator[AnswerEvent]:
    """Yield the events that an answer was streamed in, as far as it is kept.

    For every sequence of events, `events_of` of what a record keeps of them is that sequence.
    """
    if answer.outcome.question is not None:
        yield AnswerStarted(answer.id, answer.outcome.question, answer.outcome.cached)
    citations = iter(answer.citations)
    start = 0
    for step in answer.stream:
        if step == SOURCES:
            yield SourcesFound(answer.sources, answer.outcome.confidence, answer.considered)
        elif step == CITATION:
            yield CitationAdded(next(citations))
        else:
            yield AnswerDelta(answer.content[start : start + step])
            start += step
    if (end := end_of(answer)) is not None:
        yield end


def end_of(answer: Message) -> AnswerEnd | None:
    """Return the terminal event of an answer; None while it is being written."""
    if answer.finish_reason is None:
        return None
    outcome = answer.outcome
    if answer.finish_reason not in BROKEN_OFF:
        return AnswerFinished(
            answer.id,
            answer.finish_reason,
            answer.usage,
            outcome.timings,
            outcome.reason,
            outcome.groundedness,
        )
    # whoever was killed could tell nobody
    unsaid = (
        AnswerInterrupted() if answer.finish_reason is FinishReason.INTERRUPTED else QuothError()
    )
    return AnswerFailed(
        answer.id,
        outcome.error or unsaid.message,
        outcome.code or unsaid.code,
        partial=bool(answer.content),
    )
