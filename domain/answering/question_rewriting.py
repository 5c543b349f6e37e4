"""Rewriting a question with a chat model, so that it can be searched for on its own."""

from collections.abc import Sequence

from domain.answering.prompt import PromptMessage, without_tags
from domain.conversation.message import HistoryMessage, MessageRole

RECENT_MESSAGES = 6
MAX_MESSAGE_CHARS = 2_000
MAX_ANSWER_TOKENS = 1_000  # with room for the reasoning of a reasoning model
MAX_QUESTION_CHARS = 1_000


def rewriting_messages(
    question: str, history: Sequence[HistoryMessage], instructions: str
) -> tuple[PromptMessage, ...]:
    """Return the chat messages that ask for the question in words that need no history."""
    said = "\n".join(
        f"{'User' if message.role is MessageRole.USER else 'Assistant'}:"
        f" {without_tags(message.content[:MAX_MESSAGE_CHARS])}"
        for message in history[-RECENT_MESSAGES:]
    )
    return (
        PromptMessage("system", instructions),
        PromptMessage(MessageRole.USER.value, f"{said}\n\nThe last question: {question}"),
    )


def parse_rewrite(question: str, reply: str) -> str:
    """Return the question in a model's reply, or the original if the reply is empty or too long."""
    line = " ".join(reply.split()).strip("\"'“”„«»")
    return line if 0 < len(line) <= MAX_QUESTION_CHARS else question
