"""The wire types of searching: what is asked, what is found, and how it came to its place."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import UNSET, Meta, Struct, UnsetType

from application.retrieval.search_passages import DroppedPassage, Leaving
from domain.retrieval.passages import RankedPassage, SearchMode
from domain.retrieval.trace import TracedPassage
from entrypoints.api.schemas import SourceView, TimingsView


class StageView(Struct):
    """What one stage of a search said of a passage; `rank` counts from 1, null if not found."""

    rank: int | None
    score: float


class ExplanationView(Struct):
    """What each stage of a search said of a passage, from its halves to its place.

    By meaning (`vector`, the cosine), by words (`text`, BM25), by both (`fusion`), by the reranker
    (null without one or if it was not read), and the place that came of it (`final`).
    """

    vector: StageView
    text: StageView
    fusion: StageView
    reranker: StageView | None
    final: StageView

    @classmethod
    def of(
        cls, ranked: RankedPassage | TracedPassage, similarity: float, place: int | None
    ) -> "ExplanationView":
        """Show the stages of a passage."""
        reranked = ranked.reranker_score
        return cls(
            vector=StageView(ranked.vector_rank, round(similarity, 4)),
            text=StageView(ranked.text_rank, round(ranked.bm25, 4)),
            fusion=StageView(ranked.fused_rank, round(ranked.score, 4)),
            reranker=(
                None if reranked is None else StageView(ranked.reranker_rank, round(reranked, 4))
            ),
            final=StageView(place, round(ranked.final_score, 4)),
        )


class PassageView(SourceView):
    """A passage that a search found; `score` is what it was ranked by."""

    score: float
    explanation: ExplanationView | UnsetType = UNSET

    @classmethod
    def found(cls, source_id: int, ranked: RankedPassage, *, explain: bool) -> "PassageView":
        """Show a passage with its score."""
        source = SourceView.of(source_id, ranked.passage)
        values = {name: getattr(source, name) for name in SourceView.__struct_fields__}
        explanation = ExplanationView.of(ranked, ranked.passage.similarity, source_id)
        return cls(
            **values,
            score=round(ranked.final_score, 4),
            explanation=explanation if explain else UNSET,
        )


class DroppedView(Struct):
    """A passage that was found and left out, and why."""

    document_id: UUID
    chunk_index: int
    reason: Leaving
    explanation: ExplanationView

    @classmethod
    def of(cls, dropped: DroppedPassage) -> "DroppedView":
        """Show what was left out."""
        passage = dropped.passage.passage
        explanation = ExplanationView.of(dropped.passage, passage.similarity, None)
        return cls(passage.document_id, passage.chunk_index, dropped.reason, explanation)


class SearchBody(Struct, forbid_unknown_fields=True):
    """What to search for."""

    query: str
    top_k: Annotated[int, Meta(ge=1, le=100)] = 10
    min_similarity: Annotated[float, Meta(ge=-1, le=1)] | None = None
    mode: SearchMode = SearchMode.HYBRID
    document_ids: Annotated[list[UUID], Meta(max_length=1000)] | None = None
    filename: Annotated[str, Meta(max_length=255)] | None = None
    uploaded_since: datetime | None = None
    explain: bool = False


class SearchView(Struct):
    """The passages found, best first; `confidence`, 0 to 1, is that the best ones answer."""

    passages: list[PassageView]
    confidence: float
    timings: TimingsView
    dropped: list[DroppedView] | UnsetType = UNSET
