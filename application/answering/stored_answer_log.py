"""The events of an answer that this process does not write."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice

from application.answering.answer_log import AnswerLog
from application.answering.running_answers import BATCH
from application.ports.message_store import MessageStore
from domain.answering.events import AnswerEvent
from domain.answering.record import end_of, events_of
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
        self._following: Iterator[AnswerEvent] = events_of(answer)
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
                self._answer = await self._messages.get(self._answer.id)
                self._position = -1
        return events

    def _next(self, after: int) -> list[AnswerEvent]:
        if self._position != after:
            self._following = islice(events_of(self._answer), after, None)
        events = list(islice(self._following, BATCH))
        self._position = after + len(events)
        return events

    @property
    def finished(self) -> bool:
        """Whether the stored answer has ended."""
        return self._answer.finish_reason is not None

    @property
    def _was_killed(self) -> bool:
        # a writer that ended the answer itself saved the error that it sent
        interrupted = self._answer.finish_reason is FinishReason.INTERRUPTED
        return interrupted and self._answer.metadata.code is None
