"""What every language model does, the scripted one and the real ones alike."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import Protocol

import pytest

from adapters.groq_language_model import GroqLanguageModel
from application.ports.language_model import Completion, LanguageModel, ModelEvent, TextDelta
from domain.answering.prompt import Prompt
from domain.conversation.message import FinishReason, Usage
from domain.errors import LanguageModelFailed
from tests.fakes.groq_server import Fault, GroqServer, answer, broken_off
from tests.fakes.language_model import ScriptedLanguageModel

PROMPT = Prompt("What does it say?")


class Stage(Protocol):
    """A language model and the means to tell it what to say."""

    model: LanguageModel

    def will_say(
        self,
        *pieces: str,
        finish_reason: FinishReason = FinishReason.STOP,
        pause: asyncio.Event | None = None,
    ) -> None:
        """Make the next answer a whole one, with a pause after its first piece."""
        ...

    def will_break_off_after(self, *pieces: str) -> None:
        """Make the next answer one that fails after its pieces."""
        ...

    async def stopped(self) -> None:
        """Return once the model noticed that its stream was closed early."""
        ...


class ScriptedStage:
    """The scripted model itself."""

    def __init__(self) -> None:
        self._scripted = ScriptedLanguageModel()
        self.model: LanguageModel = self._scripted

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


class GroqStage:
    """Groq's adapter before a server that speaks Groq's protocol."""

    def __init__(self, server: GroqServer, model: GroqLanguageModel) -> None:
        self._server = server
        self.model: LanguageModel = model

    def will_say(
        self,
        *pieces: str,
        finish_reason: FinishReason = FinishReason.STOP,
        pause: asyncio.Event | None = None,
    ) -> None:
        self._server.enqueue(answer(*pieces, finish_reason=finish_reason.value, gate=pause))

    def will_break_off_after(self, *pieces: str) -> None:
        self._server.enqueue(broken_off(*pieces, by=Fault.CUT))

    async def stopped(self) -> None:
        await self._server.requests[-1].disconnected.wait()


@pytest.fixture(params=["scripted", "groq"])
async def stage(request: pytest.FixtureRequest) -> AsyncIterator[Stage]:
    if request.param == "scripted":
        yield ScriptedStage()
        return
    async with GroqServer() as server:
        model = GroqLanguageModel("a-model", "a-key", server.base_url, max_retries=0)
        yield GroqStage(server, model)
        await model.close()


async def collect(model: LanguageModel) -> list[ModelEvent]:
    return [event async for event in model.stream(PROMPT)]


async def collect_until_failure(
    model: LanguageModel,
) -> tuple[list[ModelEvent], LanguageModelFailed]:
    events: list[ModelEvent] = []
    try:
        async for event in model.stream(PROMPT):
            events.append(event)  # noqa: PERF401 - what came before the failure is kept
    except LanguageModelFailed as error:
        return events, error
    pytest.fail("the answer did not fail")


async def test_the_pieces_come_in_order_and_then_one_completion(stage: Stage) -> None:
    """A whole answer is its pieces as they were written, and one Completion, the last event."""
    stage.will_say("The sky ", "is ", "blue [1].")
    assert await collect(stage.model) == [
        TextDelta("The sky "),
        TextDelta("is "),
        TextDelta("blue [1]."),
        Completion(FinishReason.STOP, Usage(12, 5)),
    ]


async def test_an_answer_cut_at_its_length_says_so(stage: Stage) -> None:
    """An answer that used up its tokens is complete, with LENGTH as the reason."""
    stage.will_say("The sky is", finish_reason=FinishReason.LENGTH)
    assert (await collect(stage.model))[-1] == Completion(FinishReason.LENGTH, Usage(12, 5))


async def test_text_that_came_before_a_failure_stands(stage: Stage) -> None:
    """A model that breaks off has yielded what came, and then raises in place of a Completion."""
    stage.will_break_off_after("The sky ", "is ")
    events, _ = await collect_until_failure(stage.model)
    assert events == [TextDelta("The sky "), TextDelta("is ")]


async def test_closing_the_stream_early_stops_the_model(stage: Stage) -> None:
    """A reader who leaves after the first piece leaves no answer running behind."""
    stage.will_say("The sky ", "is blue.", pause=asyncio.Event())
    async with aclosing(stage.model.stream(PROMPT)) as events:
        assert await anext(events) == TextDelta("The sky ")
    await stage.stopped()


async def test_cancelling_the_reader_stops_the_model(stage: Stage) -> None:
    """A reader who is cancelled while waiting for a piece is cancelled, not told of a failure."""
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
    """One model writes several answers at once."""
    pause = asyncio.Event()
    stage.will_say("a", "b", pause=pause)
    async with aclosing(stage.model.stream(PROMPT)) as first:
        assert await anext(first) == TextDelta("a")
        stage.will_say("c", "d")
        assert [e.text for e in await collect(stage.model) if isinstance(e, TextDelta)] == [
            "c",
            "d",
        ]
        pause.set()
        assert [e.text async for e in first if isinstance(e, TextDelta)] == ["b"]


async def test_the_name_is_not_empty(stage: Stage) -> None:
    """A model can be told apart by its name."""
    assert stage.model.name
