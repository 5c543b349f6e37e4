"""Passages, and the filters, candidates and scores of a search."""

from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

from domain.documents.chunks import Chunk
from domain.documents.marks import Mark, placed
from domain.documents.place import Place
from domain.text.structure.blocks import NOTHING, Context


@dataclass(frozen=True, slots=True)
class Passage:
    """A part of a document that a search found.

    Attributes:
        place: Its place: `text[place.char_start:place.char_end] == content`. Its page and the like
            are those of its first word.
        token_count: Its length in tokens of the configured tokenizer.
        similarity: The cosine of its best window and the question, -1 to 1.
        context: What stands above it in the document.
        marks: Where in it pages, sections and the like begin, and those that it begins in.
    """

    place: Place
    chunk_index: int
    content: str
    token_count: int
    similarity: float
    context: Context = NOTHING
    marks: tuple[Mark, ...] = ()

    def place_of(self, start: int, end: int) -> Place:
        """Return the place of `start` to `end` of the content, by its first word.

        A negative `start` is a place in the header of the table that the passage continues.
        """
        words = self.content[start:end] if start >= 0 else ""
        first = start + len(words) - len(words.lstrip())
        return placed(
            self.place.span(start, end),
            self.place.char_start + first,
            self.context.titles,
            self.marks,
            self.content[: max(0, first)],
        )


def passage_of(
    chunk: Chunk, document_id: UUID, filename: str, similarity: float, version: int = 1
) -> Passage:
    """Return a chunk of a document as a passage."""
    passage = Passage(
        place=Place(document_id, filename, chunk.char_start, chunk.char_end, version),
        chunk_index=chunk.index,
        content=chunk.content,
        token_count=chunk.token_count,
        similarity=similarity,
        context=chunk.context,
        marks=chunk.marks,
    )
    return replace(passage, place=passage.place_of(0, len(passage.content)))


class SearchMode(StrEnum):
    """What a search goes by."""

    HYBRID = "hybrid"
    VECTOR = "vector"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A chunk that a search found, with its scores from both halves and its document's names.

    Attributes:
        passage: The chunk; its `similarity` is the exact cosine of its best window.
        bm25: Its BM25 score for the question; 0 if it shares no term with it.
        vector_rank: Its rank by cosine, from 1; None if the vector half did not find it.
        text_rank: Its rank by BM25, from 1; None if the text half did not find it.
        name_score: What the words of the question in its document's names weigh, in the unit of
            `bm25`; words that many names have weigh little.
        name_words: Those words, as the question has them.
    """

    passage: Passage
    bm25: float
    vector_rank: int | None = None
    text_rank: int | None = None
    name_score: float = 0.0
    name_words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidates:
    """The chunks that a search found, in no particular order.

    Attributes:
        items: The chunks that either half found, or a name or a phrase, without duplicates.
        bm25_scale: (k1 + 1) · √Σ idf² over the question's terms, including terms that no document
            contains. BM25 divided by it is comparable between questions of any length. 0 without
            terms.
    """

    items: tuple[Candidate, ...]
    bm25_scale: float


@dataclass(frozen=True, slots=True)
class Scores:
    """The scores of a passage at each stage of a search. Ranks count from 1.

    Attributes:
        similarity: The cosine of its best window and the question, -1 to 1.
        bm25: Its BM25 score; 0 if it shares no term with the question.
        fused: The fused score; comparable within one search only.
        vector_rank: Its rank by cosine; None if the vector half did not find it.
        text_rank: Its rank by BM25; None if the text half did not find it.
        fused_rank: Its rank by `fused`.
        reranker_rank: Its rank by the reranker; None if the reranker did not read it.
        reranker_score: The reranker's score; comparable within one search only.
        name: The share of the question that the names of its document have, 0 to about 1.
        name_words: The words of the question that they have.
        phrases: The phrases of the question that it has, word for word.
    """

    similarity: float
    bm25: float
    fused: float
    vector_rank: int | None
    text_rank: int | None
    fused_rank: int
    reranker_rank: int | None = None
    reranker_score: float | None = None
    name: float = 0.0
    name_words: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()

    @property
    def final(self) -> float:
        """The score of the last stage, which ranks the passage."""
        return self.fused if self.reranker_score is None else self.reranker_score


@dataclass(frozen=True, slots=True)
class RankedPassage:
    """A passage with its scores."""

    passage: Passage
    scores: Scores
