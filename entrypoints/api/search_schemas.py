"""The wire types of a search: the request, the passages found, and their ranking."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import UNSET, Meta, Struct, UnsetType
from msgspec.structs import replace

from domain.conversation.message import MAX_MESSAGE_LENGTH
from domain.documents.document_filter import DocumentFilter
from domain.errors import InvalidInput
from domain.retrieval.passages import RankedPassage, Scores, SearchMode
from domain.retrieval.query_syntax import ParsedQuery
from domain.retrieval.selection import DropReason
from entrypoints.api.citation_schemas import SourceView
from entrypoints.api.collection_schemas import Within
from entrypoints.api.openapi import SOME_TEXT, says
from entrypoints.api.places import place_fields
from entrypoints.api.schemas import TimingsView


class StageView(Struct):
    """The result of one search stage for a passage. `rank` counts from 1; null if not found."""

    rank: int | None
    score: float


class NameView(Struct):
    """What the names and the title of a passage's document contributed.

    `words` are the words of the query that they have, and `score` is the share of the query that
    these weigh, 0 to about 1. Words that many documents have in their names weigh little.
    """

    score: float
    words: list[str]


class ExplanationView(Struct):
    """How each stage of a search ranked a passage.

    `vector` is the search by meaning (cosine), `text` the search by words (BM25), `name` the words
    in the names of the document, and `fusion` combines them. `phrases` are the phrases of the query
    that the passage has word for word: it comes before all passages with fewer. `reranker` is null
    if there is none or it did not read the passage. `final` is the resulting rank.
    """

    vector: StageView
    text: StageView
    fusion: StageView
    reranker: StageView | None
    final: StageView
    name: NameView
    phrases: list[str]

    @classmethod
    def of(cls, scores: Scores, rank: int | None) -> "ExplanationView":
        """Return the wire type of a passage's scores and its final rank."""
        reranked = scores.reranker_score
        return cls(
            vector=StageView(scores.vector_rank, round(scores.similarity, 4)),
            text=StageView(scores.text_rank, round(scores.bm25, 4)),
            fusion=StageView(scores.fused_rank, round(scores.fused, 4)),
            reranker=(
                None if reranked is None else StageView(scores.reranker_rank, round(reranked, 4))
            ),
            final=StageView(rank, round(scores.final, 4)),
            name=NameView(round(scores.name, 4), list(scores.name_words)),
            phrases=list(scores.phrases),
        )


class PassageView(SourceView, kw_only=True):
    """A passage that a search found. `score` is the score that determined its rank."""

    score: float
    explanation: ExplanationView | UnsetType = UNSET

    @classmethod
    def found(cls, source_id: int, ranked: RankedPassage, *, explain: bool) -> "PassageView":
        """Return the wire type of a ranked passage."""
        passage = ranked.passage
        return cls(
            **place_fields(passage.place),
            source_id=source_id,
            chunk_index=passage.chunk_index,
            similarity=round(passage.similarity, 4),
            content=passage.content,
            score=round(ranked.scores.final, 4),
            explanation=ExplanationView.of(ranked.scores, source_id) if explain else UNSET,
        )


class DroppedView(Struct):
    """A passage that was found but is not used, and the reason."""

    document_id: UUID
    chunk_index: int
    reason: DropReason
    explanation: ExplanationView

    @classmethod
    def of(cls, dropped: RankedPassage, reason: DropReason) -> "DroppedView":
        """Return the wire type of a dropped passage."""
        passage = dropped.passage
        explanation = ExplanationView.of(dropped.scores, None)
        return cls(passage.place.document_id, passage.chunk_index, reason, explanation)


class PhraseView(Struct):
    """A phrase of a query, and whether a passage has it. If none has, its words are words."""

    text: str
    found: bool


class QueryView(Struct):
    """How a query was read.

    `words` are searched for and embedded, passages with the `phrases` come first, and those with an
    `excluded` word or phrase are left out.
    """

    words: str
    phrases: list[PhraseView]
    excluded: list[str]

    @classmethod
    def of(cls, query: ParsedQuery, scores: Iterable[Scores]) -> "QueryView":
        """Return the wire type of a query and the scores of the passages that it found."""
        found = {phrase for each in scores for phrase in each.phrases}
        phrases = [PhraseView(phrase, phrase in found) for phrase in query.phrases]
        return cls(query.words, phrases, list(query.excluded))


class SearchBody(Struct, forbid_unknown_fields=True):
    """A search request. `within` says what is searched; by default everything is.

    `document_ids`, `filename` and `uploaded_since` are the same as those in `within`.

    In `query`, quotation marks ask for a phrase, and `-word` leaves out passages with this word.
    """

    query: Annotated[str, says(pattern=SOME_TEXT, maxLength=MAX_MESSAGE_LENGTH)]
    top_k: Annotated[int, Meta(ge=1, le=100)] = 10
    min_similarity: Annotated[float, Meta(ge=-1, le=1)] | None = None
    mode: SearchMode = SearchMode.HYBRID
    document_ids: Annotated[list[UUID], Meta(max_length=1000)] | None = None
    filename: Annotated[str, Meta(max_length=255)] | None = None
    uploaded_since: datetime | None = None
    explain: bool = False
    within: Within | None = None

    def filter(self) -> DocumentFilter:
        """Return which documents are searched.

        Raises:
            InvalidInput: If a condition is given twice.
        """
        within = self.within or Within()
        own = Within(self.document_ids, None, self.filename, None, self.uploaded_since)
        for name in ("document_ids", "filename", "uploaded_since"):
            if (given := getattr(own, name)) is not None:
                if getattr(within, name) is not None:
                    raise InvalidInput(f"The request is not valid: {name} is given twice.")
                within = replace(within, **{name: given})
        return within.filter()


class SearchView(Struct):
    """The passages found, best first.

    `confidence` is the estimated probability, 0 to 1, that they answer the query as a question.
    """

    passages: list[PassageView]
    confidence: float
    timings: TimingsView
    query: QueryView | UnsetType = UNSET
    dropped: list[DroppedView] | UnsetType = UNSET
