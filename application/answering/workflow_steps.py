"""The steps of one answer, by name.

The engine (a graph engine, a plain loop) calls `AnswerSteps.run` for one step at a time and asks
`next_step` for the step that follows.
"""

import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace

from application.answering.steps.build_context import BuildContext
from application.answering.steps.generate_answer import GenerateAnswer
from application.answering.steps.process_query import ProcessQuery
from application.answering.steps.save_response import save_response
from application.answering.steps.search_documents import SearchDocuments
from application.answering.workflow_state import (
    CONTEXT_BUILDER,
    LANGUAGE_MODEL,
    QUERY_PROCESSING,
    RESPONSE_SAVER,
    SEMANTIC_SEARCH,
    AnswerState,
)
from application.ports.answer_workflow import AnswerSink
from domain.answering.events import AnswerTask
from domain.errors import QuothError

logger = logging.getLogger(__name__)


class AnswerSteps:
    """Runs the steps of answers."""

    def __init__(
        self,
        process_query: ProcessQuery,
        search_documents: SearchDocuments,
        build_context: BuildContext,
        generate_answer: GenerateAnswer,
    ) -> None:
        self._steps: dict[str, Callable[[AnswerState], Awaitable[AnswerState]]] = {
            QUERY_PROCESSING: process_query.run,
            SEMANTIC_SEARCH: search_documents.run,
            CONTEXT_BUILDER: build_context.run,
            LANGUAGE_MODEL: generate_answer.run,
            RESPONSE_SAVER: save_response,
        }

    @staticmethod
    def begin(task: AnswerTask, sink: AnswerSink) -> AnswerState:
        """Return the state before the first step."""
        return AnswerState(task, sink, started_at=time.perf_counter())

    async def run(self, step: str, state: AnswerState) -> AnswerState:
        """Run one step. A failure becomes part of the state; only cancellation is raised."""
        try:
            return await self._steps[step](state)
        except QuothError as exc:
            return replace(state, failure=exc)
        except Exception as exc:
            logger.exception("answer %s failed in %s", state.task.answer.id, step)
            failure = QuothError()
            failure.__cause__ = exc
            return replace(state, failure=failure)
