"""What a search finds."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from domain.documents.place import Place


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a document that a search found.

    Attributes:
        place: Where it stands: `text[place.char_start:place.char_end] == content`.
        token_count: Its length in tokens of the configured tokenizer.
        similarity: The cosine of its best window and the question, -1 to 1.
    """

    place: Place
    chunk_index: int
    content: str
    token_count: int
    similarity: float


class SearchMode(StrEnum):
    """What a search goes by."""

    HYBRID = "hybrid"
    VECTOR = "vector"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class PassageFilter:
    """Which documents are searched. Each condition that is given has to hold.

    Attributes:
        document_ids: These documents only; empty means none at all.
        filename: Documents whose whole name matches this pattern, in which `*` stands for any
            characters and `?` for one; case does not matter, and NUL characters are passed over.
        uploaded_since: Documents uploaded at this time or later.
    """

    document_ids: tuple[UUID, ...] | None = None
    filename: str | None = None
    uploaded_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A chunk that one half of a search found, with what both halves say of it.

    Attributes:
        passage: The chunk; its `similarity` is the exact cosine of its best window.
        bm25: Its BM25 score for the question, 0 if it shares no term with it.
        vector_rank: Its place among the chunks nearest in meaning, from 1; None if it was not
            among them.
        text_rank: The same among the chunks with the highest BM25 scores.
    """

    passage: Passage
    bm25: float
    vector_rank: int | None = None
    text_rank: int | None = None


@dataclass(frozen=True, slots=True)
class Candidates:
    """What a search has to choose from, in no particular order.

    Attributes:
        items: The chunks that either half found, each once.
        bm25_scale: (k1 + 1) · √Σ idf² over the question's terms, those in no document included:
            what BM25 is divided by to compare questions of any length. 0 without terms.
    """

    items: tuple[Candidate, ...]
    bm25_scale: float


@dataclass(frozen=True, slots=True)
class Scores:
    """What each stage of a search said of a passage. Ranks count from 1.

    Attributes:
        similarity: The cosine of its best window and the question, -1 to 1.
        bm25: Its BM25 score, 0 if it shares no term with the question.
        fused: Both halves fused; comparable within one search only.
        vector_rank: Its rank by meaning alone; None if it was not found that way.
        text_rank: Its rank by words alone; None if it was not found that way.
        fused_rank: Its rank by `fused`.
        reranker_rank: Its rank by the reranker; None if the reranker did not read it.
        reranker_score: The reranker's score; comparable within one search only.
    """

    similarity: float
    bm25: float
    fused: float
    vector_rank: int | None
    text_rank: int | None
    fused_rank: int
    reranker_rank: int | None = None
    reranker_score: float | None = None

    @property
    def final(self) -> float:
        """The score of the last stage, by which the passage is ranked."""
        return self.fused if self.reranker_score is None else self.reranker_score


@dataclass(frozen=True, slots=True)
class RankedPassage:
    """A passage with its scores."""

    passage: Passage
    scores: Scores
