"""Cancelling an answer."""

from uuid import UUID

from application.answering.follow_answer import FollowAnswer
from application.answering.running_answers import RunningAnswers
from domain.errors import AnsweredElsewhere, MessageNotFound


class CancelAnswer:
    """Cancels answers that are being written. Their text so far is saved."""

    def __init__(self, running: RunningAnswers, follow: FollowAnswer) -> None:
        self._running = running
        self._follow = follow

    async def execute(self, message_id: UUID) -> None:
        """Cancel an answer. One that has ended does not change.

        Raises:
            MessageNotFound: If there is no such answer.
            AnswerWithheld: If it rests on documents that who acts may not read.
            AnsweredElsewhere: If another process is writing it.
            DatabaseUnavailable: If the database is needed and not reachable.
        """
        try:
            self._running.cancel(message_id)
        except MessageNotFound:
            answer = await self._follow.execute(message_id)
            if not answer.finished:
                raise AnsweredElsewhere from None
