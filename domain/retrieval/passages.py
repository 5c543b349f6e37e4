"""What a search finds."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a document that a search found, with the place that it came from.

    Attributes:
        char_start: Where the content begins in the document's text, in code points.
        char_end: Where it ends, exclusive: `text[char_start:char_end] == content`.
        token_count: Its length in tokens of the configured tokenizer.
        similarity: The cosine of its best window and the question, -1 to 1.
        page: The page it stands on, from 1; None for formats without pages.
    """

    document_id: UUID
    filename: str
    chunk_index: int
    content: str
    char_start: int
    char_end: int
    token_count: int
    similarity: float
    page: int | None = None


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
class RankedPassage:
    """A passage in its place, with what each stage of the search said of it.

    Attributes:
        score: What the halves were fused to; comparable within one search only.
        bm25: Its BM25 score, 0 if it shares no term with the question.
        vector_rank: Its place by meaning alone, from 1; None if it was not found that way.
        text_rank: Its place by words alone; None if it was not found that way.
        fused_rank: Its place by `score`, from 1.
        reranker_rank: Its place by the reranker; None if that did not read it.
        reranker_score: What the reranker said of it; comparable within one search only.
    """

    passage: Passage
    score: float
    bm25: float
    vector_rank: int | None
    text_rank: int | None
    fused_rank: int
    reranker_rank: int | None = None
    reranker_score: float | None = None

    @property
    def final_score(self) -> float:
        """What it was put in its place by: the last stage that scored it."""
        return self.score if self.reranker_score is None else self.reranker_score
