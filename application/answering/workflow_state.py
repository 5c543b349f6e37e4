"""The state of an answer after each of its steps, and the step that comes next.

    query_processing → semantic_search → context_builder → language_model → response_saver

Small talk, a failed step, and a search that found nothing good enough lead straight to the last
step, so that every answer is saved and ends with exactly one terminal event.
"""

from dataclasses import dataclass, field

from application.ports.answer_workflow import AnswerSink
from application.retrieval.retriever import Query
from domain.answering.events import AnswerTask
from domain.answering.prompt import Prompt
from domain.citations.citation import Grounding
from domain.conversation.message import AbstentionReason, FinishReason, Timings, Usage
from domain.errors import QuothError
from domain.retrieval.selection import Selection

QUERY_PROCESSING = "query_processing"
SEMANTIC_SEARCH = "semantic_search"
CONTEXT_BUILDER = "context_builder"
LANGUAGE_MODEL = "language_model"
RESPONSE_SAVER = "response_saver"

STEPS = (QUERY_PROCESSING, SEMANTIC_SEARCH, CONTEXT_BUILDER, LANGUAGE_MODEL, RESPONSE_SAVER)


@dataclass(frozen=True, slots=True)
class AnswerState:
    """The state of an answer after a step. Its events go to `sink`.

    Each step sets what later steps need: `query`, `selection` with `confidence`, `prompt`, then
    `finish_reason` with the fields that belong to it. If a step failed, `failure` is set instead.
    """

    task: AnswerTask
    sink: AnswerSink
    started_at: float
    query: Query | None = None
    selection: Selection | None = None
    confidence: float = 0.0
    prompt: Prompt | None = None
    finish_reason: FinishReason | None = None
    reason: AbstentionReason | None = None
    grounding: Grounding | None = None
    usage: Usage = field(default=Usage())
    timings: Timings = field(default=Timings())
    failure: QuothError | None = None


def next_step(step: str, state: AnswerState) -> str | None:
    """Return the step that follows, or None after the last."""
    if step == RESPONSE_SAVER:
        return None
    if state.failure is not None or state.finish_reason is not None:
        return RESPONSE_SAVER
    return STEPS[STEPS.index(step) + 1]
