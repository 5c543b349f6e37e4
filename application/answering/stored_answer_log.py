"""The events of an answer that this process does not write."""

import asyncio
import time
from itertools import islice

from application.answering.answer_log import AnswerLog
from application.answering.followed_answers import LOOK_SECONDS, FollowedAnswer, FollowedAnswers
from application.answering.running_answers import BATCH
from domain.answering.events import AnswerEvent
from domain.answering.record import Replay, end_of
from domain.conversation.message import FinishReason
from domain.errors import Unavailable


class StoredAnswerLog(AnswerLog):
    """Tells the events of an answer from what is stored of it, under their original numbers.

    The events of an answer that another process is writing appear as its parts are stored.
    """

    def __init__(self, answers: FollowedAnswers, followed: FollowedAnswer) -> None:
        self._answers = answers
        self._followed = followed
        self._replay = Replay()
        self._position = 0

    async def read(self, after: int, timeout: float) -> list[AnswerEvent]:  # noqa: ASYNC109 - a time without events is a result here, not an error
        """Return some of the events after the first `after`, as soon as there are any.

        The list is empty if none came within `timeout` seconds, or if the log ends there. An
        answer whose writer was killed may have been streamed further than it was stored. A client
        that has seen more events than are stored still gets the terminal event.
        """
        deadline = time.monotonic() + timeout
        while not (events := self._next(after)):
            if self.finished:
                end = end_of(self._followed.answer)
                return [end] if self._was_killed and end else []
            if (left := deadline - time.monotonic()) <= 0:
                break
            try:
                await self._answers.wait(self._followed, left)
            except Unavailable:  # the next look asks again
                await asyncio.sleep(min(left, LOOK_SECONDS))
        return events

    def _next(self, after: int) -> list[AnswerEvent]:
        if after < self._position:
            self._replay, self._position = Replay(), 0
        following = self._replay.events(self._followed.answer)
        # fewer are skipped if the client has seen more than is stored yet
        self._position += sum(1 for _ in islice(following, after - self._position))
        events = list(islice(following, BATCH))
        self._position += len(events)
        return events

    @property
    def finished(self) -> bool:
        """Whether the answer has ended, or the server stops, and more is to be read elsewhere."""
        return self._followed.answer.finish_reason is not None or self._answers.stopping

    @property
    def _was_killed(self) -> bool:
        # a writer that ended the answer itself saved the error that it sent
        answer = self._followed.answer
        return answer.finish_reason is FinishReason.INTERRUPTED and answer.metadata.code is None
