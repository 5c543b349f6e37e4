"""The events of an answer that this process does not write."""

import asyncio
import time
from contextlib import suppress
from itertools import islice

from application.answering.answer_log import AnswerLog
from application.answering.running_answers import BATCH
from application.ports.message_store import MessageStore
from domain.answering.events import AnswerEvent
from domain.answering.record import Replay, end_of
from domain.conversation.message import FinishReason, Message
from domain.errors import Unavailable

POLL_SECONDS = 0.5


class StoredAnswerLog(AnswerLog):
    """Reads the events of an answer from the message store, under their original numbers.

    The events of an answer that another process is writing appear whenever it saves the answer.
    """

    def __init__(self, messages: MessageStore, answer: Message) -> None:
        self._messages = messages
        self._answer = answer
        self._replay = Replay()
        self._position = 0

    async def read(self, after: int, timeout: float) -> list[AnswerEvent]:  # noqa: ASYNC109 - a time without events is a result here, not an error
        """Return some of the events after the first `after`, as soon as there are any.

        The list is empty if none came within `timeout` seconds, or if the answer ends there. An
        answer whose writer was killed may have been streamed further than it was saved. A client
        that has seen more events than are stored still gets the terminal event.
        """
        deadline = time.monotonic() + timeout
        while not (events := self._next(after)):
            if self.finished:
                end = end_of(self._answer)
                return [end] if self._was_killed and end else []
            if time.monotonic() >= deadline:
                break
            await asyncio.sleep(min(POLL_SECONDS, timeout))
            with suppress(Unavailable):  # the next poll asks again
                self._answer = await self._messages.refresh(self._answer)
        return events

    def _next(self, after: int) -> list[AnswerEvent]:
        if after < self._position:
            self._replay, self._position = Replay(), 0
        following = self._replay.events(self._answer)
        # fewer are skipped if the client has seen more than is stored yet
        self._position += sum(1 for _ in islice(following, after - self._position))
        events = list(islice(following, BATCH))
        self._position += len(events)
        return events

    @property
    def finished(self) -> bool:
        """Whether the stored answer has ended, or may be read no more."""
        return self._answer.withheld or self._answer.finish_reason is not None

    @property
    def _was_killed(self) -> bool:
        # a writer that ended the answer itself saved the error that it sent
        interrupted = self._answer.finish_reason is FinishReason.INTERRUPTED
        return interrupted and self._answer.metadata.code is None
