"""The contract of a LanguageModel, for the scripted model and the real ones."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing
from typing import Protocol
from uuid import UUID

import pytest

from adapters.extractive_language_model import ExtractiveLanguageModel
from application.answering.chat.language_model import ChatLanguageModel
from application.ports.language_model import (
    Abstained,
    Completion,
    LanguageModel,
    ModelEvent,
    SourceCited,
    TextDelta,
)
from domain.answering.prompt import Prompt
from domain.conversation.message import FinishReason, Usage
from domain.documents.place import Place
from domain.errors import LanguageModelFailed
from domain.retrieval.passages import Passage
from tests.fakes.embedder import FakeEmbedder
from tests.fakes.language_model import ScriptedChatModel, ScriptedLanguageModel
from tests.fakes.model_server import Fault, ModelServer
from tests.support.chat_wires import WIRES, ChatWire

PASSAGE = Passage(Place(UUID(int=1), "a.txt", 0, 16), 0, "The sky is blue.", 4, 0.9)
PROMPT = Prompt("What does it say?", (PASSAGE,))


class Stage(Protocol):
    """A language model and the means to script its answers."""

    model: LanguageModel

    def will_say(
        self,
        *pieces: str,
        finish_reason: FinishReason = FinishReason.STOP,
        pause: asyncio.Event | None = None,
    ) -> None:
        """Script a complete answer, with a pause after its first piece."""
        ...

    def will_break_off_after(self, *pieces: str) -> None:
        """Script an answer that fails after its pieces."""
        ...

    async def stopped(self) -> None:
        """Return once the model has noticed that its stream was closed early."""
        ...


class ScriptedStage:
    """A scripted language model, or a scripted chat model behind ChatLanguageModel."""

    def __init__(self, scripted: ScriptedLanguageModel | ScriptedChatModel) -> None:
        self._scripted = scripted
        self.model: LanguageModel = (
            scripted
            if isinstance(scripted, ScriptedLanguageModel)
            else ChatLanguageModel(scripted, max_retries=0)
        )

    def will_say(
        self,
        *pieces: str,
        finish_reason: FinishReason = FinishReason.STOP,
        pause: asyncio.Event | None = None,
    ) -> None:
        self._scripted.enqueue(pieces, finish_reason=finish_reason, pause=pause)

    def will_break_off_after(self, *pieces: str) -> None:
        self._scripted.enqueue(pieces, error=LanguageModelFailed())

    async def stopped(self) -> None:
        await self._scripted.stopped.wait()


class WireStage:
    """An adapter, connected to a server that speaks its protocol."""

    def __init__(self, wire: ChatWire, server: ModelServer) -> None:
        self._wire = wire
        self._server = server
        self.chat = wire.connect(server.base_url)
        self.model: LanguageModel = ChatLanguageModel(self.chat, max_retries=0)

    def will_say(
        self,
        *pieces: str,
        finish_reason: FinishReason = FinishReason.STOP,
        pause: asyncio.Event | None = None,
    ) -> None:
        reply = self._wire.answer(*pieces, finish_reason=finish_reason.value, gate=pause)
        self._server.enqueue(reply)

    def will_break_off_after(self, *pieces: str) -> None:
        self._server.enqueue(self._wire.broken_off(*pieces, by=Fault.CUT))

    async def stopped(self) -> None:
        await self._server.requests[-1].disconnected.wait()


@pytest.fixture(params=["scripted", "chat", *WIRES], ids=str)
async def stage(request: pytest.FixtureRequest) -> AsyncIterator[Stage]:
    if isinstance(request.param, str):
        scripted = ScriptedLanguageModel() if request.param == "scripted" else ScriptedChatModel()
        yield ScriptedStage(scripted)
        return
    wire: ChatWire = request.param
    async with wire.server() as server:
        stage = WireStage(wire, server)
        yield stage
        await stage.chat.close()


async def collect(model: LanguageModel, prompt: Prompt = PROMPT) -> list[ModelEvent]:
    return [event async for event in model.stream(prompt)]


def ended(event: ModelEvent) -> tuple[FinishReason, Usage]:
    """Return what the end of an answer says. Not every model says what it is."""
    assert isinstance(event, Completion)
    return event.finish_reason, event.usage


def text_of(events: Sequence[ModelEvent]) -> str:
    return "".join(event.text for event in events if isinstance(event, TextDelta))


async def collect_until_failure(
    model: LanguageModel,
) -> tuple[list[ModelEvent], LanguageModelFailed]:
    events: list[ModelEvent] = []
    try:
        async for event in model.stream(PROMPT):
            events.append(event)  # noqa: PERF401 - the events before the failure are returned
    except LanguageModelFailed as error:
        return events, error
    pytest.fail("the answer did not fail")


async def test_the_pieces_come_in_order_and_then_one_completion(stage: Stage) -> None:
    """An answer is its text with citation events in place, then one Completion, the last event."""
    stage.will_say("The sky ", "is ", "blue [1].")
    *events, end = await collect(stage.model)
    assert ended(end) == (FinishReason.STOP, Usage(12, 5))
    assert events[-2:] == [SourceCited(1), TextDelta(".")]
    assert text_of(events[:-2]) == "The sky is blue "


async def test_an_abstention_is_an_event(stage: Stage) -> None:
    """The marker for no answer becomes an Abstained event, and the text after it is streamed."""
    stage.will_say("[no an", "swer] Nobody knows.")
    *events, end = await collect(stage.model)
    assert events == [Abstained(), TextDelta("Nobody knows.")]
    assert ended(end) == (FinishReason.STOP, Usage(12, 5))


async def test_an_answer_cut_at_its_length_says_so(stage: Stage) -> None:
    """An answer that reached its token limit completes with LENGTH."""
    stage.will_say("The sky is", finish_reason=FinishReason.LENGTH)
    assert ended((await collect(stage.model))[-1]) == (FinishReason.LENGTH, Usage(12, 5))


async def test_text_that_came_before_a_failure_stands(stage: Stage) -> None:
    """A failing model yields the text so far, then raises instead of yielding a Completion."""
    stage.will_break_off_after("The sky ", "is ")
    events, _ = await collect_until_failure(stage.model)
    assert text_of(events) == "The sky is "


async def test_closing_the_stream_early_stops_the_model(stage: Stage) -> None:
    """Closing the stream after the first piece stops the answer."""
    stage.will_say("The sky ", "is blue.", pause=asyncio.Event())
    async with aclosing(stage.model.stream(PROMPT)) as events:
        assert await anext(events) == TextDelta("The sky")
    await stage.stopped()


async def test_cancelling_the_reader_stops_the_model(stage: Stage) -> None:
    """Cancelling a waiting reader raises CancelledError and stops the model."""
    stage.will_say("The sky ", "is blue.", pause=asyncio.Event())
    first_came = asyncio.Event()

    async def read() -> None:
        async with aclosing(stage.model.stream(PROMPT)) as events:
            async for _ in events:
                first_came.set()

    reader = asyncio.create_task(read())
    await first_came.wait()
    reader.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reader
    await stage.stopped()


async def test_answers_at_the_same_time_do_not_mix(stage: Stage) -> None:
    """One model can write several answers concurrently without mixing them."""
    pause = asyncio.Event()
    stage.will_say("a", "b", pause=pause)
    async with aclosing(stage.model.stream(PROMPT)) as first:
        assert await anext(first) == TextDelta("a")
        stage.will_say("c", "d")
        assert text_of(await collect(stage.model)) == "cd"
        pause.set()
        assert [e.text async for e in first if isinstance(e, TextDelta)] == ["b"]


async def test_the_name_is_not_empty(stage: Stage) -> None:
    """A model has a name."""
    assert stage.model.name


async def test_the_extractive_model_keeps_the_contract() -> None:
    """It cites only sources of the prompt, completes once, and abstains with an event."""
    model = ExtractiveLanguageModel(FakeEmbedder())
    prompt = Prompt("Is the sky blue?", (PASSAGE,))
    events = await collect(model, prompt)
    assert [type(event) for event in events] == [TextDelta, SourceCited, Completion]
    assert SourceCited(1) in events
    none = await collect(model, Prompt("Who sings?"))
    assert [type(event) for event in none] == [Abstained, TextDelta, Completion]
    async with aclosing(model.stream(prompt)) as early:
        await anext(early)
