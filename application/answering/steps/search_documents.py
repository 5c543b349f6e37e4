"""The second step: search for passages, or abstain."""

import time
from dataclasses import replace

from application.answering.workflow_state import AnswerState
from application.retrieval.contextual_query import ContextualQueryBuilder
from application.retrieval.retriever import Retriever
from domain.answering.abstention import ABSTENTIONS
from domain.answering.events import AnswerDelta, SourcesFound
from domain.conversation.message import AbstentionReason, FinishReason
from domain.errors import EmbeddingModelChanged
from domain.retrieval.merging import merge_adjacent
from domain.retrieval.policy import RetrievalPolicy
from domain.retrieval.selection import Selection, select
from domain.retrieval.trace import trace


class SearchDocuments:
    """Finds passages, and abstains if they are not good enough."""

    def __init__(
        self, retriever: Retriever, queries: ContextualQueryBuilder, policy: RetrievalPolicy
    ) -> None:
        self._retriever = retriever
        self._queries = queries
        self._policy = policy

    async def run(self, state: AnswerState) -> AnswerState:
        """Set the selection, or end the answer with an abstention."""
        if state.query is None:
            raise RuntimeError("the query has not been processed")
        started = time.perf_counter()
        query = state.query
        try:
            found = await self._retriever.retrieve(query, self._policy.top_k, judged=True)
        except EmbeddingModelChanged:
            task = state.task
            query = await self._queries.rebuild(
                task.text, task.history, within=task.within, model=task.model
            )
            found = await self._retriever.retrieve(query, self._policy.top_k, judged=True)
        search = (time.perf_counter() - started) * 1000
        policy = self._policy.calibrated(query.model.calibration).limited(state.task.search)
        selection = select(found.passages, policy, found.confidence)
        state = replace(
            state,
            selection=selection,
            confidence=found.confidence,
            timings=replace(state.timings, search=search + (state.timings.search or 0.0)),
        )
        if selection.kept:
            return state
        reason = AbstentionReason.NOTHING_RELEVANT
        if not selection.found:
            reason = AbstentionReason.NO_DOCUMENTS
        self._abstain(state, selection, reason, policy.top_k)
        return replace(state, finish_reason=FinishReason.ABSTAINED, reason=reason)

    def _abstain(
        self, state: AnswerState, selection: Selection, reason: AbstentionReason, most: int
    ) -> None:
        """Emit why there is no answer, and the nearest passages for a person to judge."""
        least = state.task.search.min_similarity
        allowed = [each.passage for each in selection.found if each.scores.similarity >= least]
        nearest = allowed[:most]
        sources = merge_adjacent(nearest)
        traced = trace(selection, nearest, sources)
        state.sink.emit(SourcesFound(sources, state.confidence, traced))
        state.sink.emit(AnswerDelta(ABSTENTIONS[reason]))
