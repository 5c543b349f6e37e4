"""Spans and metrics of embedding."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from time import perf_counter

from adapters.telemetry.metrics import Metrics
from adapters.telemetry.tracing import Tracing
from application.ports.embedder import Embedder
from domain.documents.chunks import Embedding
from domain.retrieval.embedding_model import EmbeddingModel


class ObservedEmbedder(Embedder):
    """Observes an embedder."""

    def __init__(self, embedder: Embedder, tracing: Tracing, metrics: Metrics) -> None:
        self._embedder = embedder
        self._tracing = tracing
        self._metrics = metrics

    @property
    def model(self) -> EmbeddingModel:
        """The model of every vector."""
        return self._embedder.model

    async def embed_passages(self, texts: Sequence[str]) -> list[tuple[Embedding, ...]]:
        """Return one vector for each window of each text."""
        with self._span("passage", len(texts)):
            return await self._embedder.embed_passages(texts)

    async def count_windows(self, texts: Sequence[str]) -> list[int]:
        """Return the number of vectors of each text."""
        return await self._embedder.count_windows(texts)

    async def embed_query(self, text: str) -> Embedding:
        """Return the vector to search for."""
        with self._span("query", 1):
            return await self._embedder.embed_query(text)

    @contextmanager
    def _span(self, kind: str, texts: int) -> Iterator[None]:
        name = self._embedder.model.name
        started = perf_counter()
        with self._tracing.span(
            f"embeddings {name}",
            gen_ai__operation__name="embeddings",
            gen_ai__request__model=name,
            quoth__texts=texts,
        ):
            yield
        self._metrics.embedding_seconds.labels(kind).observe(perf_counter() - started)
        self._metrics.embedded.labels(kind).inc(texts)
