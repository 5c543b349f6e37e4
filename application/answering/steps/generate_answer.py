"""The fourth step: generate the answer with its citations."""

import asyncio
import time
from contextlib import aclosing
from dataclasses import replace

from application.answering.models.language_models import LanguageModels
from application.answering.workflow_state import AnswerState
from application.citations.cite_answer import CiteAnswer
from application.ports.language_model import (
    Abstained,
    Completion,
    SourceCited,
    TextDelta,
)
from domain.conversation.message import AbstentionReason, FinishReason
from domain.errors import QuothError


class GenerateAnswer:
    """Generates the answer with the chosen model, and cites its sentences."""

    def __init__(self, models: LanguageModels, cite: CiteAnswer) -> None:
        self._models = models
        self._cite = cite

    async def run(self, state: AnswerState) -> AnswerState:
        """Set how the answer ended. If the model fails, its text so far remains."""
        if state.prompt is None:
            raise RuntimeError("the context has not been built")
        prompt = state.prompt
        abstained = False
        model = self._models.writer(state.task.model, state.sink.written_by)
        citing = self._cite.answer(state.task.answer.id, prompt.passages, state.sink.emit)
        async with citing as answer:
            try:
                async with aclosing(model.stream(prompt)) as events:
                    async for event in events:
                        match event:
                            case TextDelta(text, text_format):
                                state = _with_first_token(state)
                                answer.add_text(text, text_format)
                            case SourceCited(source):
                                answer.add_marker(source)
                            case Abstained():
                                abstained = True
                            case Completion(finish_reason, usage):
                                state = replace(state, finish_reason=finish_reason, usage=usage)
                        # a model may have many events ready: the other tasks must not wait for all
                        await asyncio.sleep(0)
            except QuothError as exc:
                state = replace(state, failure=exc)
            grounding = await answer.finish()
        if abstained:
            return replace(
                state,
                finish_reason=FinishReason.ABSTAINED,
                reason=AbstentionReason.NOT_ANSWERED_BY_PASSAGES,
            )
        return replace(state, grounding=grounding)


def _with_first_token(state: AnswerState) -> AnswerState:
    if state.timings.first_token is not None:
        return state
    milliseconds = (time.perf_counter() - state.started_at) * 1000
    return replace(state, timings=replace(state.timings, first_token=milliseconds))
