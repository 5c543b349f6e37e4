"""Tasks of clients, which the chat model does without any document."""

import asyncio

import pytest

from application.access.acting import acting_as
from application.answering.complete_task import CompleteTask, TaskReply
from application.answering.running_answers import RunningAnswers
from application.limits.requester import requested_from
from domain.access.principal import LOCAL_USER
from domain.answering.models import EXTRACTIVE, ModelDescription, ModelList
from domain.answering.prompt import PromptMessage
from domain.conversation.message import FinishReason, Usage
from domain.errors import LanguageModelFailed, RateLimited, ServerBusy, ServerStopping
from tests.fakes.language_model import ScriptedChatModel
from tests.support.counting import admitting

TASK = (PromptMessage("user", "### Task: suggest a title"),)
MODELS = ModelList(
    [ModelDescription("house", "groq"), ModelDescription(EXTRACTIVE, EXTRACTIVE)], "house"
)


async def test_the_chat_model_does_a_task() -> None:
    """The chosen chat model gets the messages as they are; one that quotes does no task."""
    chat = ScriptedChatModel()
    chat.enqueue(["A ", "title"])
    complete = CompleteTask(MODELS, {"house": chat}, admitting(questions=2), RunningAnswers())
    assert await complete.execute(TASK) == TaskReply("A title", FinishReason.STOP, Usage(12, 5))
    assert chat.history == [TASK]
    assert await complete.execute(TASK, model=EXTRACTIVE) is None
    chat.enqueue([], error=LanguageModelFailed())
    with pytest.raises(LanguageModelFailed):
        await complete.execute(TASK)


async def test_a_task_counts_as_a_question() -> None:
    """A client that has asked enough questions gets no task done; the program itself does."""
    chat = ScriptedChatModel()
    complete = CompleteTask(MODELS, {"house": chat}, admitting(questions=1), RunningAnswers())
    chat.enqueue("A")
    chat.enqueue("B")
    await complete.execute(TASK)
    with requested_from("192.0.2.1"), acting_as(LOCAL_USER):
        await complete.execute(TASK)
        with pytest.raises(RateLimited, match="questions"):
            await complete.execute(TASK)


async def test_a_task_takes_the_place_of_an_answer() -> None:
    """Above the cap it is refused immediately, and counts as no question; its end makes room."""
    chat, running, gate = ScriptedChatModel(), RunningAnswers(1), asyncio.Event()
    chat.enqueue(["A ", "title"], pause=gate)
    complete = CompleteTask(MODELS, {"house": chat}, admitting(questions=2), running)
    with requested_from("192.0.2.1"), acting_as(LOCAL_USER):
        first = asyncio.create_task(complete.execute(TASK))
        await chat.asked.wait()
        assert running.count == 1
        with pytest.raises(ServerBusy):
            await complete.execute(TASK)
        with pytest.raises(ServerBusy), running.beginning():
            pass
        gate.set()
        assert (await first) is not None
        assert running.count == 0
        with running.beginning(), pytest.raises(ServerBusy):
            await complete.execute(TASK)
        await complete.execute(TASK)


@pytest.mark.parametrize(("grace", "ends"), [(5.0, True), (0.0, False)])
async def test_a_stop_waits_for_a_task_as_for_an_answer(*, grace: float, ends: bool) -> None:
    """It may end within the grace and is stopped after it; none begins any more."""
    chat, running, gate = ScriptedChatModel(), RunningAnswers(), asyncio.Event()
    chat.enqueue(["A ", "title"], pause=gate)
    complete = CompleteTask(MODELS, {"house": chat}, admitting(), running)
    task = asyncio.create_task(complete.execute(TASK))
    await chat.asked.wait()
    draining = asyncio.create_task(running.drain(grace))
    await asyncio.sleep(0.01)
    if ends:
        assert not draining.done()
    with pytest.raises(ServerStopping):
        await complete.execute(TASK)
    if ends:
        gate.set()
        assert (await task) is not None
    else:
        with pytest.raises(ServerStopping):
            await task
        assert chat.stopped.is_set()
    await draining


async def test_a_request_that_is_cut_off_ends_its_task() -> None:
    """No model writes for nobody."""
    chat, running = ScriptedChatModel(), RunningAnswers()
    chat.enqueue(["A ", "title"], pause=asyncio.Event())
    task = asyncio.create_task(
        CompleteTask(MODELS, {"house": chat}, admitting(), running).execute(TASK)
    )
    await chat.asked.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await chat.stopped.wait()
    await asyncio.sleep(0)
    assert running.count == 0
