"""Answering a question: begin the exchange, run the workflow, keep what came of it."""

import asyncio
import logging
import time
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from uuid import UUID

from application.answer_cache import AnswerCache, CachedAnswer
from application.answer_record import AnswerRecord
from application.heartbeat import heartbeat
from application.live_answers import LiveAnswer, LiveAnswers
from application.ports.answer_workflow import AnswerWorkflow
from application.ports.message_store import MessageStore
from domain.answers import (
    AnswerDelta,
    AnswerEvent,
    AnswerFailed,
    AnswerFinished,
    AnswerStarted,
    Question,
    SourcesFound,
    Timings,
)
from domain.conversation import MAX_MESSAGE_LENGTH, FinishReason, Message, Role
from domain.errors import (
    AnswerInterrupted,
    MessageEmpty,
    MessageTooLong,
    NotFound,
    QuothError,
    Unavailable,
)
from domain.identifiers import new_id

SAVE_EVERY_SECONDS = 1.0

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class AskRequest:
    """A question put to a session."""

    session_id: UUID
    message: str


class AnswerQuestion:
    """Answers questions, each in a task of the server's own."""

    def __init__(
        self,
        messages: MessageStore,
        workflow: AnswerWorkflow,
        cache: AnswerCache,
        live: LiveAnswers,
    ) -> None:
        """Keep messages there, run that workflow, remember answers, and log their events."""
        self._messages = messages
        self._workflow = workflow
        self._cache = cache
        self._live = live

    async def execute(self, request: AskRequest) -> LiveAnswer:
        """Begin an answer and return the log of its events.

        When this returns, the question is kept, and the answer will be, whoever listens.

        Raises:
            MessageEmpty: If there is no question.
            MessageTooLong: If it has over 32,000 characters.
            SessionNotFound: If there is no such session.
            AnswerInProgress: If the session's previous answer is still being written.
            Unavailable: If the database is not there, or the server is stopping.
        """
        text = request.message.replace("\0", "")  # PostgreSQL's text has no NUL
        if not text.strip():
            raise MessageEmpty
        if len(text) > MAX_MESSAGE_LENGTH:
            raise MessageTooLong(
                f"The message has {len(text):,} characters and may have {MAX_MESSAGE_LENGTH:,}:"
                " shorten the question."
            )
        self._live.check_accepting()
        now = datetime.now(UTC)
        asked = Message(new_id(), request.session_id, Role.USER, text, now)
        answer = Message(new_id(), request.session_id, Role.ASSISTANT, "", now)
        history = await self._messages.begin(asked, answer)
        question = Question(text, history, answer)
        return self._live.start(answer.id, lambda log: self._write(question, log))

    async def _write(self, question: Question, log: LiveAnswer) -> None:
        """Log an answer's events up to the terminal one, and save what is said on the way."""
        record = AnswerRecord(question.answer)

        async def save() -> None:
            await self._messages.save(record.message())

        try:
            # saving also renews the answer's lease: it counts as being written while we live
            async with (
                heartbeat(SAVE_EVERY_SECONDS, save),
                aclosing(self._events(question, record)) as events,
            ):
                async for event in events:
                    record.add(event)
                    log.emit(event)
        except asyncio.CancelledError:
            reason = log.stop_reason or FinishReason.INTERRUPTED
            await self._end_early(record, log, reason, AnswerInterrupted())
        except Exception:
            logger.exception("answer %s failed", question.answer.id)
            await self._end_early(record, log, FinishReason.ERROR, QuothError())

    async def _end_early(
        self, record: AnswerRecord, log: LiveAnswer, reason: FinishReason, failure: QuothError
    ) -> None:
        """Keep what was said of an answer that was stopped, and end its log."""
        if log.finished:
            return  # it had ended, and was saved, when the stop came
        answer = replace(record.message(), finish_reason=reason)
        saved = True
        try:
            await self._messages.save(answer)
            # had it ended just before the stop, it stays as it was kept then
            reason = (await self._messages.get(answer.id)).finish_reason or reason
        except (Unavailable, NotFound) as exc:
            logger.warning("the stopped answer %s could not be saved: %s", answer.id, exc.code)
            saved = False
        if reason not in (FinishReason.INTERRUPTED, FinishReason.ERROR):
            log.emit(AnswerFinished(answer.id, reason, answer.usage, record.timings()))
        else:
            partial = saved and bool(answer.content)
            log.emit(AnswerFailed(answer.id, failure.message, failure.code, partial))

    async def _events(
        self, question: Question, record: AnswerRecord
    ) -> AsyncGenerator[AnswerEvent, None]:
        key, cached = await self._look_up(question)
        yield AnswerStarted(question.answer.id, question.text, cached=cached is not None)
        async with aclosing(
            self._replay(question, cached) if cached else self._workflow.run(question)
        ) as events:
            async for event in events:
                if key and isinstance(event, AnswerFinished):
                    await self._remember(key, event, record)
                yield event

    async def _remember(self, key: str, finished: AnswerFinished, record: AnswerRecord) -> None:
        if finished.finish_reason is FinishReason.STOP:
            answer = CachedAnswer(record.sources, tuple(record.pieces), finished.usage)
            await self._cache.put(key, answer)

    async def _look_up(self, question: Question) -> tuple[str | None, CachedAnswer | None]:
        try:
            key = await self._cache.key(question)
            return key, await self._cache.get(key)
        except Unavailable:
            return None, None  # an answer can be made without the cache

    async def _replay(
        self, question: Question, cached: CachedAnswer
    ) -> AsyncGenerator[AnswerEvent, None]:
        started = time.perf_counter()
        yield SourcesFound(cached.sources)
        for piece in cached.pieces:
            yield AnswerDelta(piece)
        answer = replace(
            question.answer,
            content="".join(cached.pieces),
            finish_reason=FinishReason.STOP,
            sources=cached.sources,
            usage=cached.usage,
        )
        await self._messages.save(answer)
        timings = Timings(total=(time.perf_counter() - started) * 1000)
        yield AnswerFinished(answer.id, FinishReason.STOP, cached.usage, timings)
