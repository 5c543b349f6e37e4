"""Runs the steps of an answer as a LangGraph graph. It has no logic of its own."""

import os
from collections.abc import Callable
from dataclasses import fields
from functools import cached_property
from itertools import product
from typing import Any

from application.answering.workflow_state import STEPS, AnswerState, next_step
from application.answering.workflow_steps import AnswerSteps
from application.ports.answer_workflow import AnswerSink, AnswerWorkflow
from domain.answering.events import AnswerTask


class LangGraphAnswerWorkflow(AnswerWorkflow):
    """Runs each step as a node of a graph."""

    def __init__(self, steps: AnswerSteps) -> None:
        """Take the steps. The graph is compiled by `load` or on first use."""
        self._steps = steps

    def load(self) -> None:
        """Import LangGraph and compile the graph, which takes most of a second."""
        _ = self._graph

    async def run(self, task: AnswerTask, sink: AnswerSink) -> None:
        """Answer a question. Cancellation stops the running step."""
        await self._graph.ainvoke(self._steps.begin(task, sink))

    @cached_property
    def _graph(self) -> Any:
        # Tracing would send documents and questions to LangSmith, so it is off whatever the
        # environment says. The variables must be set before the import.
        for vendor, suffix in product(("LANGSMITH", "LANGCHAIN"), ("", "_V2")):
            os.environ[f"{vendor}_TRACING{suffix}"] = "false"
        from langgraph.graph import END, START, StateGraph

        def node(step: str) -> Any:
            async def run(state: AnswerState) -> dict[str, Any]:
                after = await self._steps.run(step, state)
                return {field.name: getattr(after, field.name) for field in fields(after)}

            return run

        def way_on(step: str) -> Callable[[AnswerState], str]:
            return lambda state: next_step(step, state) or END

        graph = StateGraph(AnswerState)
        graph.add_edge(START, STEPS[0])
        for step in STEPS:
            graph.add_node(step, node(step))
            graph.add_conditional_edges(step, way_on(step), [*STEPS, END])
        return graph.compile()
