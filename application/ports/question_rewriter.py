"""The port for rewriting a question so that it can be understood on its own."""

from collections.abc import Sequence
from typing import Protocol

from domain.conversation.message import HistoryMessage


class QuestionRewriter(Protocol):
    """Rewrites a question in its conversation: "and in winter?" then names its subject."""

    async def rewrite(self, question: str, history: Sequence[HistoryMessage]) -> str:
        """Return the question in words that need no history; unchanged if it needs none.

        Args:
            question: The question as it was asked.
            history: The messages before it, oldest first; one or more.

        Raises:
            LanguageModelFailed: If the model did not answer in time or at all.
        """
        ...
