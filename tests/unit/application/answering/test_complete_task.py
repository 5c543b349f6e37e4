"""Tasks of clients, which the chat model does without any document."""

import pytest

from application.access.acting import acting_as
from application.answering.complete_task import CompleteTask, TaskReply
from application.limits.requester import requested_from
from domain.access.principal import LOCAL_USER
from domain.answering.models import EXTRACTIVE, ModelDescription, ModelList
from domain.answering.prompt import PromptMessage
from domain.conversation.message import FinishReason, Usage
from domain.errors import LanguageModelFailed, RateLimited
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
    complete = CompleteTask(MODELS, {"house": chat}, admitting(questions=2))
    assert await complete.execute(TASK) == TaskReply("A title", FinishReason.STOP, Usage(12, 5))
    assert chat.history == [TASK]
    assert await complete.execute(TASK, model=EXTRACTIVE) is None
    chat.enqueue([], error=LanguageModelFailed())
    with pytest.raises(LanguageModelFailed):
        await complete.execute(TASK)


async def test_a_task_counts_as_a_question() -> None:
    """A client that has asked enough questions gets no task done; the program itself does."""
    chat = ScriptedChatModel()
    complete = CompleteTask(MODELS, {"house": chat}, admitting(questions=1))
    chat.enqueue("A")
    chat.enqueue("B")
    await complete.execute(TASK)
    with requested_from("192.0.2.1"), acting_as(LOCAL_USER):
        await complete.execute(TASK)
        with pytest.raises(RateLimited, match="questions"):
            await complete.execute(TASK)
