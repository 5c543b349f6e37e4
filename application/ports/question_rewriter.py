"""The port for putting a question so that it can be understood alone."""

from collections.abc import Sequence
from typing import Protocol

from domain.conversation.message import Message


class QuestionRewriter(Protocol):
    """Says what a question means in its conversation: "and in winter?" names what is meant."""

    async def rewrite(self, question: str, history: Sequence[Message]) -> str:
        """Return the question in words that need no history; itself if it needs none.

        Args:
            question: The question as it was asked.
            history: The messages before it, oldest first; one or more.

        Raises:
            LanguageModelFailed: If the model did not answer, in time or at all.
        """
        ...
