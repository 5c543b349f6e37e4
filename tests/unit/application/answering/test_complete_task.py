"""Tasks of clients, which the chat model does without any document."""

import pytest

from adapters.in_memory_rate_limiter import InMemoryRateLimiter
from application.answering.complete_task import CompleteTask, TaskReply
from domain.answering.models import EXTRACTIVE, ModelDescription, ModelList
from domain.answering.prompt import PromptMessage
from domain.conversation.message import FinishReason, Usage
from domain.errors import LanguageModelFailed, RateLimited
from tests.fakes.language_model import ScriptedChatModel

TASK = (PromptMessage("user", "### Task: suggest a title"),)
MODELS = ModelList(
    [ModelDescription("house", "groq"), ModelDescription(EXTRACTIVE, EXTRACTIVE)], "house"
)


async def test_the_chat_model_does_a_task() -> None:
    """The chosen chat model gets the messages as they are; one that quotes does no task."""
    chat = ScriptedChatModel()
    chat.enqueue(["A ", "title"])
    complete = CompleteTask(MODELS, {"house": chat}, InMemoryRateLimiter(2))
    assert await complete.execute(TASK) == TaskReply("A title", FinishReason.STOP, Usage(12, 5))
    assert chat.history == [TASK]
    assert await complete.execute(TASK, model=EXTRACTIVE) is None
    chat.enqueue([], error=LanguageModelFailed())
    with pytest.raises(LanguageModelFailed):
        await complete.execute(TASK)
    with pytest.raises(RateLimited):
        await complete.execute(TASK)
