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
    """Reads an answer's events from what is kept of it, under the numbers that they had.

    What another process is writing comes as often as that one saves it.
    """

    def __init__(self, messages: MessageStore, answer: Message) -> None:
        """Begin with the answer as it is kept now."""
        self._messages = messages
        self._answer = answer
        self._following: Iterator[AnswerEvent] = events_of(answer)
        self._position = 0

    async def read(self, after: int, timeout: float) -> list[AnswerEvent]:  # noqa: ASYNC109 - a time without news is an answer here, not an error
        """Return some of the events that follow the first `after` ones, as soon as there are any.

        The list is empty if none came in time, or if the answer has ended there. An answer whose
        writer was killed may have been streamed further than it was kept: then whoever has seen
        more than is left still learns that it ended.
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
        """Whether nothing follows what is kept."""
        return self._answer.finish_reason is not None

    @property
    def _was_killed(self) -> bool:
        # a writer that ended the answer itself left the words that it told its clients
        interrupted = self._answer.finish_reason is FinishReason.INTERRUPTED
        return interrupted and self._answer.metadata.code is None
