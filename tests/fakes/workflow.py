"""A workflow that runs the steps in a plain loop."""

from application.answering.workflow_state import STEPS, next_step
from application.answering.workflow_steps import AnswerSteps
from application.ports.answer_workflow import AnswerSink, AnswerWorkflow
from domain.answering.events import AnswerTask


class PlainAnswerWorkflow(AnswerWorkflow):
    """Runs one step after another, without an engine."""

    def __init__(self, steps: AnswerSteps) -> None:
        self._steps = steps

    async def run(self, task: AnswerTask, sink: AnswerSink) -> None:
        """Answer a question."""
        state = self._steps.begin(task, sink)
        step: str | None = STEPS[0]
        while step is not None:
            state = await self._steps.run(step, state)
            step = next_step(step, state)
