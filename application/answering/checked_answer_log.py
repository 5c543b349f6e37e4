"""The log of an answer for who may not read all documents: these may be limited in the middle."""

import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial
from uuid import UUID

from application.access.acting import acting_principal
from application.answering.answer_log import AnswerLog
from application.ports.message_store import MessageStore
from application.ports.reading_limits import ReadingLimits
from domain.answering.events import AnswerEvent, AnswerFailed, SourcesFound
from domain.conversation.message import documents_of
from domain.errors import AnswerWithheld, MessageNotFound, Unavailable

SECONDS_BETWEEN_CHECKS = 2.0


def checked(log: AnswerLog, messages: MessageStore, answer_id: UUID) -> AnswerLog:
    """Return a log for who acts, which ends once they may not read the answer any more."""
    if acting_principal().reads_all:
        return log
    return CheckedAnswerLog(log, answer_id, partial(messages.may_read, answer_id))


def checked_by_sources(log: AnswerLog, limits: ReadingLimits, answer_id: UUID) -> AnswerLog:
    """As `checked`, of an answer that is not stored: it rests on what its search has found."""
    if acting_principal().reads_all:
        return log

    async def may_read() -> bool:
        documents = {
            document
            for each in await log.read(0, 0.0)
            if isinstance(each, SourcesFound)
            for document in documents_of(each.sources, (), each.considered)
        }
        return await limits.may_read(documents)

    return CheckedAnswerLog(log, answer_id, may_read)


class CheckedAnswerLog(AnswerLog):
    """Looks from time to time whether who acts may read the answer, and otherwise ends.

    While the database is away nobody can be refused, and what is known is read on.
    """

    def __init__(
        self, log: AnswerLog, answer_id: UUID, may_read: Callable[[], Awaitable[bool]]
    ) -> None:
        """Wrap a log.

        Args:
            log: The log.
            answer_id: The answer.
            may_read: Says whether who acts may read the answer now.
        """
        self._log = log
        self._answer_id = answer_id
        self._may_read = may_read
        self._checked_at = time.monotonic()
        self._withheld = False

    @property
    def finished(self) -> bool:
        """Whether the log is complete, or may be read no more."""
        return self._withheld or self._log.finished

    async def read(self, after: int, timeout: float) -> list[AnswerEvent]:  # noqa: ASYNC109 - a time without events is a result here, not an error
        """Return some of the events after the first `after`, or the end for who may not read on."""
        deadline = time.monotonic() + timeout
        while True:
            await self._check()
            if self._withheld:
                refusal = AnswerWithheld()
                return [AnswerFailed(self._answer_id, refusal.message, refusal.code, partial=False)]
            left = deadline - time.monotonic()
            events = await self._log.read(after, max(0.0, min(left, SECONDS_BETWEEN_CHECKS)))
            if events or self._log.finished or left <= SECONDS_BETWEEN_CHECKS:
                return events

    async def _check(self) -> None:
        now = time.monotonic()
        if self._withheld or now - self._checked_at < SECONDS_BETWEEN_CHECKS:
            return
        self._checked_at = now
        # an answer that was removed says nothing of its documents, and its end is on its way
        with suppress(MessageNotFound, Unavailable):
            self._withheld = not await self._may_read()
