"""Spans and metrics of searches."""

from collections.abc import Sequence
from time import perf_counter

from adapters.telemetry.metrics import Metrics
from adapters.telemetry.texts import documents
from adapters.telemetry.tracing import Tracing
from application.ports.passage_index import PassageIndex
from domain.documents.chunks import Embedding
from domain.documents.document_filter import DocumentFilter
from domain.retrieval.passages import Candidates, SearchMode


class ObservedPassageIndex(PassageIndex):
    """Observes an index."""

    def __init__(self, index: PassageIndex, tracing: Tracing, metrics: Metrics) -> None:
        self._index = index
        self._tracing = tracing
        self._metrics = metrics

    async def candidates(
        self,
        text: str,
        embedding: Embedding,
        limit: int,
        mode: SearchMode = SearchMode.HYBRID,
        within: DocumentFilter | None = None,
        phrases: Sequence[str] = (),
        model: str | None = None,
    ) -> Candidates:
        """Return the chunks that are best by either half of a search, or by a name or phrase."""
        started = perf_counter()
        with self._tracing.span(
            "retrieval quoth",
            gen_ai__operation__name="retrieval",
            gen_ai__data_source__id="quoth",
            quoth__mode=mode.value,
            quoth__filtered=within is not None,
        ) as span:
            span.quote("gen_ai.retrieval.query.text", lambda: text)
            found = await self._index.candidates(
                text, embedding, limit, mode, within, phrases, model
            )
            span.say({"quoth.candidates": len(found.items)})
            span.quote("gen_ai.retrieval.documents", lambda: documents(found.items))
        self._metrics.search_seconds.labels(mode.value).observe(perf_counter() - started)
        return found

    async def revision(self) -> int:
        """Return the revision of what can be found."""
        return await self._index.revision()
