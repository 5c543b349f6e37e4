"""The first step: build the query."""

from dataclasses import replace

from application.answering.workflow_state import AnswerState
from application.retrieval.contextual_query import ContextualQueryBuilder
from application.retrieval.stopwatch import Stopwatch
from domain.answering.events import AnswerStarted


class ProcessQuery:
    """Builds the query for the question in its conversation, and emits the start."""

    def __init__(self, queries: ContextualQueryBuilder) -> None:
        self._queries = queries

    async def run(self, state: AnswerState) -> AnswerState:
        """Set the query. The start is emitted even if the query cannot be built."""
        stopwatch = Stopwatch()
        task = state.task
        searched = task.text
        try:
            query = await self._queries.build(task.text, task.history, stopwatch)
            searched = query.text
        finally:
            state.sink.emit(AnswerStarted(task.answer.id, searched, cached=False))
        return replace(state, query=query, timings=stopwatch.timings)
