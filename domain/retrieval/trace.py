"""What the search of an answer considered, and what became of it: how its sources were found."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from domain.retrieval.merging import source_of
from domain.retrieval.passages import Passage, RankedPassage

MAX_TRACED = 20
"""How many are kept for an answer: about 8 KB. Further down nothing nearly became a source."""


class DropReason(StrEnum):
    """Why an answer does not draw on a passage that its search found."""

    LOW_SCORE = "below the least score"
    BEYOND_LIMIT = "beyond the number of sources"
    NO_ROOM = "no room in the context"
    UNSURE = "the search was not sure enough"


@dataclass(frozen=True, slots=True)
class TracedPassage:
    """A chunk that the search of an answer found, with what each stage said of it.

    Where an answer was tried, each has either a source or a reason. Where the search alone
    decided that there is none, all have a reason, and those that were shown as the nearest have
    the number under which they were shown as well.

    Attributes:
        char_start: Where the chunk begins in the document's text, in code points.
        char_end: Where it ends, exclusive.
        similarity: The cosine of its best window and the question, -1 to 1.
        score, bm25, vector_rank, text_rank, fused_rank, reranker_rank, reranker_score: As in
            RankedPassage.
        place: The place that the search gave it, from 1.
        source: The number of the source that it is in, from 1; None if it is in none.
        dropped: Why the answer does not draw on it; None if it does.
    """

    document_id: UUID
    filename: str
    chunk_index: int
    char_start: int
    char_end: int
    similarity: float
    score: float
    bm25: float
    vector_rank: int | None
    text_rank: int | None
    fused_rank: int
    reranker_rank: int | None
    reranker_score: float | None
    place: int
    source: int | None = None
    dropped: DropReason | None = None

    @property
    def final_score(self) -> float:
        """What it was put in its place by: the last stage that scored it."""
        return self.score if self.reranker_score is None else self.reranker_score


def why_dropped(
    found: Sequence[RankedPassage], min_score: float, limit: int, fitting: int
) -> tuple[DropReason | None, ...]:
    """Say of each passage why an answer does not draw on it; None of those that it draws on.

    Args:
        found: What the search found, best first.
        min_score: The least score of a passage that an answer draws on.
        limit: The most passages that it draws on.
        fitting: How many of those have room in the context.
    """
    reasons: list[DropReason | None] = []
    good = 0
    for each in found:
        if each.score < min_score:
            reasons.append(DropReason.LOW_SCORE)
            continue
        good += 1
        if good > limit:
            reasons.append(DropReason.BEYOND_LIMIT)
        else:
            reasons.append(None if good <= fitting else DropReason.NO_ROOM)
    return tuple(reasons)


def trace(
    found: Sequence[RankedPassage],
    dropped: Sequence[DropReason | None],
    shown: Sequence[Passage],
    sources: Sequence[Passage],
) -> tuple[TracedPassage, ...]:
    """Return what is kept of a search: the best MAX_TRACED, those in a source before others.

    Args:
        found: What the search found, best first, each chunk once.
        dropped: For each of them why the answer does not draw on it, or None.
        shown: Those that the sources were made of.
        sources: What a reader is shown: `shown` with neighbours joined.

    Returns:
        The passages in the order of their places.
    """
    in_source = {(each.document_id, each.chunk_index) for each in shown}
    considered = [
        _considered(each, place, reason, sources if _key(each) in in_source else ())
        for place, (each, reason) in enumerate(zip(found, dropped, strict=True), 1)
    ]
    kept = sorted(considered, key=lambda each: (each.source is None, each.place))[:MAX_TRACED]
    return tuple(sorted(kept, key=lambda each: each.place))


def _key(ranked: RankedPassage) -> tuple[UUID, int]:
    return ranked.passage.document_id, ranked.passage.chunk_index


def _considered(
    ranked: RankedPassage, place: int, dropped: DropReason | None, sources: Sequence[Passage]
) -> TracedPassage:
    passage = ranked.passage
    return TracedPassage(
        document_id=passage.document_id,
        filename=passage.filename,
        chunk_index=passage.chunk_index,
        char_start=passage.char_start,
        char_end=passage.char_end,
        similarity=passage.similarity,
        score=ranked.score,
        bm25=ranked.bm25,
        vector_rank=ranked.vector_rank,
        text_rank=ranked.text_rank,
        fused_rank=ranked.fused_rank,
        reranker_rank=ranked.reranker_rank,
        reranker_score=ranked.reranker_score,
        place=place,
        source=source_of(passage, sources),
        dropped=dropped,
    )
