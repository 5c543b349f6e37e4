"""Fusing the vector half and the text half of a search into one ranking.

    fused = cosine + text_weight · BM25 / bm25_scale

The scale is that of a question whose terms' weights form a vector of unit length. It makes BM25 a
cosine-like number, however many terms the question has and however rare they are. Two alternatives
can rank worse than the better half alone: dividing by the highest possible score fails on long
questions, and reciprocal rank fusion ignores how much better the better half was.

The first ten gain coverage_weight · coverage: BM25 counts the question's words anywhere in a chunk,
coverage only those within one sentence. Where scores are compared with a minimum, all chunks that
may be used gain by it: otherwise the eleventh would have to reach the minimum without.
"""

from uuid import UUID

from domain.retrieval.calibration import RelevanceCalibration
from domain.retrieval.passages import Candidate, Candidates, RankedPassage, Scores, SearchMode
from domain.retrieval.term_coverage import coverages

COVERED = 10
"""How many of the best candidates gain by coverage, unless more may be used."""


def rank(
    candidates: Candidates,
    calibration: RelevanceCalibration,
    mode: SearchMode = SearchMode.HYBRID,
    question: str = "",
    covered: int = COVERED,
) -> tuple[RankedPassage, ...]:
    """Return the candidates, best first.

    In vector mode the score is the cosine alone, in text mode BM25 alone, and only chunks found by
    that half are ranked. Equal scores are sorted by document and chunk, so that the same search
    always returns the same list.

    Args:
        candidates: What the search found.
        calibration: The weights.
        mode: What the search goes by.
        question: The text that was searched for; without it, coverage does not count.
        covered: How many of the best gain by coverage.
    """
    scored = [
        (_score(candidate, candidates.bm25_scale, mode, calibration), candidate)
        for candidate in candidates.items
        if _belongs(candidate, mode)
    ]
    scored.sort(key=_best_first)
    if mode is SearchMode.HYBRID:
        scored[:covered] = _covered(scored[:covered], question, calibration.coverage_weight)
    return tuple(
        RankedPassage(
            candidate.passage,
            Scores(
                similarity=candidate.passage.similarity,
                bm25=candidate.bm25,
                fused=score,
                vector_rank=candidate.vector_rank,
                text_rank=candidate.text_rank,
                fused_rank=fused_rank,
            ),
        )
        for fused_rank, (score, candidate) in enumerate(scored, 1)
    )


def _covered(
    scored: list[tuple[float, Candidate]], question: str, weight: float
) -> list[tuple[float, Candidate]]:
    passages = [candidate.passage for _, candidate in scored]
    shares = coverages(
        question, [each.content for each in passages], [each.context for each in passages]
    )
    return sorted(
        (
            (score + weight * share, candidate)
            for (score, candidate), share in zip(scored, shares, strict=True)
        ),
        key=_best_first,
    )


def _best_first(scored: tuple[float, Candidate]) -> tuple[float, UUID, int]:
    score, candidate = scored
    return -score, candidate.passage.place.document_id, candidate.passage.chunk_index


def _belongs(candidate: Candidate, mode: SearchMode) -> bool:
    match mode:
        case SearchMode.VECTOR:
            return candidate.vector_rank is not None
        case SearchMode.TEXT:
            return candidate.text_rank is not None
        case SearchMode.HYBRID:
            return True


def _score(
    candidate: Candidate, bm25_scale: float, mode: SearchMode, calibration: RelevanceCalibration
) -> float:
    match mode:
        case SearchMode.VECTOR:
            return candidate.passage.similarity
        case SearchMode.TEXT:
            return candidate.bm25
        case SearchMode.HYBRID:
            text = candidate.bm25 / bm25_scale if bm25_scale else 0.0
            return candidate.passage.similarity + calibration.text_weight * text
