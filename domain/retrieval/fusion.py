"""Fusing the vector half and the text half of a search into one ranking.

    fused = cosine + (text_weight · BM25 + name_weight · names) / bm25_scale

The scale is that of a question whose terms' weights form a vector of unit length. It makes BM25 a
cosine-like number, however many terms the question has and however rare they are. Two alternatives
can rank worse than the better half alone: dividing by the highest possible score fails on long
questions, and reciprocal rank fusion ignores how much better the better half was.

The words of the question that a document's names have count for each of its chunks, in the unit of
BM25: a word adds at most what it adds if a chunk is full of it.

The first ten gain coverage_weight · coverage: BM25 counts the question's words anywhere in a chunk,
coverage only those within one sentence. Where scores are compared with a minimum, all chunks that
may be used gain by it: otherwise the eleventh would have to reach the minimum without. Equal chunks
of several documents, of which one is used, count once.

Chunks that have the phrases of the question come before all others, those with the most first.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from domain.retrieval.calibration import RelevanceCalibration
from domain.retrieval.passages import Candidate, Candidates, RankedPassage, Scores, SearchMode
from domain.retrieval.term_coverage import coverages
from domain.text.phrases import phrases_in

COVERED = 10
"""How many of the best candidates gain by coverage, unless more may be used."""


def rank(
    candidates: Candidates,
    calibration: RelevanceCalibration,
    mode: SearchMode = SearchMode.HYBRID,
    question: str = "",
    covered: int = COVERED,
    phrases: Sequence[str] = (),
) -> tuple[RankedPassage, ...]:
    """Return the candidates, best first.

    In vector mode the score is the cosine alone, in text mode BM25 with the names, and only chunks
    found by that half, or by a phrase, are ranked. Equal scores are sorted by document and chunk,
    so that the same search always returns the same list.

    Args:
        candidates: What the search found.
        calibration: The weights.
        mode: What the search goes by.
        question: The text that was searched for; without it, coverage does not count.
        covered: How many of the best, of which no two are equal, gain by coverage.
        phrases: What has to stand word for word in the chunks that come first.
    """
    scored = [
        _Scored(score, candidate, held)
        for candidate in candidates.items
        if (held := phrases_in(candidate.passage.content, phrases)) or _belongs(candidate, mode)
        for score in [_score(candidate, candidates.bm25_scale, mode, calibration)]
    ]
    scored.sort(key=_best_first)
    if mode is SearchMode.HYBRID:
        gaining = _first_different(scored, covered)
        scored[:gaining] = _covered(scored[:gaining], question, calibration.coverage_weight)
    return tuple(
        RankedPassage(
            each.candidate.passage,
            Scores(
                similarity=each.candidate.passage.similarity,
                bm25=each.candidate.bm25,
                fused=each.score,
                vector_rank=each.candidate.vector_rank,
                text_rank=each.candidate.text_rank,
                fused_rank=fused_rank,
                name=_share(each.candidate.name_score, candidates.bm25_scale),
                name_words=each.candidate.name_words,
                phrases=each.phrases,
            ),
        )
        for fused_rank, each in enumerate(scored, 1)
    )


@dataclass(frozen=True, slots=True)
class _Scored:
    score: float
    candidate: Candidate
    phrases: tuple[str, ...]


def _first_different(scored: Sequence[_Scored], count: int) -> int:
    """Return how many of the best have so many different contents."""
    contents = set[str]()
    for number, each in enumerate(scored):
        contents.add(each.candidate.passage.content.strip())
        if len(contents) > count:
            return number
    return len(scored)


def _covered(scored: Sequence[_Scored], question: str, weight: float) -> list[_Scored]:
    shares = coverages(
        question,
        [each.candidate.passage for each in scored],
        [each.candidate.name_words for each in scored],
    )
    gained = (
        replace(each, score=each.score + weight * share)
        for each, share in zip(scored, shares, strict=True)
    )
    return sorted(gained, key=_best_first)


def _best_first(scored: _Scored) -> tuple[int, float, UUID, int]:
    passage = scored.candidate.passage
    return -len(scored.phrases), -scored.score, passage.place.document_id, passage.chunk_index


def _belongs(candidate: Candidate, mode: SearchMode) -> bool:
    match mode:
        case SearchMode.VECTOR:
            return candidate.vector_rank is not None
        case SearchMode.TEXT:
            return candidate.text_rank is not None or candidate.name_score > 0
        case SearchMode.HYBRID:
            return True


def _score(
    candidate: Candidate, bm25_scale: float, mode: SearchMode, calibration: RelevanceCalibration
) -> float:
    by_words = (
        calibration.text_weight * candidate.bm25 + calibration.name_weight * candidate.name_score
    )
    match mode:
        case SearchMode.VECTOR:
            return candidate.passage.similarity
        case SearchMode.TEXT:
            return by_words / calibration.text_weight
        case SearchMode.HYBRID:
            return candidate.passage.similarity + _share(by_words, bm25_scale)


def _share(score: float, bm25_scale: float) -> float:
    return score / bm25_scale if bm25_scale else 0.0
