"""Rewriting a question with Groq, over a real connection."""

from collections.abc import AsyncIterator

import pytest

from adapters.chat_models.groq_chat_model import GroqChatModel
from application.answering.chat.question_rewriter import ChatQuestionRewriter
from domain.conversation.message import HistoryMessage, MessageRole
from domain.errors import LanguageModelFailed, LanguageModelRejected
from tests.fakes.groq_server import Fault, GroqServer, Reply, answer, broken_off, refusal
from tests.support.prompts import PROMPTS

QUESTION = "And in winter?"
HISTORY = (
    HistoryMessage(MessageRole.USER, "What does the ferry cost?"),
    HistoryMessage(MessageRole.ASSISTANT, "Nine pounds [1]."),
)


@pytest.fixture
async def server() -> AsyncIterator[GroqServer]:
    async with GroqServer() as server:
        yield server


@pytest.fixture
async def model(server: GroqServer) -> AsyncIterator[ChatQuestionRewriter]:
    chat = GroqChatModel("openai/gpt-oss-20b", "gsk-secret", server.base_url)
    yield ChatQuestionRewriter(chat, PROMPTS)
    await chat.close()


async def test_the_question_is_put_in_words_that_need_no_history(
    server: GroqServer, model: ChatQuestionRewriter
) -> None:
    """The model gets instructions and the conversation, and its reply becomes one line."""
    server.enqueue(answer("What does the ferry\n", "cost in winter?"))
    assert await model.rewrite(QUESTION, HISTORY) == "What does the ferry cost in winter?"
    (request,) = server.requests
    system, asked = request.body["messages"]
    assert system["content"] == PROMPTS.rewriting
    assert "What does the ferry cost?" in asked["content"]
    assert asked["content"].endswith(QUESTION)


async def test_an_empty_reply_leaves_the_question(
    server: GroqServer, model: ChatQuestionRewriter
) -> None:
    """An empty reply leaves the question unchanged."""
    server.enqueue(answer(" "))
    assert await model.rewrite(QUESTION, HISTORY) == QUESTION


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (broken_off("What does", by=Fault.RESET), LanguageModelFailed),
        (refusal(429, headers={"retry-after": "30"}), LanguageModelFailed),
        (refusal(401), LanguageModelRejected),
    ],
)
async def test_a_failure_is_not_tried_again(
    server: GroqServer,
    model: ChatQuestionRewriter,
    reply: Reply,
    error: type[LanguageModelFailed],
) -> None:
    """A failed or truncated rewriting is not retried, so that the search does not wait."""
    server.enqueue(reply)
    with pytest.raises(error):
        await model.rewrite(QUESTION, HISTORY)
    assert len(server.requests) == 1
