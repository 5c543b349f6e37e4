"""The first step: build the query, or reply to small talk."""

from dataclasses import replace

from application.answering.workflow_state import AnswerState
from application.retrieval.contextual_query import ContextualQueryBuilder
from application.retrieval.stopwatch import Stopwatch
from domain.answering.events import AnswerDelta, AnswerStarted
from domain.conversation.message import FinishReason
from domain.conversation.small_talk import small_talk_reply


class ProcessQuery:
    """Builds the query for the question in its conversation, and emits the start."""

    def __init__(self, queries: ContextualQueryBuilder) -> None:
        self._queries = queries

    async def run(self, state: AnswerState) -> AnswerState:
        """Set the query, or end the answer to small talk, which needs no documents.

        The start is emitted even if the query cannot be built.
        """
        stopwatch = Stopwatch()
        task = state.task
        if reply := small_talk_reply(task.text):
            state.sink.emit(AnswerStarted(task.answer.id, task.text, cached=False))
            state.sink.emit(AnswerDelta(reply))
            return replace(state, finish_reason=FinishReason.STOP)
        searched = task.text
        try:
            query = await self._queries.build(
                task.text, task.history, stopwatch, task.within, task.model
            )
            searched = query.text
        finally:
            state.sink.emit(AnswerStarted(task.answer.id, searched, cached=False))
        return replace(state, query=query, timings=stopwatch.timings)
