"""Models that say what they are told to say."""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass

from application.answering.reply_reader import ReplyReader
from application.ports.chat_model import ChatEvent, ChatModel
from application.ports.language_model import (
    Abstained,
    Completion,
    LanguageModel,
    ModelEvent,
    TextDelta,
)
from domain.answering.prompt import Prompt, PromptMessage
from domain.conversation.message import FinishReason, Usage
from domain.errors import LanguageModelFailed

DEFAULT_ANSWER = "The documents say so [1]."


@dataclass(frozen=True)
class _ScriptedReply:
    pieces: tuple[str, ...]
    finish_reason: FinishReason
    usage: Usage
    error: LanguageModelFailed | None
    pause: asyncio.Event | None


class Script:
    """Replies in the order in which they were enqueued, and DEFAULT_ANSWER when none are left.

    Attributes:
        asked: Set once a reply was asked for.
        stopped: Set once a reply was closed before its end.
    """

    def __init__(self) -> None:
        self.asked = asyncio.Event()
        self.stopped = asyncio.Event()
        self._replies: deque[_ScriptedReply] = deque()

    def enqueue(
        self,
        pieces: str | Sequence[str],
        *,
        finish_reason: FinishReason = FinishReason.STOP,
        usage: Usage = Usage(12, 5),  # noqa: B008 - frozen
        error: LanguageModelFailed | None = None,
        pause: asyncio.Event | None = None,
    ) -> None:
        """Add a reply to the script.

        Args:
            pieces: The pieces it comes in, or the one piece.
            finish_reason: How it ends, unless in an error.
            usage: The tokens it counted.
            error: What is raised after the pieces in place of the end.
            pause: What to wait for after the first piece.
        """
        parts = (pieces,) if isinstance(pieces, str) else tuple(pieces)
        self._replies.append(_ScriptedReply(parts, finish_reason, usage, error, pause))

    async def play(self) -> AsyncGenerator[ChatEvent, None]:
        """Yield the next reply.

        Raises:
            LanguageModelFailed: The error enqueued with it.
        """
        self.asked.set()
        if not self._replies:
            self.enqueue(DEFAULT_ANSWER)
        reply = self._replies.popleft()
        ended = False
        try:
            for piece in reply.pieces:
                yield TextDelta(piece)
                if piece is reply.pieces[0] and reply.pause is not None:
                    await reply.pause.wait()
            ended = True
            if reply.error is not None:
                raise reply.error
            yield Completion(reply.finish_reason, reply.usage)
        finally:
            if not ended:
                self.stopped.set()


class ScriptedChatModel(Script, ChatModel):
    """A chat model that follows a script.

    Attributes:
        history: Every conversation it was given.
    """

    def __init__(self) -> None:
        super().__init__()
        self.history: list[tuple[PromptMessage, ...]] = []

    @property
    def name(self) -> str:
        """Always "scripted:chat"."""
        return "scripted:chat"

    async def stream(
        self,
        messages: Sequence[PromptMessage],
        max_tokens: int,  # noqa: ARG002 - the script says
    ) -> AsyncGenerator[ChatEvent, None]:
        """Yield the next reply of the script."""
        self.history.append(tuple(messages))
        async for event in self.play():
            yield event

    async def check(self) -> None:
        """Be there."""

    async def close(self) -> None:
        """Have nothing to close."""


class ScriptedLanguageModel(Script, LanguageModel):
    """A language model that follows a script, in which `[n]` and `[no answer]` have their meaning.

    Attributes:
        history: Every prompt it was given.
    """

    def __init__(self) -> None:
        super().__init__()
        self.history: list[Prompt] = []

    @property
    def name(self) -> str:
        """Always "scripted"."""
        return "scripted"

    async def stream(self, prompt: Prompt) -> AsyncGenerator[ModelEvent, None]:
        """Yield the next answer of the script; one that ends as ABSTAINED is an abstention."""
        self.history.append(prompt)
        reader = ReplyReader(len(prompt.passages))
        try:
            async for event in self.play():
                if isinstance(event, TextDelta):
                    for each in reader.feed(event.text):
                        yield each
                    continue
                for each in reader.finish():
                    yield each
                if event.finish_reason is FinishReason.ABSTAINED:
                    yield Abstained()
                yield event
        except LanguageModelFailed:
            for each in reader.finish():
                yield each
            raise


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
