"""The first step: build the query."""

import time
from dataclasses import replace

from application.answering.workflow_state import AnswerState
from application.retrieval.contextual_query import ContextualQueryBuilder
from domain.answering.events import AnswerStarted


class ProcessQuery:
    """Builds the query for the question in its conversation, and emits the start."""

    def __init__(self, queries: ContextualQueryBuilder) -> None:
        self._queries = queries

    async def run(self, state: AnswerState) -> AnswerState:
        """Set the query. The start is emitted even if the query cannot be built."""
        started = time.perf_counter()
        task = state.task
        searched = task.text
        try:
            query = await self._queries.build(task.text, task.history)
            searched = query.text
        finally:
            state.sink.emit(AnswerStarted(task.answer.id, searched, cached=False))
        embed = (time.perf_counter() - started) * 1000
        return replace(state, query=query, timings=replace(state.timings, embed=embed))
