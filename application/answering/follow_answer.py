"""Following an answer: while this process writes it, from its log; otherwise from the database."""

from uuid import UUID

from application.answering.answer_log import AnswerLog
from application.answering.checked_answer_log import checked
from application.answering.followed_answers import FollowedAnswers
from application.answering.running_answers import RunningAnswers
from application.answering.stored_answer_log import StoredAnswerLog
from application.ports.message_store import MessageStore
from domain.conversation.message import MessageRole
from domain.errors import AnswerWithheld, MessageNotFound


class FollowAnswer:
    """Finds the log of an answer."""

    def __init__(
        self, running: RunningAnswers, messages: MessageStore, followed: FollowedAnswers
    ) -> None:
        self._running = running
        self._messages = messages
        self._followed = followed

    async def execute(self, message_id: UUID) -> AnswerLog:
        """Return the log of an answer, which can be read from any event on.

        Raises:
            MessageNotFound: If there is no such answer.
            AnswerWithheld: If it rests on documents that who acts may not read.
            DatabaseUnavailable: If the database is needed and not reachable.
        """
        try:
            return checked(self._running.get(message_id), self._messages, message_id)
        except MessageNotFound:
            message = await self._messages.get(message_id)
        if message.role is not MessageRole.ASSISTANT:
            raise MessageNotFound
        if message.withheld:
            raise AnswerWithheld
        followed = await self._followed.follow(message)
        log = StoredAnswerLog(self._messages, self._followed, followed, message.document_ids)
        return checked(log, self._messages, message_id)
