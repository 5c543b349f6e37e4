"""The metrics of `quoth embedder`."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import Protocol

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.registry import Collector

from adapters.telemetry.metrics import SLOW
from domain.errors import QuothError


class Batching(Protocol):
    """An embedder that puts requests together."""

    batches: int
    batched: int

    @property
    def load(self) -> tuple[int, int]:
        """The queries, and the characters of passages, that are in work or wait."""
        ...


class EmbedderMetrics(Collector):
    """The instruments, in a registry of their own."""

    content_type = CONTENT_TYPE_LATEST

    def __init__(self) -> None:
        self._batching: list[Batching] = []
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "quoth_embedder_requests",
            "Requests by what they embed and how they ended: `done`, or the code of the error.",
            ("kind", "outcome"),
            registry=self.registry,
        )
        self._seconds = Histogram(
            "quoth_embedder_seconds",
            "Seconds of a request, waiting included.",
            ("kind",),
            buckets=(0.005, 0.01, 0.025, *SLOW),
            registry=self.registry,
        )
        self._texts = Counter(
            "quoth_embedder_texts", "Texts that were embedded.", ("kind",), registry=self.registry
        )
        self.registry.register(self)

    def show(self, batching: Batching) -> None:
        """Show from now on what is in work at an embedder."""
        self._batching.append(batching)

    @contextmanager
    def observe(self, kind: str, texts: int) -> Iterator[None]:
        """Observe the work on one request."""
        started = perf_counter()
        outcome = "error"
        try:
            yield
            outcome = "done"
            self._texts.labels(kind).inc(texts)
        except QuothError as exc:
            outcome = exc.code
            raise
        finally:
            self._requests.labels(kind, outcome).inc()
            self._seconds.labels(kind).observe(perf_counter() - started)

    def render(self) -> bytes:
        """Return all metrics in the text format."""
        return generate_latest(self.registry)

    def collect(self) -> Iterator[Metric]:
        """Yield what is in work now, and what was put together."""
        loads = [each.load for each in self._batching]
        yield GaugeMetricFamily(
            "quoth_embedder_queries_running",
            "Queries that are embedded or wait.",
            sum(queries for queries, _ in loads),
        )
        yield GaugeMetricFamily(
            "quoth_embedder_characters_running",
            "Characters of passages that are embedded or wait.",
            sum(characters for _, characters in loads),
        )
        yield CounterMetricFamily(
            "quoth_embedder_batches",
            "Batches of passages, each of one request or of several.",
            sum(each.batches for each in self._batching),
        )
        yield CounterMetricFamily(
            "quoth_embedder_batched_texts",
            "Texts in these batches.",
            sum(each.batched for each in self._batching),
        )
