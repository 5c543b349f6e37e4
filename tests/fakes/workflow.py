"""A workflow that runs the steps in a plain loop."""

import asyncio
from collections.abc import AsyncGenerator

from application.answering.workflow_state import STEPS, next_step
from application.answering.workflow_steps import AnswerSteps
from application.ports.answer_workflow import AnswerWorkflow
from domain.answering.events import AnswerEvent, AnswerTask


class PlainAnswerWorkflow(AnswerWorkflow):
    """Runs one step after another, with no engine."""

    def __init__(self, steps: AnswerSteps) -> None:
        self._steps = steps

    async def run(self, question: AnswerTask) -> AsyncGenerator[AnswerEvent, None]:
        """Yield the events as the steps emit them."""
        events: asyncio.Queue[AnswerEvent | None] = asyncio.Queue()

        async def run_steps() -> None:
            state = self._steps.begin(question)
            step: str | None = STEPS[0]
            while step is not None:
                state = await self._steps.run(step, state, events.put_nowait)
                step = next_step(step, state)
            events.put_nowait(None)

        task = asyncio.create_task(run_steps())
        try:
            while (event := await events.get()) is not None:
                yield event
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
