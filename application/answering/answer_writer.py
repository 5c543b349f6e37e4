"""Writing one answer: all its events pass through here, and only this module saves it."""

import asyncio
import logging
import time
from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from application.answering.running_answers import LiveAnswerLog
from application.citations.verify_citations import VerifyCitations
from application.ports.answer_workflow import AnswerSink
from application.ports.message_store import MessageStore
from domain.answering.events import (
    AnswerEnd,
    AnswerEvent,
    AnswerFinished,
)
from domain.answering.parts import AnswerPart
from domain.answering.record import AnswerRecord, end_of
from domain.citations.citation import SentenceSpan
from domain.conversation.message import FailedModel, FinishReason, Message
from domain.errors import AnswerInterrupted, QuothError, Unavailable

# a database is back within this time after a restart, as a rule; who reads the answer waits for its
# end meanwhile
SAVE_SECONDS = 15.0
AGAIN_SECONDS = 0.5

logger = logging.getLogger(__name__)


class AnswerWriter(AnswerSink):
    """Owns the record and the log of one answer.

    Args:
        answer: The answer, still empty.
        log: Where clients read its events.
        messages: Where it is saved at its end; None if it is not to be saved.
        verify: Rechecks its citations before it ends.

    Attributes:
        failure: The error that ended the answer; None if there was none.
        is_saving: Whether it is being saved with its end, or was.
    """

    def __init__(
        self,
        answer: Message,
        log: LiveAnswerLog,
        messages: MessageStore | None,
        verify: VerifyCitations,
    ) -> None:
        self._record = AnswerRecord(answer)
        self._log = log
        self._messages = messages
        self._verify = verify
        self._end: AnswerEnd | None = None
        self._part: AnswerPart | None = None
        self.failure: QuothError | None = None
        self.is_saving = False

    @property
    def answer(self) -> Message:
        """The answer so far."""
        return self._record.message(self._end)

    @property
    def answer_id(self) -> UUID:
        """The id of the answer."""
        return self._record.answer_id

    def next_part(self) -> AnswerPart | None:
        """Return what is to be stored next, the same until it is; None if nothing is."""
        if self._part is None:
            self._part = self._record.take_part()
        return self._part

    def last_parts(self) -> list[AnswerPart]:
        """Return what is not stored yet of what was taken, and the part that tells of the end."""
        taken = [] if self._part is None else [self._part]
        return [*taken, self._record.last_part()]

    def part_is_stored(self) -> None:
        """Note that the next part was stored."""
        self._log.text_is_stored |= self._part is not None and bool(self._part.content)
        self._part = None

    def emit(self, event: AnswerEvent) -> None:
        """Record an event and log it."""
        self._record.add(event)
        self._log.emit(event)

    def written_by(self, model: str, failed: Sequence[FailedModel] = ()) -> None:
        """Record which model writes the answer, and which ones failed before it."""
        self._record.written_by(model, failed)

    async def finish(self, end: AnswerFinished) -> None:
        """Recheck the citations, save the answer, then log its end.

        A cancelled answer is saved immediately or not at all: nothing may delay a stop.
        """
        written = self.answer.metadata
        end = replace(end, model=written.model, fallback_from=written.fallback_from)
        stopped = end.finish_reason is FinishReason.CANCELLED
        if not stopped:
            before = self._supported_sentences()
            await self._recheck()
            end = end.without(before - self._supported_sentences())
        await self._save(end, stopped=stopped)

    async def fail(self, error: QuothError) -> None:
        """Save the answer so far, then log the error."""
        self.failure = error
        stopped = isinstance(error, AnswerInterrupted)
        if not stopped:
            await self._recheck()
        await self._save(self._record.failure(error), stopped=stopped)

    async def _recheck(self) -> None:
        """Mark the citations that are no longer verified; without an answer they stay."""
        try:
            self._record.citations[:] = await self._verify.recheck(self._record.citations)
        except Exception:
            logger.exception("citations of answer %s were not rechecked", self._record.answer_id)

    def _supported_sentences(self) -> set[SentenceSpan]:
        verified = [each for each in self._record.citations if each.verified]
        return {SentenceSpan(each.answer_start, each.answer_end) for each in verified}

    async def _save(self, end: AnswerEnd, *, stopped: bool) -> None:
        """Save the answer with its end, and log the end that applies, or that it is not saved."""
        self.is_saving = True
        try:
            self._end = end = await self._saved(end, 0.0 if stopped else SAVE_SECONDS)
        except Exception as exc:
            self.failure = failure = exc if isinstance(exc, QuothError) else QuothError()
            logger.warning(
                "answer %s could not be saved: %s",
                self._record.answer_id,
                failure.code,
                exc_info=failure is not exc,
            )
            # also in place of another failure, whose message says that the text is saved
            end = replace(self._record.failure(failure), partial=self._log.text_is_stored)
        self._log.emit(end)

    async def _saved(self, end: AnswerEnd, patience: float) -> AnswerEnd:
        """Save the answer, and return the end that applies.

        It is another one if the answer had already ended: its lease had expired, or it had just
        been saved when it was stopped. Saving is tried again for `patience` seconds while the
        database is unavailable; an answer of which nobody knows whether it was saved is found to
        have its end.
        """
        if self._messages is None:
            return end
        trying_until = time.monotonic() + patience
        while True:
            try:
                if await self._messages.save(self._record.message(end)):
                    return end
                return end_of(await self._messages.get(self._record.answer_id)) or end
            except Unavailable:
                if time.monotonic() + AGAIN_SECONDS > trying_until:
                    raise
            await asyncio.sleep(AGAIN_SECONDS)
