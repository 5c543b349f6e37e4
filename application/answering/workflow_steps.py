"""The steps of one answer: what each does.

Whatever runs them (a graph engine, a plain loop) calls `AnswerSteps.run` for one step at a time
and asks `next_step` for the way on.
"""

import logging
import time
from collections.abc import Awaitable, Callable
from contextlib import aclosing
from dataclasses import replace
from typing import TypeAlias

from application.answering.finish_answer import finish_answer
from application.answering.workflow_state import (
    CONTEXT_BUILDER,
    LANGUAGE_MODEL,
    QUERY_PROCESSING,
    RESPONSE_SAVER,
    SEMANTIC_SEARCH,
    AnswerState,
)
from application.citations.cite_answer import CiteAnswer
from application.ports.language_model import Completion, LanguageModel, TextDelta
from application.ports.message_store import MessageStore
from application.ports.tokenizer import Tokenizer
from application.retrieval.contextual_query import ContextualQueryBuilder
from application.retrieval.retriever import Retriever
from domain.answering.abstention import ABSTENTIONS, MarkReader
from domain.answering.context_budget import ContextBudget, fit_history, fit_passages
from domain.answering.events import (
    AnswerDelta,
    AnswerEnd,
    AnswerEvent,
    AnswerFinished,
    AnswerStarted,
    AnswerTask,
    SourcesFound,
)
from domain.answering.prompt import SYSTEM_PROMPT, Prompt, render_passage
from domain.answering.record import AnswerRecord
from domain.conversation.message import AbstentionReason, FinishReason, Usage
from domain.errors import QuothError
from domain.retrieval.merging import merge_adjacent
from domain.retrieval.passages import Passage
from domain.retrieval.policy import RetrievalPolicy
from domain.retrieval.selection import select
from domain.retrieval.trace import trace

logger = logging.getLogger(__name__)

Emit: TypeAlias = Callable[[AnswerEvent], None]


class AnswerSteps:
    """The work of each step."""

    def __init__(
        self,
        queries: ContextualQueryBuilder,
        retriever: Retriever,
        tokenizer: Tokenizer,
        language_model: LanguageModel,
        citing: CiteAnswer,
        messages: MessageStore,
        retrieval: RetrievalPolicy,
        budget: ContextBudget,
    ) -> None:
        """Stand on the ports; find passages by `retrieval`, fit them into `budget`."""
        self._queries = queries
        self._retriever = retriever
        self._tokenizer = tokenizer
        self._language_model = language_model
        self._citing = citing
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
    def begin(question: AnswerTask) -> AnswerState:
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

    async def _process_query(self, state: AnswerState, emit: Emit) -> AnswerState:
        started = time.perf_counter()
        question = state.question
        searched = question.text
        try:
            query = await self._queries.build(question.text, question.history)
            searched = query.text
        finally:
            if question.answer.outcome.question is None:  # unless its clients were told already
                emit(AnswerStarted(question.answer.id, searched, cached=False))
        timings = replace(state.timings, embed=_milliseconds_since(started))
        return replace(state, query=query, timings=timings)

    async def _search(self, state: AnswerState, emit: Emit) -> AnswerState:
        if state.query is None:
            raise RuntimeError("the query processing has not run")
        started = time.perf_counter()
        policy = self._retrieval
        found = await self._retriever.retrieve(
            state.query.text, state.query.embedding, policy.top_k
        )
        selection = select(found.passages, policy, found.confidence)
        state = replace(
            state,
            selection=selection,
            confidence=found.confidence,
            timings=replace(state.timings, search=_milliseconds_since(started)),
        )
        if not found.passages:
            return _abstain(state, 0, AbstentionReason.NO_DOCUMENTS, emit)
        if not selection.kept:
            return _abstain(state, policy.top_k, AbstentionReason.NOTHING_RELEVANT, emit)
        return state

    async def _build_context(self, state: AnswerState, emit: Emit) -> AnswerState:
        if state.selection is None:
            raise RuntimeError("the search has not run")
        budget = self._budget.fitted()
        history = state.question.history
        found = [each.passage for each in state.selection.kept]
        passage_texts = [render_passage(n, passage) for n, passage in enumerate(found, 1)]
        message_texts = [message.content for message in history]
        system, message, *counts = await self._tokenizer.count(
            [SYSTEM_PROMPT, state.question.text, *passage_texts, *message_texts]
        )
        passage_counts, message_counts = counts[: len(passage_texts)], counts[len(passage_texts) :]

        passages = tuple(found[: fit_passages(passage_counts, budget.documents)])
        if not passages:
            passages = await self._beginning(found[0], budget.documents)
        sources = merge_adjacent(passages)
        traced = trace(state.selection.first(len(passages)), passages, sources)
        emit(SourcesFound(sources, state.confidence, traced))
        kept = fit_history(message_counts, budget.history_beside(system=system, message=message))
        prompt = Prompt(
            question=state.question.text,
            passages=sources,
            history=history[len(history) - kept :],
            max_answer_tokens=budget.answer,
        )
        return replace(state, passages=sources, prompt=prompt)

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
                passage,
                place=passage.place.part(0, end),
                content=passage.content[:end],
                token_count=min(room, len(spans)),
            ),
        )

    async def _generate(self, state: AnswerState, emit: Emit) -> AnswerState:
        if state.prompt is None:
            raise RuntimeError("the context builder has not run")
        timings = state.timings
        completion: Completion | None = None
        failure: QuothError | None = None
        mark = MarkReader()
        answering = self._citing.answer(state.question.answer.id, state.passages, emit)
        async with answering as answer:
            try:
                async with aclosing(self._language_model.stream(state.prompt)) as stream:
                    async for event in stream:
                        if isinstance(event, TextDelta):
                            if timings.first_token is None:
                                first_token = _milliseconds_since(state.started_at)
                                timings = replace(timings, first_token=first_token)
                            answer.feed(mark.feed(event.text))
                        else:
                            completion = event
            except QuothError as exc:
                failure = exc  # the text that had come stays
            answer.feed(mark.finish())
            groundedness = await answer.finish()
        state = replace(
            state,
            finish_reason=completion.finish_reason if completion else None,
            groundedness=groundedness,
            usage=completion.usage if completion else Usage(),
            timings=timings,
            failure=failure,
        )
        if mark.found or state.finish_reason is FinishReason.ABSTAINED:
            return _abstained(state, AbstentionReason.NOT_ANSWERED_BY_PASSAGES)
        return state

    async def _save(self, state: AnswerState, emit: Emit) -> AnswerState:
        """Keep the answer, then say that it ended: what a client was told is never lost."""
        end: AnswerEnd
        if state.failure is None and state.finish_reason is not None:
            end = AnswerFinished(
                state.record.answer_id,
                state.finish_reason,
                state.usage,
                replace(state.timings, total=_milliseconds_since(state.started_at)),
                state.reason,
                state.groundedness,
            )
        else:
            end = state.record.failure(state.failure or QuothError())
        await self._citing.check_again(state.record)
        emit(await finish_answer(self._messages, state.record, end))
        return state


def _abstain(state: AnswerState, shown: int, reason: AbstentionReason, emit: Emit) -> AnswerState:
    """Say why there is no answer, and show the nearest passages, so that a person can judge."""
    if state.selection is None:
        raise RuntimeError("the search has not run")
    nearest = [each.passage for each in state.selection.found[:shown]]
    sources = merge_adjacent(nearest)
    emit(SourcesFound(sources, state.confidence, trace(state.selection, nearest, sources)))
    emit(AnswerDelta(ABSTENTIONS[reason]))
    return _abstained(state, reason)


def _abstained(state: AnswerState, reason: AbstentionReason) -> AnswerState:
    return replace(state, finish_reason=FinishReason.ABSTAINED, reason=reason, groundedness=None)


def _milliseconds_since(started: float) -> float:
    return (time.perf_counter() - started) * 1000
