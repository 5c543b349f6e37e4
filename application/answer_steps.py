"""The steps of one answer: their state, their order, and what each does.

    query_processing → semantic_search → context_builder → language_model → response_saver

Whatever runs them (a graph engine, a plain loop) calls `AnswerSteps.run` for one step at a time
and asks `next_step` for the way on. A failed step leads straight to the last, so that every
answer is saved and ends with exactly one terminal event.
"""

import logging
import time
from collections.abc import Awaitable, Callable
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from application.keep_answer import keep_answer
from application.ports.embedder import Embedder
from application.ports.language_model import Completion, LanguageModel, TextDelta
from application.ports.message_store import MessageStore
from application.ports.tokenizer import Tokenizer
from application.retriever import Retriever
from domain.answer_record import AnswerRecord
from domain.answers import (
    AnswerDelta,
    AnswerEnd,
    AnswerEvent,
    AnswerFinished,
    Question,
    SourcesFound,
)
from domain.budgeting import ContextBudget, fit_history, fit_passages
from domain.conversation import FinishReason, Timings, Usage
from domain.documents import Embedding
from domain.errors import QuothError
from domain.joining import join_neighbours
from domain.prompting import SYSTEM_PROMPT, Prompt, render_passage
from domain.retrieval import Passage

logger = logging.getLogger(__name__)

Emit: TypeAlias = Callable[[AnswerEvent], None]

QUERY_PROCESSING = "query_processing"
SEMANTIC_SEARCH = "semantic_search"
CONTEXT_BUILDER = "context_builder"
LANGUAGE_MODEL = "language_model"
RESPONSE_SAVER = "response_saver"

STEPS = (QUERY_PROCESSING, SEMANTIC_SEARCH, CONTEXT_BUILDER, LANGUAGE_MODEL, RESPONSE_SAVER)


@dataclass(frozen=True, slots=True)
class AnswerState:
    """What is known of an answer after each step; `record` is what was emitted of it."""

    question: Question
    record: AnswerRecord
    started_at: float
    query: str = ""
    embedding: Embedding = ()
    passages: tuple[Passage, ...] = ()
    prompt: Prompt | None = None
    finish_reason: FinishReason | None = None
    usage: Usage = field(default=Usage())
    timings: Timings = field(default=Timings())
    failure: QuothError | None = None


@dataclass(frozen=True, slots=True)
class RetrievalPolicy:
    """How many passages an answer may draw on, and the least score (see `domain.fusion`)."""

    top_k: int = 5
    min_score: float = 0.25


def next_step(step: str, state: AnswerState) -> str | None:
    """Return the step that follows, or None after the last."""
    if step == RESPONSE_SAVER:
        return None
    if state.failure is not None:
        return RESPONSE_SAVER
    return STEPS[STEPS.index(step) + 1]


class AnswerSteps:
    """The work of each step."""

    def __init__(
        self,
        embedder: Embedder,
        retriever: Retriever,
        tokenizer: Tokenizer,
        language_model: LanguageModel,
        messages: MessageStore,
        retrieval: RetrievalPolicy,
        budget: ContextBudget,
    ) -> None:
        """Stand on the ports; find passages by `retrieval`, fit them into `budget`."""
        self._embedder = embedder
        self._retriever = retriever
        self._tokenizer = tokenizer
        self._language_model = language_model
        self._messages = messages
        self._retrieval = retrieval
        self._budget = budget
        self._steps: dict[str, Callable[[AnswerState, Emit], Awaitable[AnswerState]]] = {
            QUERY_PROCESSING: self._process_query,
            SEMANTIC_SEARCH: self._search,
            CONTEXT_BUILDER: self._build_context,
            LANGUAGE_MODEL: self._generate,
            RESPONSE_SAVER: self._save,
        }

    @staticmethod
    def begin(question: Question) -> AnswerState:
        """Return the state before the first step."""
        return AnswerState(question, AnswerRecord(question.answer), started_at=time.perf_counter())

    async def run(self, step: str, state: AnswerState, emit: Emit) -> AnswerState:
        """Run one step. A failure becomes part of the state; only cancellation is raised."""

        def tell(event: AnswerEvent) -> None:
            state.record.add(event)
            emit(event)

        try:
            return await self._steps[step](state, tell)
        except QuothError as exc:
            return replace(state, failure=exc)
        except Exception as exc:
            logger.exception("answer %s failed in %s", state.question.answer.id, step)
            failure = QuothError()
            failure.__cause__ = exc
            return replace(state, failure=failure)

    async def _process_query(self, state: AnswerState, _: Emit) -> AnswerState:
        started = time.perf_counter()
        query = " ".join(state.question.text.split())
        embedding = await self._embedder.embed_query(query)
        timings = replace(state.timings, embed=_milliseconds_since(started))
        return replace(state, query=query, embedding=embedding, timings=timings)

    async def _search(self, state: AnswerState, _: Emit) -> AnswerState:
        started = time.perf_counter()
        top_k = self._retrieval.top_k
        found = await self._retriever.retrieve(state.query, state.embedding, top_k)
        min_score = self._retrieval.min_score
        relevant = [each.passage for each in found.passages if each.score >= min_score]
        timings = replace(state.timings, search=_milliseconds_since(started))
        return replace(state, passages=tuple(relevant[:top_k]), timings=timings)

    async def _build_context(self, state: AnswerState, emit: Emit) -> AnswerState:
        budget = self._budget.fitted()
        history = state.question.history
        passage_texts = [render_passage(n, p) for n, p in enumerate(state.passages, 1)]
        message_texts = [message.content for message in history]
        system, message, *counts = await self._tokenizer.count(
            [SYSTEM_PROMPT, state.question.text, *passage_texts, *message_texts]
        )
        passage_counts, message_counts = counts[: len(passage_texts)], counts[len(passage_texts) :]

        passages = state.passages[: fit_passages(passage_counts, budget.documents)]
        if state.passages and not passages:
            passages = await self._beginning(state.passages[0], budget.documents)
        passages = join_neighbours(passages)
        emit(SourcesFound(passages))
        kept = fit_history(message_counts, budget.history_beside(system=system, message=message))
        prompt = Prompt(
            question=state.question.text,
            passages=passages,
            history=history[len(history) - kept :],
            max_answer_tokens=budget.answer,
        )
        return replace(state, passages=passages, prompt=prompt)

    async def _beginning(self, passage: Passage, budget: int) -> tuple[Passage, ...]:
        """Return as much of a passage as a window too small for all of it can take."""
        spans = await self._tokenizer.token_spans(passage.content)
        # the fence around a passage and its file's name want some tokens too
        room = budget - (len(render_passage(1, replace(passage, content=""))) + 1) // 2
        if room < 1:
            return ()
        end = spans[min(room, len(spans)) - 1][1]
        return (
            replace(
                passage, content=passage.content[:end], char_end=passage.char_start + end,
                token_count=min(room, len(spans)),
            ),
        )  # fmt: skip

    async def _generate(self, state: AnswerState, emit: Emit) -> AnswerState:
        if state.prompt is None:
            raise RuntimeError("the context builder has not run")
        timings = state.timings
        completion: Completion | None = None
        failure: QuothError | None = None
        try:
            async with aclosing(self._language_model.stream(state.prompt)) as stream:
                async for event in stream:
                    if isinstance(event, TextDelta):
                        if timings.first_token is None:
                            first_token = _milliseconds_since(state.started_at)
                            timings = replace(timings, first_token=first_token)
                        emit(AnswerDelta(event.text))
                    else:
                        completion = event
        except QuothError as exc:
            failure = exc  # the text that had come stays
        return replace(
            state,
            finish_reason=completion.finish_reason if completion else None,
            usage=completion.usage if completion else Usage(),
            timings=timings,
            failure=failure,
        )

    async def _save(self, state: AnswerState, emit: Emit) -> AnswerState:
        """Keep the answer, then say that it ended: what a client was told is never lost."""
        end: AnswerEnd
        if state.failure is None and state.finish_reason is not None:
            timings = replace(state.timings, total=_milliseconds_since(state.started_at))
            answer_id = state.record.answer_id
            end = AnswerFinished(answer_id, state.finish_reason, state.usage, timings)
        else:
            end = state.record.failure(state.failure or QuothError())
        emit(await keep_answer(self._messages, state.record, end))
        return state


def _milliseconds_since(started: float) -> float:
    return (time.perf_counter() - started) * 1000
