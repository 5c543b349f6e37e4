"""Answers that are being written, and the logs of their events.

An answer belongs to the server: a task of its own writes it, whoever listens. Its events go into
a log, and each listener reads the log at a pace of its own, so that a slow or absent listener
holds up nobody and a new one can start anywhere.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from uuid import UUID

from domain.answers import TERMINAL_EVENTS, AnswerEvent, AnswerFailed
from domain.conversation import FinishReason
from domain.errors import AnswerInterrupted, MessageNotFound, ServerStopping

RETENTION_SECONDS = 600.0

logger = logging.getLogger(__name__)


class LiveAnswer:
    """The log of one answer. Events count from 1."""

    def __init__(self) -> None:
        """Start with an empty log."""
        self.stop_reason: FinishReason | None = None
        self.finished_at: float | None = None
        self._events: list[AnswerEvent] = []
        self._news = asyncio.Event()

    @property
    def finished(self) -> bool:
        """Whether the last event has been logged."""
        return self.finished_at is not None

    @property
    def length(self) -> int:
        """How many events have been logged."""
        return len(self._events)

    def emit(self, event: AnswerEvent) -> None:
        """Log an event and wake whoever waits for it."""
        if self.finished:
            raise RuntimeError("an answer's log ends with its terminal event")
        self._events.append(event)
        if isinstance(event, TERMINAL_EVENTS):
            self.finished_at = time.monotonic()
        self._news.set()
        self._news = asyncio.Event()

    async def read(self, after: int, timeout: float) -> list[AnswerEvent]:  # noqa: ASYNC109 - a time without news is an answer here, not an error
        """Return the events that follow the first `after` ones, as soon as there are any.

        The list is empty if none came in time, or if the log has ended there.
        """
        if after >= len(self._events) and not self.finished:
            try:
                await asyncio.wait_for(self._news.wait(), timeout)
            except TimeoutError:
                return []
        return self._events[after:]


class LiveAnswers:
    """Starts, stops and keeps the answers of this process."""

    def __init__(self) -> None:
        """Start with no answer."""
        self._answers: dict[UUID, LiveAnswer] = {}
        self._tasks: dict[UUID, asyncio.Task[None]] = {}
        self._stopping = False

    def check_accepting(self) -> None:
        """Raise ServerStopping if no new answer is begun any more."""
        if self._stopping:
            raise ServerStopping

    def start(self, answer_id: UUID, write: Callable[[LiveAnswer], Awaitable[None]]) -> LiveAnswer:
        """Begin an answer in a task of its own.

        `write` logs the events, the terminal one included. When it is cancelled, the log's
        `stop_reason` says why.
        """
        self._forget_old()
        answer = self._answers[answer_id] = LiveAnswer()

        async def run() -> None:
            await write(answer)

        task = self._tasks[answer_id] = asyncio.create_task(run(), name=f"answer {answer_id}")
        task.add_done_callback(lambda task: self._ended(answer_id, task))
        return answer

    def get(self, answer_id: UUID) -> LiveAnswer:
        """Return the log of an answer that is being written or ended in the last 10 minutes.

        Raises:
            MessageNotFound: If there is none.
        """
        self._forget_old()
        try:
            return self._answers[answer_id]
        except KeyError:
            raise MessageNotFound from None

    def cancel(self, answer_id: UUID) -> None:
        """Stop an answer; what was said is kept. One that has ended stays as it is.

        Raises:
            MessageNotFound: If there is none.
        """
        self.get(answer_id)
        self._stop(answer_id, FinishReason.CANCELLED)

    async def drain(self, grace: float) -> None:
        """Accept no new answer, let the running ones end within `grace` seconds, stop the rest."""
        self._stopping = True
        if self._tasks:
            await asyncio.wait(list(self._tasks.values()), timeout=grace)
        for answer_id in list(self._tasks):
            self._stop(answer_id, FinishReason.INTERRUPTED)
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)

    def _stop(self, answer_id: UUID, reason: FinishReason) -> None:
        task = self._tasks.get(answer_id)
        answer = self._answers[answer_id]
        # a second cancellation would break the saving that follows the first
        if task is not None and answer.stop_reason is None:
            answer.stop_reason = reason
            task.cancel()

    def _ended(self, answer_id: UUID, task: asyncio.Task[None]) -> None:
        del self._tasks[answer_id]
        answer = self._answers[answer_id]
        if not task.cancelled() and (exc := task.exception()) is not None:
            logger.error("answer %s broke off", answer_id, exc_info=exc)
        if not answer.finished:
            # it was stopped before its first step, or could not even say that it failed
            failure = AnswerInterrupted()
            answer.emit(AnswerFailed(answer_id, failure.message, failure.code, partial=False))

    def _forget_old(self) -> None:
        horizon = time.monotonic() - RETENTION_SECONDS
        for answer_id, answer in list(self._answers.items()):
            if answer.finished_at is not None and answer.finished_at < horizon:
                del self._answers[answer_id]
