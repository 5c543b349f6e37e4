"""Spans and metrics of reranking."""

from collections.abc import Sequence
from time import perf_counter

from adapters.telemetry.metrics import Metrics
from adapters.telemetry.tracing import Tracing
from application.ports.reranker import Reranker


class ObservedReranker(Reranker):
    """Observes a reranker."""

    def __init__(self, reranker: Reranker, tracing: Tracing, metrics: Metrics) -> None:
        self._reranker = reranker
        self._tracing = tracing
        self._metrics = metrics

    async def scores(self, question: str, texts: Sequence[str]) -> list[float]:
        """Return one score for each text."""
        started = perf_counter()
        with self._tracing.span("rerank", quoth__texts=len(texts)):
            scores = await self._reranker.scores(question, texts)
        self._metrics.reranking_seconds.observe(perf_counter() - started)
        return scores
