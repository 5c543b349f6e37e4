"""Rewriting a question: the request to the chat model, and the parsing of its reply."""

import pytest

from domain.answering.question_rewriting import (
    MAX_MESSAGE_CHARS,
    MAX_QUESTION_CHARS,
    RECENT_MESSAGES,
    parse_rewrite,
    rewriting_messages,
)
from domain.conversation.message import HistoryMessage, MessageRole
from tests.support.prompts import PROMPTS


def test_the_model_sees_the_end_of_the_conversation() -> None:
    """The model gets the last messages with their roles, shortened, followed by the question."""
    history = [
        HistoryMessage(role, f"{number} {'x' * 3_000}")
        for number in range(5)
        for role in (MessageRole.USER, MessageRole.ASSISTANT)
    ]
    system, request = rewriting_messages("And then?", history, PROMPTS.rewriting)
    assert (system.role, request.role) == ("system", "user")
    lines = request.content.splitlines()
    assert lines[-1] == "The last question: And then?"
    spoken = [line for line in lines if line.startswith(("User:", "Assistant:"))]
    assert len(spoken) == RECENT_MESSAGES
    assert spoken[-1].startswith("Assistant: 4 ")
    assert max(map(len, spoken)) < MAX_MESSAGE_CHARS + 20


@pytest.mark.parametrize(
    ("reply", "question"),
    [
        ('"What does it\ncost in winter?"', "What does it cost in winter?"),
        ("", "And in winter?"),
        (" \n", "And in winter?"),
        ("x" * (MAX_QUESTION_CHARS + 1), "And in winter?"),
    ],
)
def test_a_reply_that_is_no_question_is_not_taken(reply: str, question: str) -> None:
    """Quotation marks and line breaks are removed; an empty or long reply keeps the question."""
    assert parse_rewrite("And in winter?", reply) == question
