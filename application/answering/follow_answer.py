"""Following an answer: from this process while it is remembered here, or from what is kept."""

from typing import TypeAlias
from uuid import UUID

from application.answering.running_answers import LiveAnswerLog, RunningAnswers
from application.answering.stored_answer_log import StoredAnswerLog
from application.ports.message_store import MessageStore
from domain.conversation.message import Role
from domain.errors import MessageNotFound

AnswerLog: TypeAlias = LiveAnswerLog | StoredAnswerLog


class FollowAnswer:
    """Finds the events of an answer."""

    def __init__(self, live: RunningAnswers, messages: MessageStore) -> None:
        """Look among the live answers first, then among the messages."""
        self._live = live
        self._messages = messages

    async def execute(self, message_id: UUID) -> AnswerLog:
        """Return the log of an answer, which can be read from any event on.

        Raises:
            MessageNotFound: If there is no such answer.
            DatabaseUnavailable: If the database is needed and not reachable.
        """
        try:
            return self._live.get(message_id)
        except MessageNotFound:
            message = await self._messages.get(message_id)
        if message.role is not Role.ASSISTANT:
            raise MessageNotFound
        return StoredAnswerLog(self._messages, message)
