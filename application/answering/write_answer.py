"""Writing one answer: its events go into its log, and what is said is saved on the way."""

import asyncio
import logging
import time
from collections.abc import AsyncGenerator
from contextlib import aclosing, nullcontext
from dataclasses import replace

from application.answering.answer_cache import AnswerCache
from application.answering.finish_answer import finish_answer
from application.answering.running_answers import LiveAnswerLog
from application.heartbeat import heartbeat
from application.ports.answer_workflow import AnswerWorkflow
from application.ports.message_store import MessageStore
from domain.answering.events import (
    TERMINAL_EVENTS,
    AnswerEnd,
    AnswerEvent,
    AnswerFinished,
    AnswerStarted,
    AnswerTask,
)
from domain.answering.record import AnswerRecord, events_of
from domain.conversation.message import FinishReason, Message, Timings
from domain.errors import AnswerInterrupted, QuothError, Unavailable

# clients are promised that at most a second is lost, and an answer's lease lasts for 5 s
SAVE_EVERY_SECONDS = 0.8

logger = logging.getLogger(__name__)


class WriteAnswer:
    """Writes answers: by the workflow, or from memory."""

    def __init__(
        self, messages: MessageStore, workflow: AnswerWorkflow, cache: AnswerCache
    ) -> None:
        """Keep messages there, run that workflow, remember answers."""
        self._messages = messages
        self._workflow = workflow
        self._cache = cache

    async def execute(
        self, question: AnswerTask, log: LiveAnswerLog, *, use_cache: bool = True
    ) -> None:
        """Log an answer's events up to the terminal one. Cancelling it ends the log as well.

        Args:
            question: The question; its answer was begun.
            log: Where the events go; its `stop_reason` says why the answer was cancelled.
            use_cache: Whether the answer may come from memory, and be remembered.
        """
        record = AnswerRecord(question.answer)
        started = time.perf_counter()
        try:
            # saving also renews the answer's lease: it counts as being written while we live
            async with (
                heartbeat(SAVE_EVERY_SECONDS, lambda: self._messages.save(record.message())),
                aclosing(self._events(question, record, use_cache=use_cache)) as events,
            ):
                async for event in events:
                    record.add(event)
                    log.emit(event)
        except asyncio.CancelledError:
            if log.finished:
                return  # it had ended, and was kept, when the stop came
            end: AnswerEnd = record.failure(AnswerInterrupted())
            if log.stop_reason is FinishReason.CANCELLED:
                end = AnswerFinished(
                    record.answer_id, FinishReason.CANCELLED, question.answer.usage, _since(started)
                )
            log.emit(await finish_answer(self._messages, record, end))
        except Exception:
            logger.exception("answer %s failed", record.answer_id)
            end = record.failure(QuothError())
            log.emit(await finish_answer(self._messages, record, end))

    async def _events(
        self, question: AnswerTask, record: AnswerRecord, *, use_cache: bool
    ) -> AsyncGenerator[AnswerEvent, None]:
        key = await self._key(question) if use_cache else None
        with self._cache.making(key) if key else nullcontext() as earlier:
            cached = await self._cache.get(key) if key and not earlier else None
            if cached or earlier:
                searched = cached and cached.outcome.question
                yield AnswerStarted(record.answer_id, searched or question.text, cached=True)
            if key and earlier:
                await earlier.wait()
                cached = await self._cache.get(key)
            if cached:
                async for event in self._again(cached, record):
                    yield event
                return
            begun = replace(question, answer=record.message())
            async with aclosing(self._workflow.run(begun)) as events:
                async for event in events:
                    if key and isinstance(event, AnswerFinished):
                        await self._remember(key, question, record.message(event))
                    yield event

    async def _again(
        self, cached: Message, record: AnswerRecord
    ) -> AsyncGenerator[AnswerEvent, None]:
        started = time.perf_counter()
        for event in events_of(cached):
            if isinstance(event, AnswerFinished):
                end = replace(event, message_id=record.answer_id, timings=_since(started))
                yield await finish_answer(self._messages, record, end)
            elif not isinstance(event, (AnswerStarted, *TERMINAL_EVENTS)):
                yield event

    async def _key(self, question: AnswerTask) -> str | None:
        try:
            return await self._cache.key(question)
        except Unavailable:
            return None  # an answer can be made without the cache

    async def _remember(self, key: str, question: AnswerTask, answer: Message) -> None:
        try:
            await self._cache.put(key, question, answer)
        except Unavailable as exc:
            logger.warning("answer %s is not remembered: %s", answer.id, exc.code)


def _since(started: float) -> Timings:
    return Timings(total=(time.perf_counter() - started) * 1000)
