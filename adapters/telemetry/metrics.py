"""The metrics of one process. Every label has few values, whatever clients send."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import suppress
from uuid import UUID

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from application.access.acting import acting_principal

FAST = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)
SLOW = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0)


WORKSPACE = "workspace"


class WorkspaceCounter:
    """A counter of what workspaces do: each has values of its own."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def labels(self, *values: str) -> Counter:
        """Return the count of the workspace that is acted in, with these labels."""
        workspace = ""
        with suppress(LookupError):  # what the server does by itself is of none
            workspace = str(acting_principal().workspace.workspace_id)
        return self._counter.labels(workspace, *values)


class _OfOneWorkspace(Collector):
    def __init__(self, registry: CollectorRegistry, workspace_id: UUID) -> None:
        self._registry = registry
        self._workspace = str(workspace_id)

    def collect(self) -> Iterator[Metric]:
        for metric in self._registry.collect():
            of_all = metric.samples
            metric.samples = [s for s in of_all if s.labels.get(WORKSPACE) == self._workspace]
            if metric.samples:
                yield metric


class Metrics:
    """The instruments. A registry of its own: two applications in a process do not mix."""

    content_type = CONTENT_TYPE_LATEST

    def __init__(self, running_answers: Callable[[], int] = lambda: 0) -> None:
        """Create the instruments.

        Args:
            running_answers: Returns how many answers are being written now.
        """
        self.registry = CollectorRegistry()
        self.requests = self._counter(
            "quoth_http_requests", "Requests by route.", "method", "path", "status"
        )
        self.request_seconds = self._histogram(
            "quoth_http_request_seconds", "Seconds to the last byte.", SLOW, "method", "path"
        )
        self.answers = self._by_workspace(
            "quoth_answers", "Answers by how they ended.", "finish_reason"
        )
        self.answer_seconds = self._histogram("quoth_answer_seconds", "Seconds of an answer.", SLOW)
        self.first_token_seconds = self._histogram(
            "quoth_answer_first_token_seconds", "Seconds to the first piece of an answer.", SLOW
        )
        self.steps = self._histogram(
            "quoth_answer_step_seconds", "Seconds of a step of an answer.", SLOW, "step"
        )
        self.model_seconds = self._histogram(
            "quoth_model_seconds", "Seconds of a call of a chat model.", SLOW, "model"
        )
        self.model_failures = self._counter(
            "quoth_model_failures", "Failed calls of a chat model.", "model", "code"
        )
        self.tokens = self._by_workspace(
            "quoth_model_tokens", "Tokens that chat models counted.", "model", "kind"
        )
        self.search_seconds = self._histogram(
            "quoth_search_seconds", "Seconds to find candidates in the index.", FAST, "mode"
        )
        self.reranking_seconds = self._histogram(
            "quoth_reranking_seconds", "Seconds to rerank the passages of a search.", SLOW
        )
        self.embedding_seconds = self._histogram(
            "quoth_embedding_seconds", "Seconds to embed a query or a batch.", SLOW, "kind"
        )
        self.embedded = self._by_workspace(
            "quoth_embedded_texts", "Texts that were embedded.", "kind"
        )
        self.documents = self._by_workspace(
            "quoth_documents", "Documents whose processing ended.", "outcome"
        )
        running = Gauge(
            "quoth_answers_running", "Answers that are being written.", registry=self.registry
        )
        running.set_function(running_answers)
        tasks = Gauge("quoth_tasks", "Tasks of the event loop.", registry=self.registry)
        tasks.set_function(lambda: len(asyncio.all_tasks()))
        self.queued_documents = Gauge(
            "quoth_documents_queued",
            "Documents of all workspaces that wait for a worker or are in the hands of one.",
            registry=self.registry,
        )

    def render(self, queued_documents: float) -> bytes:
        """Return all metrics in the text format."""
        self.queued_documents.set(queued_documents)
        return generate_latest(self.registry)

    def render_of(self, workspace_id: UUID) -> bytes:
        """Return what one workspace has done in the text format, and nothing of the others."""
        registry = CollectorRegistry()
        registry.register(_OfOneWorkspace(self.registry, workspace_id))
        return generate_latest(registry)

    def _by_workspace(self, name: str, text: str, *labels: str) -> WorkspaceCounter:
        return WorkspaceCounter(self._counter(name, text, WORKSPACE, *labels))

    def _counter(self, name: str, text: str, *labels: str) -> Counter:
        return Counter(name, text, labels, registry=self.registry)

    def _histogram(
        self, name: str, text: str, buckets: tuple[float, ...], *labels: str
    ) -> Histogram:
        return Histogram(name, text, labels, buckets=buckets, registry=self.registry)
