"""The last step: save the answer and emit its end."""

import time
from dataclasses import replace

from application.answering.workflow_state import AnswerState
from domain.answering.events import AnswerFinished
from domain.errors import QuothError


async def save_response(state: AnswerState) -> AnswerState:
    """Finish the answer, or fail it with its error."""
    if state.failure is not None or state.finish_reason is None:
        await state.sink.fail(state.failure or QuothError())
        return state
    total = (time.perf_counter() - state.started_at) * 1000
    timings = replace(state.timings, total=total)
    end = AnswerFinished(
        state.task.answer.id, state.finish_reason, state.usage, timings, state.reason
    )
    if state.grounding is not None:
        end = replace(
            end,
            groundedness=state.grounding.groundedness,
            supported=state.grounding.supported,
            sentences=state.grounding.sentences,
            unsupported=state.grounding.unsupported,
        )
    await state.sink.finish(end)
    return state
