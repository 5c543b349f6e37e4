"""Questions rewritten by a chat model."""

from collections.abc import Sequence
from contextlib import aclosing

from application.answering.chat.reply import Deadline, read_reply
from application.ports.chat_model import ChatModel
from application.ports.language_model import TextDelta
from application.ports.question_rewriter import QuestionRewriter
from domain.answering.prompts import Prompts
from domain.answering.question_rewriting import (
    MAX_ANSWER_TOKENS,
    parse_rewrite,
    rewriting_messages,
)
from domain.conversation.message import HistoryMessage


class ChatQuestionRewriter(QuestionRewriter):
    """Asks a chat model once, with a short deadline: the search works without a rewritten question.

    Args:
        chat: The chat model.
        prompts: How it is instructed.
        deadline: The seconds to wait for it.
    """

    def __init__(self, chat: ChatModel, prompts: Prompts, deadline: float = 5.0) -> None:
        self._chat = chat
        self._prompts = prompts
        self._deadline = deadline

    async def rewrite(self, question: str, history: Sequence[HistoryMessage]) -> str:
        """Return the question in words that need no history.

        Raises:
            LanguageModelFailed: If the chat model did not answer in time or at all.
        """
        messages = rewriting_messages(question, history, self._prompts.rewriting)
        attempt = self._chat.stream(messages, MAX_ANSWER_TOKENS)
        async with aclosing(read_reply(attempt, Deadline(self._deadline))) as events:
            pieces = [event.text async for event in events if isinstance(event, TextDelta)]
        return parse_rewrite(question, "".join(pieces))
