"""Writing an answer: by the workflow, or from the cache."""

import asyncio
import logging
import time
from contextlib import nullcontext
from dataclasses import replace

from application.answering.answer_cache import AnswerCache
from application.answering.answer_writer import AnswerWriter
from application.answering.equal_questions import EqualQuestions
from application.answering.keep_answers import KeepAnswers
from application.answering.running_answers import BATCH, LiveAnswerLog
from application.citations.verify_citations import VerifyCitations
from application.identifiers import new_id
from application.ports.answer_workflow import AnswerWorkflow
from application.ports.message_store import MessageStore
from domain.answering.events import (
    AnswerFailed,
    AnswerFinished,
    AnswerStarted,
    AnswerTask,
    CitationAdded,
)
from domain.answering.record import events_of
from domain.conversation.message import FinishReason, Message, Timings, Usage
from domain.conversation.small_talk import small_talk_reply
from domain.errors import AnswerInterrupted, NotFound, QuothError, Unavailable

logger = logging.getLogger(__name__)


class WriteAnswer:
    """Writes answers from the first event to the last."""

    def __init__(
        self,
        messages: MessageStore,
        keep: KeepAnswers,
        workflow: AnswerWorkflow,
        cache: AnswerCache,
        verify: VerifyCitations,
    ) -> None:
        self._messages = messages
        self._keep = keep
        self._workflow = workflow
        self._cache = cache
        self._verify = verify
        self._equal = EqualQuestions()

    async def execute(
        self,
        task: AnswerTask,
        log: LiveAnswerLog,
        *,
        use_cache: bool = True,
        store: bool = True,
    ) -> None:
        """Log an answer's events up to the last. Cancellation ends the log as well.

        Args:
            task: The question, whose answer has begun.
            log: Where the events go; its `stop_reason` says why the answer was cancelled.
            use_cache: Whether the answer may come from the cache and be cached.
            store: Whether the answer is stored; one without a session is not.
        """
        messages = self._messages if store else None
        writer = AnswerWriter(task.answer, log, messages, self._verify)
        async with self._keep.keeping(writer) if store else nullcontext():
            await self._write_to_its_end(task, writer, log, use_cache=use_cache)

    async def _write_to_its_end(
        self, task: AnswerTask, writer: AnswerWriter, log: LiveAnswerLog, *, use_cache: bool
    ) -> None:
        started = time.perf_counter()
        try:
            await self._write(task, writer, use_cache=use_cache)
            if not log.finished:
                raise RuntimeError("the workflow returned without an end")
        except asyncio.CancelledError:
            # swallowed: the caller waits until this task has saved the answer
            if log.finished:
                return  # it had ended and was saved before the cancellation
            if log.stop_reason is FinishReason.CANCELLED:
                end = AnswerFinished(
                    task.answer.id, FinishReason.CANCELLED, Usage(), _since(started)
                )
                await writer.finish(end)
            else:
                await writer.fail(AnswerInterrupted())
        except Exception:
            logger.exception("answer %s failed", task.answer.id)
            if not log.finished:
                await writer.fail(QuothError())

    async def _write(self, task: AnswerTask, writer: AnswerWriter, *, use_cache: bool) -> None:
        while use_cache and (key := await self._key(task)) is not None:
            if (cached := await self._cache.get(key)) is not None:
                await self._repeat(cached, task, writer)
                return
            async with self._equal.turn(key) as turn:
                if isinstance(turn, QuothError):
                    await writer.fail(turn)
                    return
                if turn is not None:
                    await self._workflow.run(task, writer)
                    shared = await self._remember(key, task, writer.answer)
                    # an answer that was deleted meanwhile says nothing about the question
                    if not isinstance(writer.failure, NotFound):
                        turn.end(writer.failure, shared=shared)
                    return
            # an equal question has just been answered: look for it under the key of this moment
        await self._workflow.run(task, writer)

    async def _repeat(self, cached: Message, task: AnswerTask, writer: AnswerWriter) -> None:
        """Emit the events of a cached answer as those of this answer.

        Its citations get ids of their own, and no tokens were spent on it.
        """
        started = time.perf_counter()
        answer_id = task.answer.id
        if cached.metadata.model is not None:
            writer.written_by(cached.metadata.model)
        for number, event in enumerate(events_of(cached)):
            if number % BATCH == 0:
                await asyncio.sleep(0)  # the other tasks must not wait for a long answer
            match event:
                case AnswerStarted():
                    writer.emit(AnswerStarted(answer_id, event.question, cached=True))
                case CitationAdded(citation):
                    writer.emit(CitationAdded(replace(citation, citation_id=new_id())))
                case AnswerFinished():
                    end = replace(
                        event, message_id=answer_id, usage=Usage(), timings=_since(started)
                    )
                    await writer.finish(end)
                case AnswerFailed():
                    raise ValueError("only answers that finished are cached")
                case _:
                    writer.emit(event)

    async def _key(self, task: AnswerTask) -> str | None:
        if small_talk_reply(task.text):
            return None  # as quick without the cache, and no search to show
        try:
            return await self._cache.key(task)
        except Unavailable:
            return None  # an answer can be written without the cache

    async def _remember(self, key: str, task: AnswerTask, answer: Message) -> bool:
        try:
            return await self._cache.put(key, task, answer)
        except Unavailable as exc:
            logger.warning("answer %s is not cached: %s", answer.id, exc.code)
            return False


def _since(started: float) -> Timings:
    return Timings(total=(time.perf_counter() - started) * 1000)
