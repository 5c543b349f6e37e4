"""Provides traces and metrics, and wraps the ports that are observed."""

import asyncio
from collections.abc import AsyncIterator
from importlib.metadata import version

from dishka import Provider, Scope, alias, decorate, provide

from adapters.telemetry.exporting import SpanExport
from adapters.telemetry.metrics import Metrics
from adapters.telemetry.observed_documents import ObservedProcessDocument, ObservedTextExtractor
from adapters.telemetry.observed_passage_index import ObservedPassageIndex
from adapters.telemetry.observed_reranker import ObservedReranker
from adapters.telemetry.observed_workflow import ObservedAnswerSteps, ObservedAnswerWorkflow
from adapters.telemetry.requests import RequestObserver as RequestObserverAdapter
from adapters.telemetry.tracing import Tracing
from application.answering.running_answers import RunningAnswers
from application.answering.workflow_steps import AnswerSteps
from application.documents.process_document import ProcessDocument
from application.ports.answer_workflow import AnswerWorkflow
from application.ports.passage_index import PassageIndex
from application.ports.reranker import Reranker
from application.ports.text_extractor import TextExtractor
from entrypoints.api.request_telemetry import MetricsText, RequestObserver
from entrypoints.settings import Settings


class Telemetry(Provider):
    """Provides traces and metrics."""

    scope = Scope.APP
    metrics_text = alias(source=Metrics, provides=MetricsText)

    @provide
    def metrics(self, running: RunningAnswers) -> Metrics:
        """The metrics of this process."""
        return Metrics(lambda: running.count)

    @provide
    async def export(self, settings: Settings) -> AsyncIterator[SpanExport | None]:
        """Where spans are sent; None unless the settings name a collector."""
        if not settings.otel_endpoint:
            yield None
            return
        export = SpanExport(settings.otel_endpoint, settings.otel_header_fields, version("quoth"))
        yield export
        await asyncio.to_thread(export.close)

    @provide
    def tracing(self, settings: Settings, export: SpanExport | None) -> Tracing:
        """The spans, which go nowhere without a collector."""
        tracer = export.provider.get_tracer("quoth", version("quoth")) if export else None
        return Tracing(tracer, content=settings.trace_content)

    @provide
    def request_observer(self, tracing: Tracing, metrics: Metrics) -> RequestObserver:
        """The observer of requests."""
        return RequestObserverAdapter(tracing, metrics)


class Observed(Provider):
    """Wraps the ports that are observed, whatever is behind them."""

    scope = Scope.APP

    @decorate
    def index(self, index: PassageIndex, tracing: Tracing, metrics: Metrics) -> PassageIndex:
        """The index, observed."""
        return ObservedPassageIndex(index, tracing, metrics)

    @decorate
    def reranker(
        self, reranker: Reranker | None, tracing: Tracing, metrics: Metrics
    ) -> Reranker | None:
        """The reranker, if there is one, observed."""
        return None if reranker is None else ObservedReranker(reranker, tracing, metrics)

    @decorate
    def extractor(self, extractor: TextExtractor, tracing: Tracing) -> TextExtractor:
        """The readers of files, observed."""
        return ObservedTextExtractor(extractor, tracing)

    @decorate
    def steps(self, steps: AnswerSteps, tracing: Tracing, metrics: Metrics) -> AnswerSteps:
        """The steps of answers, observed."""
        return ObservedAnswerSteps(steps, tracing, metrics)

    @decorate
    def workflow(
        self, workflow: AnswerWorkflow, tracing: Tracing, metrics: Metrics
    ) -> AnswerWorkflow:
        """The workflow of answers, observed."""
        return ObservedAnswerWorkflow(workflow, tracing, metrics)

    @decorate
    def process_document(
        self, process: ProcessDocument, tracing: Tracing, metrics: Metrics
    ) -> ProcessDocument:
        """The processing of documents, observed."""
        return ObservedProcessDocument(process, tracing, metrics)
