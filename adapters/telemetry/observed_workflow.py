"""Spans and metrics of answers, and of each of their steps."""

from collections.abc import Sequence
from time import perf_counter

from adapters.telemetry.metrics import Metrics
from adapters.telemetry.texts import input_messages, output_messages
from adapters.telemetry.tracing import Tracing
from application.answering.workflow_state import AnswerState
from application.answering.workflow_steps import AnswerSteps
from application.ports.answer_workflow import AnswerSink, AnswerWorkflow
from domain.answering.events import AnswerDelta, AnswerEvent, AnswerFinished, AnswerTask
from domain.answering.prompt import PromptMessage
from domain.conversation.message import FailedModel, FinishReason, MessageRole
from domain.errors import QuothError


class ObservedAnswerWorkflow(AnswerWorkflow):
    """Observes a workflow: a span around each answer."""

    def __init__(self, workflow: AnswerWorkflow, tracing: Tracing, metrics: Metrics) -> None:
        self._workflow = workflow
        self._tracing = tracing
        self._metrics = metrics

    async def run(self, task: AnswerTask, sink: AnswerSink) -> None:
        """Answer a question."""
        with self._tracing.span(
            "invoke_agent quoth",
            gen_ai__operation__name="invoke_agent",
            gen_ai__agent__name="quoth",
            gen_ai__conversation__id=str(task.answer.session_id),
            quoth__answer_id=str(task.answer.id),
        ) as span:
            asked = PromptMessage(MessageRole.USER.value, task.text)
            span.quote("gen_ai.input.messages", lambda: input_messages([asked]))
            observed = _ObservedSink(sink, self._metrics)
            try:
                await self._workflow.run(task, observed)
            finally:
                ended = observed.ended or FinishReason.CANCELLED.value
                span.say({"quoth.finish_reason": ended})
                span.quote("gen_ai.output.messages", lambda: output_messages(observed.text, ended))
                self._metrics.answers.labels(ended).inc()
                self._metrics.answer_seconds.observe(perf_counter() - observed.started)


class ObservedAnswerSteps(AnswerSteps):
    """Observes the steps: a span around each."""

    def __init__(self, steps: AnswerSteps, tracing: Tracing, metrics: Metrics) -> None:
        self._observed = steps
        self._tracing = tracing
        self._metrics = metrics

    async def run(self, step: str, state: AnswerState) -> AnswerState:
        """Run one step."""
        started = perf_counter()
        with self._tracing.span(step) as span:
            after = await self._observed.run(step, state)
            if after.failure is not None and state.failure is None:
                span.fail(after.failure)
            if after.selection is not None and state.selection is None:
                span.say(
                    {
                        "quoth.passages": len(after.selection.kept),
                        "quoth.dropped": len(after.selection.dropped),
                        "quoth.confidence": after.confidence,
                    }
                )
        self._metrics.steps.labels(step).observe(perf_counter() - started)
        return after


class _ObservedSink(AnswerSink):
    """Sees when an answer begins to be read, its text, and how it ends."""

    def __init__(self, sink: AnswerSink, metrics: Metrics) -> None:
        self._sink = sink
        self._metrics = metrics
        self._pieces: list[str] = []
        self.started = perf_counter()
        self.ended: str | None = None

    @property
    def text(self) -> str:
        """The answer so far."""
        return "".join(self._pieces)

    def emit(self, event: AnswerEvent) -> None:
        if isinstance(event, AnswerDelta):
            if not self._pieces:
                self._metrics.first_token_seconds.observe(perf_counter() - self.started)
            self._pieces.append(event.content)
        self._sink.emit(event)

    def written_by(self, model: str, failed: Sequence[FailedModel] = ()) -> None:
        """Record which model writes the answer."""
        self._sink.written_by(model, failed)

    async def finish(self, end: AnswerFinished) -> None:
        await self._sink.finish(end)
        self.ended = end.finish_reason.value

    async def fail(self, error: QuothError) -> None:
        await self._sink.fail(error)
        self.ended = FinishReason.ERROR.value
