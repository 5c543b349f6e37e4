"""Each reply of a chat model is counted."""

from contextlib import aclosing
from datetime import date
from decimal import Decimal

import pytest

from application.answering.chat.counted_chat_model import CountedChatModel
from application.ports.language_model import Completion
from domain.answering.model_usage import DailyUsage
from domain.answering.models import ModelPrices
from domain.conversation.message import Usage
from domain.errors import LanguageModelFailed
from tests.fakes.language_model import ScriptedChatModel
from tests.fakes.model_usage import InMemoryModelUsage

DAY = date(2026, 1, 1)
PRICES = ModelPrices(Decimal(1), Decimal(2))


class Stage:
    """A counted model."""

    def __init__(self) -> None:
        self.chat = ScriptedChatModel()
        self.usage = InMemoryModelUsage()
        self.model = CountedChatModel(self.chat, "house", PRICES, self.usage, lambda: DAY)

    async def reply(self) -> list[object]:
        return [event async for event in self.model.stream([], 9)]

    async def counted(self) -> DailyUsage:
        """Return what was counted."""
        await self.model.close()
        [row] = await self.usage.between(DAY, DAY)
        return row


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


async def test_a_reply_goes_on_without_the_database(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    """The log says what was not counted."""
    stage.usage.available = False
    assert isinstance((await stage.reply())[-1], Completion)
    assert "a call of house was not counted" in caplog.text
