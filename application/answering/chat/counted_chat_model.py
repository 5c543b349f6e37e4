"""A chat model whose calls are counted."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from datetime import UTC, date, datetime

from application.ports.chat_model import ChatEvent, ChatModel
from application.ports.language_model import Completion, TextDelta
from application.ports.model_usage import ModelUsage
from domain.answering.models import ModelPrices
from domain.answering.prompt import PromptMessage
from domain.conversation.message import Usage
from domain.errors import Unavailable

PATIENCE_SECONDS = 1.0
BYTES_OF_A_TOKEN = 3  # most models have more in most languages, so that most estimates are high

logger = logging.getLogger(__name__)


def _estimated(usage: Usage, asked: int, written: int) -> int:
    """Return about how many tokens the unknown ones of a reply are, by its bytes."""
    prompt = asked if usage.prompt_tokens is None else 0
    completion = written if usage.completion_tokens is None else 0
    return -(-(prompt + completion) // BYTES_OF_A_TOKEN)


def _today() -> date:
    return datetime.now(UTC).date()


class CountedChatModel(ChatModel):
    """Counts each reply of a chat model, whatever it is for.

    A complete reply is counted when its stream is closed, which waits a second at most: it is
    complete, whatever the database does. One that broke off or was stopped after its first piece
    did cost tokens, which nobody knows: an estimate stands for them where quotas are checked. So
    did one that was left before its first piece; an attempt that failed before it did not. If the
    database is not reachable, the log says what was not counted.

    Args:
        chat: The chat model.
        name: The name by which it is chosen.
        prices: What it costs.
        usage: Where its calls are counted.
        today: Returns the day.
    """

    def __init__(
        self,
        chat: ChatModel,
        name: str,
        prices: ModelPrices,
        usage: ModelUsage,
        today: Callable[[], date] = _today,
    ) -> None:
        self._chat = chat
        self._name = name
        self._prices = prices
        self._usage = usage
        self._today = today
        self._counting: set[asyncio.Task[None]] = set()

    @property
    def name(self) -> str:
        """The name of the chat model."""
        return self._chat.name

    async def stream(
        self, messages: Sequence[PromptMessage], max_tokens: int
    ) -> AsyncGenerator[ChatEvent, None]:
        """Make one attempt, and count it."""
        begun, usage, written = False, None, 0
        try:
            async with aclosing(self._chat.stream(messages, max_tokens)) as events:
                async for event in events:
                    begun = True
                    if isinstance(event, Completion):
                        usage = event.usage
                    elif isinstance(event, TextDelta):
                        written += len(event.text.encode())
                    yield event
        except (GeneratorExit, asyncio.CancelledError):
            begun = True  # the model may have read the prompt
            raise
        finally:
            if begun:
                asked = sum(len(each.content.encode()) for each in messages)
                known = usage or Usage.unknown()
                counting = self._count(known, _estimated(known, asked, written))
                if usage is not None:  # nothing may delay the end of a reply that was stopped
                    await asyncio.wait([counting], timeout=PATIENCE_SECONDS)

    async def check(self) -> None:
        """Ask the provider whether it accepts the key and the model."""
        await self._chat.check()

    async def close(self) -> None:
        """Count what is left, and close the connections."""
        await asyncio.gather(*self._counting)
        await self._chat.close()

    def _count(self, usage: Usage, estimated: int) -> asyncio.Task[None]:
        """Begin to count a reply."""
        task = asyncio.create_task(self._add(usage, estimated), name=f"usage of {self._name}")
        self._counting.add(task)
        task.add_done_callback(self._counting.discard)
        return task

    async def _add(self, usage: Usage, estimated: int) -> None:
        try:
            cost = self._prices.cost(usage)
            await self._usage.add(self._today(), self._name, usage, cost, estimated)
        except Unavailable as exc:
            logger.warning("a call of %s was not counted (%s): %s", self._name, exc.code, usage)
