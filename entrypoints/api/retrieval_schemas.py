"""The wire types that explain how an answer's sources were found."""

from uuid import UUID

from msgspec import Struct

from application.retrieval.read_retrieval import FoundRetrieval
from domain.retrieval.query_syntax import parse_query
from domain.retrieval.selection import DropReason
from domain.retrieval.trace import TracedPassage
from entrypoints.api.places import PlaceView, place_fields
from entrypoints.api.schemas import TimingsView, rounded
from entrypoints.api.search_schemas import ExplanationView, QueryView


class ConsideredView(PlaceView, kw_only=True):
    """A chunk that the search for an answer found.

    `source_id` is the source that contains the chunk, null if none does. `dropped` says why the
    answer does not use the chunk, null if it does. `excerpt` is the beginning of the chunk, null if
    its document, or this version of it, has been deleted since.
    """

    chunk_index: int
    source_id: int | None
    dropped: DropReason | None
    excerpt: str | None
    explanation: ExplanationView

    @classmethod
    def of(cls, considered: TracedPassage, excerpt: str | None) -> "ConsideredView":
        """Return the wire type of a traced passage."""
        return cls(
            **place_fields(considered.place),
            chunk_index=considered.chunk_index,
            source_id=considered.source,
            dropped=considered.dropped,
            excerpt=excerpt,
            explanation=ExplanationView.of(considered.scores, considered.rank),
        )


class RetrievalView(Struct):
    """How the sources of an answer were found.

    `question` is the text that was searched for, null until it is known, and `query` how it was
    read. `passages` has at most 20
    entries, in the order of the search; it is empty for answers stored by Quoth 0.1.
    """

    message_id: UUID
    question: str | None
    cached: bool
    confidence: float | None
    timings: TimingsView
    query: QueryView | None
    passages: list[ConsideredView]

    @classmethod
    def of(cls, found: FoundRetrieval) -> "RetrievalView":
        """Return the wire type for the search of an answer."""
        answer = found.answer
        metadata = answer.metadata
        scores = [each.scores for each in answer.considered]
        question = metadata.question
        return cls(
            message_id=answer.id,
            question=question,
            cached=metadata.cached,
            confidence=rounded(metadata.confidence),
            timings=TimingsView.of(metadata.timings),
            query=None if question is None else QueryView.of(parse_query(question), scores),
            passages=[
                ConsideredView.of(each, excerpt)
                for each, excerpt in zip(answer.considered, found.excerpts, strict=True)
            ],
        )
