"""A language model that says what it was told to say."""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass

from application.ports.language_model import Completion, LanguageModel, ModelEvent, TextDelta
from domain.answering.prompt import Prompt
from domain.conversation.message import FinishReason, Usage
from domain.errors import LanguageModelFailed

DEFAULT_ANSWER = "The documents say so [1]."


@dataclass(frozen=True)
class _ScriptedAnswer:
    pieces: tuple[str, ...]
    finish_reason: FinishReason
    usage: Usage
    error: LanguageModelFailed | None
    pause: asyncio.Event | None


class ScriptedLanguageModel(LanguageModel):
    """Gives the answers enqueued, in their order, and DEFAULT_ANSWER when there are none left.

    Attributes:
        history: Every prompt it was given.
        asked: Set once it was given a prompt.
        stopped: Set once a stream of it was closed before its end.
    """

    def __init__(self) -> None:
        self.history: list[Prompt] = []
        self.asked = asyncio.Event()
        self.stopped = asyncio.Event()
        self._script: deque[_ScriptedAnswer] = deque()

    @property
    def name(self) -> str:
        """Always "scripted"."""
        return "scripted"

    def enqueue(
        self,
        pieces: str | Sequence[str],
        *,
        finish_reason: FinishReason = FinishReason.STOP,
        usage: Usage = Usage(12, 5),  # noqa: B008 - frozen
        error: LanguageModelFailed | None = None,
        pause: asyncio.Event | None = None,
    ) -> None:
        """Add an answer to the script.

        Args:
            pieces: The pieces it comes in, or the one piece.
            finish_reason: How it ends, unless in an error.
            usage: The tokens it counted.
            error: What is raised after the pieces in place of the end.
            pause: What to wait for after the first piece.
        """
        parts = (pieces,) if isinstance(pieces, str) else tuple(pieces)
        self._script.append(_ScriptedAnswer(parts, finish_reason, usage, error, pause))

    async def stream(self, prompt: Prompt) -> AsyncGenerator[ModelEvent, None]:
        """Yield the next answer of the script.

        Raises:
            LanguageModelFailed: The error enqueued with it.
        """
        self.history.append(prompt)
        self.asked.set()
        if not self._script:
            self.enqueue(DEFAULT_ANSWER)
        answer = self._script.popleft()
        ended = False
        try:
            for piece in answer.pieces:
                yield TextDelta(piece)
                if piece is answer.pieces[0] and answer.pause is not None:
                    await answer.pause.wait()
            ended = True
            if answer.error is not None:
                raise answer.error
            yield Completion(answer.finish_reason, answer.usage)
        finally:
            if not ended:
                self.stopped.set()


class SteppedLanguageModel(LanguageModel):
    """A language model that says each word when it is told to.

    Attributes:
        open: The questions that are being answered.
    """

    def __init__(self) -> None:
        self.open: dict[str, asyncio.Queue[ModelEvent | LanguageModelFailed]] = {}

    @property
    def name(self) -> str:
        """Always "stepped"."""
        return "stepped"

    def say(self, question: str, event: ModelEvent | LanguageModelFailed) -> None:
        """Let the answer to a question go on, or break off."""
        self.open[question].put_nowait(event)

    async def stream(self, prompt: Prompt) -> AsyncGenerator[ModelEvent, None]:
        """Yield what it is told to say.

        Raises:
            LanguageModelFailed: When it is told to.
        """
        told = self.open[prompt.question] = asyncio.Queue()
        try:
            while True:
                event = await told.get()
                if isinstance(event, LanguageModelFailed):
                    raise event
                yield event
                if isinstance(event, Completion):
                    return
        finally:
            del self.open[prompt.question]
