"""What has been said of an answer so far."""

import time
from dataclasses import replace

from domain.answers import AnswerDelta, AnswerEvent, AnswerFinished, SourcesFound, Timings
from domain.conversation import Message
from domain.retrieval import Passage


class AnswerRecord:
    """Gathers an answer from its events, so that it can be saved at any moment.

    Attributes:
        sources: The passages that it draws on.
        pieces: Its text so far, as it was streamed.
    """

    def __init__(self, answer: Message) -> None:
        """Begin with an answer that has no text yet."""
        self._answer = answer
        self.sources: tuple[Passage, ...] = ()
        self.pieces: list[str] = []
        self._started = time.perf_counter()
        self._finished: AnswerFinished | None = None

    def add(self, event: AnswerEvent) -> None:
        """Take in the next event."""
        match event:
            case SourcesFound(sources):
                self.sources = sources
            case AnswerDelta(content):
                self.pieces.append(content)
            case AnswerFinished():
                self._finished = event
            case _:
                pass

    def message(self) -> Message:
        """Return the answer as far as it has come, without a finish reason until it ended."""
        return replace(
            self._answer,
            content="".join(self.pieces),
            sources=self.sources,
            finish_reason=self._finished.finish_reason if self._finished else None,
            usage=self._finished.usage if self._finished else self._answer.usage,
        )

    def timings(self) -> Timings:
        """Return how long it has taken so far."""
        return Timings(total=(time.perf_counter() - self._started) * 1000)
