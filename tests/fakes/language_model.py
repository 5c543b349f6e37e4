"""Language models that follow a script."""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from application.answering.chat.reply_reader import ReplyReader
from application.answering.models.language_models import LanguageModels
from application.answering.models.model_states import ModelStates
from application.ports.chat_model import ChatEvent, ChatModel
from application.ports.language_model import (
    Abstained,
    Completion,
    LanguageModel,
    ModelEvent,
    TextDelta,
)
from domain.answering.context_budget import ContextBudget
from domain.answering.models import ModelDescription, ModelList
from domain.answering.prompt import Prompt, PromptMessage
from domain.conversation.message import FinishReason, Usage
from domain.errors import LanguageModelFailed

DEFAULT_ANSWER = "The documents say so [1]."
REPLIED_AS = "chat-1"  # the version of a model that replies


@dataclass(frozen=True)
class _ScriptedReply:
    pieces: tuple[str, ...]
    finish_reason: FinishReason
    usage: Usage
    error: LanguageModelFailed | None
    pause: asyncio.Event | None


class Script:
    """Replies in the order in which they were enqueued, then DEFAULT_ANSWER.

    Attributes:
        asked: Set once a reply is requested.
        stopped: Set once a reply is closed before its end.
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
            pieces: The text, in pieces or as one piece.
            finish_reason: How the reply ends, unless with an error.
            usage: The token counts of the reply.
            error: The error to raise after the pieces, instead of a completion.
            pause: The event to wait for after the first piece.
        """
        parts = (pieces,) if isinstance(pieces, str) else tuple(pieces)
        self._replies.append(_ScriptedReply(parts, finish_reason, usage, error, pause))

    async def play(self) -> AsyncGenerator[TextDelta | Completion, None]:
        """Yield the next reply.

        Raises:
            LanguageModelFailed: The error of the reply.
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
            yield Completion(reply.finish_reason, reply.usage, REPLIED_AS)
        finally:
            if not ended:
                self.stopped.set()


class ScriptedChatModel(Script, ChatModel):
    """A chat model that follows a script.

    Attributes:
        history: Every conversation that it received.
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
        max_tokens: int,  # noqa: ARG002 - the script decides the length
    ) -> AsyncGenerator[ChatEvent, None]:
        """Yield the next reply of the script."""
        self.history.append(tuple(messages))
        async for event in self.play():
            yield event

    async def check(self) -> None:
        """Do nothing: the model is always available."""

    async def close(self) -> None:
        """Do nothing: there is nothing to close."""


class ScriptedLanguageModel(Script, LanguageModel):
    """A scripted language model that parses `[n]` and `[no answer]` as the real one does.

    Attributes:
        history: Every prompt that it received.
    """

    def __init__(self) -> None:
        super().__init__()
        self.history: list[Prompt] = []

    @property
    def name(self) -> str:
        """Always "scripted"."""
        return "scripted"

    async def stream(self, prompt: Prompt) -> AsyncGenerator[ModelEvent, None]:
        """Yield the next answer of the script; the finish reason ABSTAINED makes it abstain."""
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


def list_of_one(name: str = "scripted", budget: ContextBudget | None = None) -> ModelList:
    """Return a list with one model, which nothing takes over from."""
    return ModelList([ModelDescription(name, "scripted", budget or ContextBudget())], name)


def models_of(
    models: ModelList,
    writer: LanguageModel,
    others: Mapping[str, LanguageModel] = MappingProxyType({}),
    states: ModelStates | None = None,
) -> LanguageModels:
    """Return models that write with one language model, but for some others; none rewrites."""
    writers = {each.name: others.get(each.name, writer) for each in models.models}
    return LanguageModels(models, writers, {}, states or ModelStates())


class SteppedLanguageModel(LanguageModel):
    """A language model whose events are sent one by one with `say`.

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
        """Emit an event of the answer to a question, or let the answer fail."""
        self.open[question].put_nowait(event)

    async def stream(self, prompt: Prompt) -> AsyncGenerator[ModelEvent, None]:
        """Yield the events sent with `say`.

        Raises:
            LanguageModelFailed: The failure sent with `say`.
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
