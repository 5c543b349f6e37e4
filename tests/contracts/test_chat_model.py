"""The contract of a ChatModel, for the scripted model and the real ones."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import Protocol

import pytest

from application.ports.chat_model import ChatEvent, ChatModel
from application.ports.language_model import Completion, TextDelta
from domain.answering.prompt import PromptMessage
from domain.conversation.message import FinishReason, Usage
from domain.errors import LanguageModelFailed
from tests.fakes.language_model import ScriptedChatModel
from tests.fakes.model_server import ModelServer
from tests.support.chat_wires import WIRES, ChatWire

MESSAGES = (PromptMessage("system", "Be brief."), PromptMessage("user", "What is it?"))


class Stage(Protocol):
    """A chat model and the means to script its replies."""

    model: ChatModel

    def will_say(self, *pieces: str, pause: asyncio.Event | None = None) -> None:
        """Script a reply that ends with LENGTH, with a pause after its first piece."""
        ...

    def will_be_busy(self, retry_after: float) -> None:
        """Script a failure with the number of seconds to wait."""
        ...

    def told(self) -> list[tuple[str, str]]:
        """Return the roles and contents of the last conversation that the model received."""
        ...

    async def stopped(self) -> None:
        """Return once the model has noticed that its stream was closed early."""
        ...


class ScriptedStage:
    """The scripted model itself."""

    def __init__(self) -> None:
        self._scripted = ScriptedChatModel()
        self.model: ChatModel = self._scripted

    def will_say(self, *pieces: str, pause: asyncio.Event | None = None) -> None:
        self._scripted.enqueue(pieces, finish_reason=FinishReason.LENGTH, pause=pause)

    def will_be_busy(self, retry_after: float) -> None:
        self._scripted.enqueue((), error=LanguageModelFailed(retry_after=retry_after))

    def told(self) -> list[tuple[str, str]]:
        return [(each.role, each.content) for each in self._scripted.history[-1]]

    async def stopped(self) -> None:
        await self._scripted.stopped.wait()


class WireStage:
    """An adapter, connected to a server that speaks its protocol."""

    def __init__(self, wire: ChatWire, server: ModelServer) -> None:
        self._wire = wire
        self._server = server
        self.model: ChatModel = wire.connect(server.base_url)

    def will_say(self, *pieces: str, pause: asyncio.Event | None = None) -> None:
        self._server.enqueue(self._wire.answer(*pieces, finish_reason="length", gate=pause))

    def will_be_busy(self, retry_after: float) -> None:
        self._server.enqueue(self._wire.refusal(503, headers={"retry-after": str(retry_after)}))

    def told(self) -> list[tuple[str, str]]:
        return self._wire.conversation_of(self._server.requests[-1])

    async def stopped(self) -> None:
        await self._server.requests[-1].disconnected.wait()


@pytest.fixture(params=[None, *WIRES], ids=lambda wire: str(wire or "scripted"))
async def stage(request: pytest.FixtureRequest) -> AsyncIterator[Stage]:
    wire: ChatWire | None = request.param
    if wire is None:
        yield ScriptedStage()
        return
    async with wire.server() as server:
        stage = WireStage(wire, server)
        yield stage
        await stage.model.close()


async def collect(model: ChatModel) -> list[ChatEvent]:
    return [event async for event in model.stream(MESSAGES, 99)]


async def test_a_reply_is_its_pieces_and_a_completion(stage: Stage) -> None:
    """The model receives the messages in order and streams the pieces unchanged, then the end."""
    stage.will_say("The sky [1] ", "is")
    *events, end = await collect(stage.model)
    assert events == [TextDelta("The sky [1] "), TextDelta("is")]
    assert isinstance(end, Completion)
    assert (end.finish_reason, end.usage) == (FinishReason.LENGTH, Usage(12, 5))
    assert stage.told() == [("system", "Be brief."), ("user", "What is it?")]


async def test_a_busy_provider_says_when_to_try_again(stage: Stage) -> None:
    """The failure carries the seconds to wait, and the model does not retry."""
    stage.will_be_busy(7)
    with pytest.raises(LanguageModelFailed) as caught:
        await collect(stage.model)
    assert caught.value.retry_after == 7


async def test_closing_the_stream_early_stops_the_model(stage: Stage) -> None:
    """Closing the stream after the first piece stops the reply."""
    stage.will_say("The sky ", "is", pause=asyncio.Event())
    async with aclosing(stage.model.stream(MESSAGES, 99)) as events:
        assert await anext(events) == TextDelta("The sky ")
    await stage.stopped()


async def test_it_can_be_used_again_after_closing(stage: Stage) -> None:
    """A closed model opens new connections for the next request."""
    await stage.model.close()
    stage.will_say("Yes.")
    assert (await collect(stage.model))[0] == TextDelta("Yes.")
    assert stage.model.name


async def test_answers_do_not_wait_for_each_other(stage: Stage) -> None:
    """Those of a crowd are written at the same time; how many there may be is decided elsewhere."""
    crowd, gate = 150, asyncio.Event()
    for _ in range(crowd):
        stage.will_say("The sky ", "is", pause=gate)
    begun = 0

    async def ask() -> None:
        nonlocal begun
        async with aclosing(stage.model.stream(MESSAGES, 99)) as events:
            assert await anext(events) == TextDelta("The sky ")
            begun += 1
            if begun == crowd:
                gate.set()
            assert await anext(events) == TextDelta("is")

    async with asyncio.timeout(30), asyncio.TaskGroup() as group:
        for _ in range(crowd):
            group.create_task(ask())
