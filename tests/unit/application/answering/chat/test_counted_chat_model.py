"""Each reply of a chat model is counted."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from datetime import date
from decimal import Decimal

import pytest

from application.answering.chat.counted_chat_model import CountedChatModel
from application.ports.chat_model import ChatEvent
from application.ports.language_model import Completion, TextDelta
from domain.answering.model_usage import DailyUsage
from domain.answering.models import ModelPrices
from domain.answering.prompt import PromptMessage
from domain.conversation.message import Usage
from domain.errors import LanguageModelFailed
from tests.fakes.language_model import ScriptedChatModel
from tests.fakes.model_usage import InMemoryModelUsage

DAY = date(2026, 1, 1)
PRICES = ModelPrices(Decimal(1), Decimal(2))


class Silent(ScriptedChatModel):
    """A model that says nothing."""

    async def stream(
        self,
        messages: Sequence[PromptMessage],  # noqa: ARG002 - it reads and is silent
        max_tokens: int,  # noqa: ARG002 - as above
    ) -> AsyncGenerator[ChatEvent, None]:
        """Never end."""
        self.asked.set()
        await asyncio.Event().wait()
        yield TextDelta("never")


class Stage:
    """A counted model."""

    def __init__(self, chat: ScriptedChatModel | None = None) -> None:
        self.chat = chat or ScriptedChatModel()
        self.usage = InMemoryModelUsage()
        self.model = CountedChatModel(self.chat, "house", PRICES, self.usage, lambda: DAY)

    async def reply(self) -> list[object]:
        return [event async for event in self.model.stream([], 9)]

    async def counted(self) -> DailyUsage:
        """Return what was counted."""
        await self.model.close()
        [row] = await self.usage.between(DAY, DAY)
        return row

    async def estimated(self) -> int:
        """Return how many tokens stand for unknown ones."""
        await self.model.close()
        return self.usage.estimated[DAY]


@pytest.fixture
def stage() -> Stage:
    return Stage()


async def test_a_reply_is_counted_with_its_cost(stage: Stage) -> None:
    """Unknown tokens and an unknown cost stay unknown, and no event is changed."""
    stage.chat.enqueue("Yes.", usage=Usage(1_000, 10))
    stage.chat.enqueue("No.", usage=Usage.unknown())
    assert isinstance((await stage.reply())[-1], Completion)
    await stage.reply()
    assert await stage.counted() == DailyUsage(DAY, "house", 2, 1_000, 10, 1, Decimal("0.00102"), 1)


async def test_a_reply_that_does_not_end_is_counted_if_it_began(stage: Stage) -> None:
    """A stopped and a broken reply did cost something; a refused one did not."""
    stage.chat.enqueue([], error=LanguageModelFailed())
    stage.chat.enqueue("So", error=LanguageModelFailed())
    for _ in range(2):
        with pytest.raises(LanguageModelFailed):
            await stage.reply()
    async with aclosing(stage.model.stream([], 9)) as events:
        await anext(events)
    assert await stage.counted() == DailyUsage(DAY, "house", 2, 0, 0, 2, Decimal(0), 2)


async def test_unknown_tokens_are_estimated(stage: Stage) -> None:
    """A client that stops a reply, or leaves before it begins, does not read and write for free."""
    prompt = [PromptMessage("user", "x" * 3_000)]
    stage.chat.enqueue("Yes.", usage=Usage(7, 1))
    _ = [event async for event in stage.model.stream(prompt, 9)]
    assert await stage.estimated() == 0
    stage.chat.enqueue("y" * 30, usage=Usage.unknown())
    _ = [event async for event in stage.model.stream(prompt, 9)]
    assert await stage.estimated() == 1_010
    stage.chat.enqueue(["y" * 30, "never read"])
    async with aclosing(stage.model.stream(prompt, 9)) as events:
        await anext(events)
    assert await stage.estimated() == 1_010 + 1_010
    stage.chat.enqueue([], error=LanguageModelFailed())
    with pytest.raises(LanguageModelFailed):
        await anext(stage.model.stream(prompt, 9))
    assert await stage.estimated() == 2 * 1_010


async def test_who_leaves_before_the_reply_begins_is_counted() -> None:
    """The model has read the prompt by then."""
    stage = Stage(Silent())
    waiting = asyncio.ensure_future(anext(stage.model.stream([PromptMessage("user", "x" * 30)], 9)))
    await stage.chat.asked.wait()
    waiting.cancel()
    await asyncio.wait([waiting])
    assert await stage.estimated() == 10


async def test_a_reply_goes_on_without_the_database(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    """The log says what was not counted."""
    stage.usage.available = False
    assert isinstance((await stage.reply())[-1], Completion)
    assert "a call of house was not counted" in caplog.text
