"""Answers that are being written, and the logs of their events.

Each answer is written in a task of the server, whether or not a client reads it. Its events go into
a log. Each client reads the log at its own pace: a slow or absent client delays nothing, and a new
one can start at any event.
"""

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, TypeVar
from uuid import UUID

from application.access.acting import acting_principal
from application.answering.answer_log import AnswerLog
from application.limits.admission import most_of_one
from domain.access.principal import Principal
from domain.answering.events import TERMINAL_EVENTS, AnswerDelta, AnswerEvent, AnswerFailed
from domain.conversation.message import FinishReason, TextFormat
from domain.errors import AnswerInterrupted, MessageNotFound, ServerBusy, ServerStopping

# two cores save as many as there can be in two seconds, if nothing else runs on them
SAVING_SECONDS = 5.0
BEGINNERS_FIRST_SECONDS = 0.5
# on two cores, more would take turns too slowly to save themselves before their leases expire
MOST_ANSWERS = 200
BATCH = 100  # events; the most that a blocked reader holds in memory

ReplyT = TypeVar("ReplyT")

logger = logging.getLogger(__name__)


class LiveAnswerLog(AnswerLog):
    """The log of one answer. Events are numbered from 1.

    Attributes:
        stop_reason: Why the answer is to stop; None while it may go on.
        text_is_stored: Whether some of its text was stored while it was written.
    """

    def __init__(self) -> None:
        self.stop_reason: FinishReason | None = None
        self.text_is_stored = False
        self._finished = False
        # Plain text is logged as a string: collecting garbage among hundreds of thousands of pieces
        # would otherwise stop all other answers for 50 ms.
        self._events: list[AnswerEvent | str] = []
        self._format = TextFormat.MARKDOWN
        self._news = asyncio.Event()

    @property
    def finished(self) -> bool:
        """Whether the last event has been logged."""
        return self._finished

    def emit(self, event: AnswerEvent) -> None:
        """Log an event and wake its readers. A terminal event has to be the last."""
        if self._finished:
            raise RuntimeError("an answer's log ends with its terminal event")
        if isinstance(event, AnswerDelta) and event.source is None:
            self._events.append(event.content)
            self._format = event.format
        else:
            self._events.append(event)
        self._finished = isinstance(event, TERMINAL_EVENTS)
        self._news.set()
        self._news = asyncio.Event()

    async def read(self, after: int, timeout: float) -> list[AnswerEvent]:  # noqa: ASYNC109 - a time without events is a result here, not an error
        """Return some of the events after the first `after`, as soon as there are any.

        The list is empty if none came within `timeout` seconds, or if the log ends there.
        """
        if after >= len(self._events) and not self._finished:
            try:
                async with asyncio.timeout(timeout):
                    await self._news.wait()
            except TimeoutError:
                return []
        return [
            AnswerDelta(event, format=self._format) if isinstance(event, str) else event
            for event in self._events[after : after + BATCH]
        ]


class RunningAnswers:
    """Starts and stops the answers of this process, and finds them while they are written.

    A client that reads a log can finish reading it. For other clients the log is gone when the
    answer ends. The answer is saved before that, and is replayed from the database.
    """

    def __init__(self, most: int = MOST_ANSWERS) -> None:
        """Start nothing yet.

        Args:
            most: How many answers may be written or begun at the same time. Of one workspace it is
                three quarters of them, so that the others find room whatever is asked there.
        """
        self._most = most
        self._most_of_one = most_of_one(most)
        self._answers: dict[UUID, LiveAnswerLog] = {}
        self._askers: dict[UUID, Principal] = {}
        self._tasks: dict[UUID, asyncio.Task[None]] = {}
        self._replies: dict[asyncio.Task[Any], UUID] = {}
        self._begun: set[UUID] = set()
        self._stopping = False
        self._drained = False
        self._beginning: Counter[UUID] = Counter()
        self._none_beginning = asyncio.Event()
        self._none_beginning.set()

    @property
    def count(self) -> int:
        """How many answers are being written, those without a log included.

        One whose last event is logged is saved: its client may ask again, though its task is not
        over yet.
        """
        written = sum(not answer.finished for answer in self._answers.values())
        return written + len(self._replies)

    @contextmanager
    def beginning(self) -> Iterator[None]:
        """Let a drain wait for the block, in which an exchange is begun and its answer started.

        Raises:
            ServerStopping: If the server is stopping.
            ServerBusy: If as many as possible are being written or begun, of all or of this
                workspace.
        """
        self.check_room()
        workspace = _acting_workspace()
        self._beginning[workspace] += 1
        self._none_beginning.clear()
        try:
            yield
        finally:
            self._beginning[workspace] -= 1
            self._beginning += Counter()  # forgets those that begin none
            if not self._beginning:
                self._none_beginning.set()

    async def reply(self, write: Callable[[], Coroutine[Any, Any, ReplyT]]) -> ReplyT:
        """Return an answer that has no log, because nothing of it is read before it is whole.

        It counts as the others do. A drain waits for it, and stops it at the end of the grace.

        Raises:
            ServerStopping: If the server is stopping, or stopped it.
            ServerBusy: If as many as possible are being written or begun, of all or of this
                workspace.
        """
        self.check_room()
        reply = asyncio.create_task(write())
        self._replies[reply] = _acting_workspace()
        reply.add_done_callback(self._replies.pop)
        try:
            await asyncio.wait([reply])
        finally:
            reply.cancel()
        if reply.cancelled():
            raise ServerStopping
        return reply.result()

    def check_room(self) -> None:
        """Refuse what could not begin now, before anything is done for it.

        Raises:
            ServerStopping: If the server is stopping.
            ServerBusy: If as many as possible are being written or begun, of all or of this
                workspace.
        """
        if self._stopping:
            raise ServerStopping
        held = self._held()
        if held.total() >= self._most or held[_acting_workspace()] >= self._most_of_one:
            raise ServerBusy

    def _held(self) -> Counter[UUID]:
        """Return how many places each workspace holds."""
        held = Counter(
            self._askers[answer_id].workspace.workspace_id
            for answer_id, answer in self._answers.items()
            if not answer.finished
        )
        held.update(self._replies.values())
        held.update(self._beginning)
        return held

    def start(
        self, answer_id: UUID, write: Callable[[LiveAnswerLog], Awaitable[None]]
    ) -> LiveAnswerLog:
        """Start an answer in a task of its own.

        It lets the exchanges that are being begun go first, for up to BEGINNERS_FIRST_SECONDS: a
        crowd begins soon, then takes its turns.

        Args:
            answer_id: The answer.
            write: Logs the events, including the terminal one. When it is cancelled, the log's
                `stop_reason` says why.

        Raises:
            ServerStopping: If `drain` has ended: nobody would wait for the answer.
        """
        if self._drained:
            raise ServerStopping(
                "The question was saved, but the server is stopping. Ask again when it is back."
            )
        answer = self._answers[answer_id] = LiveAnswerLog()
        self._askers[answer_id] = acting_principal()

        async def run() -> None:
            with suppress(TimeoutError):
                async with asyncio.timeout(BEGINNERS_FIRST_SECONDS):
                    await self._none_beginning.wait()
            self._begun.add(answer_id)
            if answer.stop_reason is not None:
                self._tasks[answer_id].cancel()
            await write(answer)

        task = self._tasks[answer_id] = asyncio.create_task(run(), name=f"answer {answer_id}")
        task.add_done_callback(lambda task: self._ended(answer_id, task))
        return answer

    def get(self, answer_id: UUID) -> LiveAnswerLog:
        """Return the log of an answer that is being written for who acts, or who reads no more.

        Raises:
            MessageNotFound: If there is none.
        """
        answer = self._answers.get(answer_id)
        if answer is None or answer.finished:
            raise MessageNotFound
        if not acting_principal().reads_what(self._askers[answer_id]):
            raise MessageNotFound
        return answer

    def cancel(self, answer_id: UUID) -> None:
        """Stop an answer that is being written. Its text so far is saved.

        Raises:
            MessageNotFound: If there is none.
        """
        self.get(answer_id)
        self._stop(answer_id, FinishReason.CANCELLED)

    def stop(self, answers: Iterable[UUID]) -> None:
        """Stop those of these answers that are being written here: somebody elsewhere asked for it.

        Who did was allowed to: the ids come from the database and not from a client.
        """
        for answer_id in answers:
            if (answer := self._answers.get(answer_id)) and not answer.finished:
                self._stop(answer_id, FinishReason.CANCELLED)

    async def drain(self, grace: float) -> None:
        """Accept no new answers, let the running ones end within `grace` seconds, stop the rest.

        Stopped answers get another SAVING_SECONDS to be saved, of which they use what they need.
        """
        self._stopping = True
        started = time.monotonic()
        with suppress(TimeoutError):
            async with asyncio.timeout(grace):
                await self._none_beginning.wait()
        await self._wait(max(0.0, grace - (time.monotonic() - started)))
        for answer_id in list(self._tasks):
            self._stop(answer_id, FinishReason.INTERRUPTED)
        for reply in self._replies:
            reply.cancel()
        await self._wait(SAVING_SECONDS)
        for answer_id, task in self._tasks.items():
            logger.error("answer %s could not be saved in time", answer_id)
            task.cancel()
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)
        self._drained = True

    async def _wait(self, seconds: float) -> None:
        if tasks := [*self._tasks.values(), *self._replies]:
            await asyncio.wait(tasks, timeout=seconds)

    def _stop(self, answer_id: UUID, reason: FinishReason) -> None:
        answer = self._answers[answer_id]
        # a second cancellation would interrupt the saving after the first
        if answer.stop_reason is None:
            answer.stop_reason = reason
            # a task that is cancelled before it runs could not save that it was cancelled
            if answer_id in self._begun:
                self._tasks[answer_id].cancel()

    def _ended(self, answer_id: UUID, task: asyncio.Task[None]) -> None:
        del self._tasks[answer_id]
        self._begun.discard(answer_id)
        answer = self._answers.pop(answer_id)
        del self._askers[answer_id]
        if not task.cancelled() and (exc := task.exception()) is not None:
            logger.error("answer %s broke off", answer_id, exc_info=exc)
        if not answer.finished:
            # the task ended without a terminal event
            failure = AnswerInterrupted(
                "The answer broke off, and its last words may not be saved: ask again."
            )
            stored = answer.text_is_stored
            answer.emit(AnswerFailed(answer_id, failure.message, failure.code, partial=stored))


def _acting_workspace() -> UUID:
    return acting_principal().workspace.workspace_id
