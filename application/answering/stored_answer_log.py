"""The events of an answer that this process does not write."""

import asyncio
import time
from itertools import islice
from uuid import UUID

from application.access.acting import acting_principal
from application.answering.answer_log import AnswerLog
from application.answering.followed_answers import LOOK_SECONDS, FollowedAnswer, FollowedAnswers
from application.answering.running_answers import BATCH
from application.ports.message_store import MessageStore
from domain.answering.events import AnswerEvent
from domain.answering.record import Replay, end_of
from domain.conversation.message import FinishReason, Message, withheld
from domain.errors import Unavailable


class StoredAnswerLog(AnswerLog):
    """Tells the events of an answer from what is stored of it, under their original numbers.

    The events of an answer that another process is writing appear as its parts are stored. Those
    that rest on more documents than before are told to who may read these.

    Args:
        messages: Where it is looked whether who acts may still read the answer.
        answers: The answers that are followed here.
        followed: The answer.
        checked: The documents of the answer that it was already looked for.
    """

    def __init__(
        self,
        messages: MessageStore,
        answers: FollowedAnswers,
        followed: FollowedAnswer,
        checked: frozenset[UUID],
    ) -> None:
        self._messages = messages
        self._answers = answers
        self._followed = followed
        self._checked = checked
        self._withheld = False
        self._replay = Replay()
        self._position = 0

    async def read(self, after: int, timeout: float) -> list[AnswerEvent]:  # noqa: ASYNC109 - a time without events is a result here, not an error
        """Return some of the events after the first `after`, as soon as there are any.

        The list is empty if none came within `timeout` seconds, or if the log ends there. An
        answer whose writer was killed may have been streamed further than it was stored. A client
        that has seen more events than are stored still gets the terminal event.
        """
        deadline = time.monotonic() + timeout
        while True:
            left = deadline - time.monotonic()
            try:
                answer = await self._readable()
                if events := await self._next(answer, after):
                    return events
                if self.finished:
                    end = end_of(answer)
                    return [end] if self._was_killed and end else []
                if left <= 0:
                    return []
                await self._answers.wait(self._followed, left)
            except Unavailable:  # the next look asks again
                if left <= 0:
                    return []
                await asyncio.sleep(min(left, LOOK_SECONDS))

    async def _readable(self) -> Message:
        answer = self._followed.answer
        documents = answer.document_ids
        if not (documents <= self._checked or acting_principal().reads_all):
            self._withheld = not await self._messages.may_read(answer.id)
            self._checked = documents
        return withheld(answer) if self._withheld else answer

    async def _next(self, answer: Message, after: int) -> list[AnswerEvent]:
        if after < self._position:
            self._replay, self._position = Replay(), 0
        following = self._replay.events(answer)
        # fewer are skipped if the client has seen more than is stored yet
        while (left := after - self._position) > 0:
            skipped = sum(1 for _ in islice(following, min(left, BATCH)))
            self._position += skipped
            if skipped < min(left, BATCH):
                break
            await asyncio.sleep(0)  # there may be hundreds of thousands
        events = list(islice(following, BATCH))
        self._position += len(events)
        return events

    @property
    def finished(self) -> bool:
        """Whether the answer has ended, may be read no more, or is to be read on another server."""
        return (
            self._withheld
            or self._followed.answer.finish_reason is not None
            or self._answers.stopping
        )

    @property
    def _was_killed(self) -> bool:
        # a writer that ended the answer itself saved the error that it sent
        answer = self._followed.answer
        return answer.finish_reason is FinishReason.INTERRUPTED and answer.metadata.code is None
