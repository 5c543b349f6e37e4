"""Cancelling an answer."""

from uuid import UUID

from application.answering.follow_answer import FollowAnswer
from application.answering.running_answers import LiveAnswerLog, RunningAnswers
from domain.errors import AnsweredElsewhere


class CancelAnswer:
    """Stops answers that are being written; what was said is kept."""

    def __init__(self, live: RunningAnswers, follow: FollowAnswer) -> None:
        """Stop those of `live`, and know the others."""
        self._live = live
        self._follow = follow

    async def execute(self, message_id: UUID) -> None:
        """Stop an answer. One that has ended stays as it is.

        Raises:
            MessageNotFound: If there is no such answer.
            AnsweredElsewhere: If another process is writing it.
            DatabaseUnavailable: If the database is needed and not reachable.
        """
        answer = await self._follow.execute(message_id)
        if isinstance(answer, LiveAnswerLog):
            self._live.cancel(message_id)
        elif not answer.finished:
            raise AnsweredElsewhere
