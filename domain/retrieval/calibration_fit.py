"""Fitting the calibration of an embedding model to labelled questions.

Each question is searched for twice: among all passages, and with its relevant documents left out.
The first search holds the answer, the second one does not.

| constant | how it is fitted |
| --- | --- |
| text_weight | the best mean nDCG@10 of cosine + text_weight · BM25 / scale |
| name_weight, coverage_weight | in proportion to it: they stand beside the same cosine |
| confidence_coverage_weight | the best area under the ROC curve of the closeness |
| confidence_slope | logistic regression of "holds the answer" on the closeness |
| confidence_offset | slope · the closeness that all but 1 in 40 questions with an answer reach |
| near | the cosine with the best balanced accuracy of "holds the answer" |

The closeness is that of `domain.retrieval.confidence`. Of the values whose metric is within one
standard error of the best, the one nearest to the constant before is taken (the one-standard-error
rule of Breiman et al., Classification and Regression Trees, 1984): a small set moves no constant by
chance. The lowest score and the constants that judge sentences cannot be seen in which documents
answer a question, so they stay.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from statistics import mean, pstdev
from uuid import UUID

from domain.retrieval.calibration import RelevanceCalibration
from domain.retrieval.confidence import CONSIDERED
from domain.retrieval.fusion import rank
from domain.retrieval.passages import Candidates
from domain.retrieval.term_coverage import coverages

LEAST_QUESTIONS = 50
"""How many answered questions it takes at least."""

HELD_BACK = 1 / 40  # of the questions with an answer: as the default calibration does
TOP = 10
TEXT_WEIGHTS = [step / 20 for step in range(1, 21)]
COVERAGE_WEIGHTS = [step / 10 for step in range(13)]
NEWTON_STEPS = 30
RIDGE = 1e-4

Closeness = Sequence[tuple[float, float]]
"""The cosine and the coverage of each of the best passages of a search."""


@dataclass(frozen=True, slots=True)
class JudgedQuestion:
    """A question, what was found for it, and the documents that answer it; none if none does."""

    text: str
    found: Candidates
    relevant: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class CalibrationFit:
    """A calibration that was fitted.

    Attributes:
        answered: How many searches held the answer.
        unanswered: How many did not.
        auc: How well the closeness tells the one from the other: the area under the ROC curve.
        held_back: The share of the answered questions whose confidence is below one half.
        let_through: The share of the others whose confidence is not.
    """

    calibration: RelevanceCalibration
    answered: int
    unanswered: int
    auc: float
    held_back: float
    let_through: float


def fit(questions: Sequence[JudgedQuestion], base: RelevanceCalibration) -> CalibrationFit | None:
    """Return the calibration that suits a model; None if too few questions have their answer found.

    Args:
        questions: The questions, with what the model found.
        base: The constants that are not fitted, and the proportions of the weights.
    """
    weighted = _weighted(questions, base)
    searches = [_Search.of(each, weighted) for each in questions]
    answered = [each for each in searches if each.answered]
    unanswered = [each.without for each in searches if each.without]
    if len(answered) < LEAST_QUESTIONS or not unanswered:
        return None
    positives = [each.best for each in answered]

    def area(weight: float) -> float:
        return _auc(
            [_closest(each, weight) for each in positives],
            [_closest(each, weight) for each in unanswered],
        )

    error = _proportion_error(area(base.confidence_coverage_weight), len(positives))
    weight = _nearest_good(COVERAGE_WEIGHTS, area, error, base.confidence_coverage_weight)
    yes = sorted(_closest(each, weight) for each in positives)
    no = sorted(_closest(each, weight) for each in unanswered)
    slope = _slope(yes, no)
    threshold = _quantile(yes, HELD_BACK)
    near = _best_threshold(_highest(positives), _highest(unanswered), base.near)
    calibration = replace(
        weighted,
        confidence_coverage_weight=weight,
        confidence_slope=round(slope, 2),
        confidence_offset=round(slope * threshold, 2),
        near=near,
    )
    return CalibrationFit(
        calibration,
        len(yes),
        len(no),
        _auc(yes, no),
        sum(each < threshold for each in yes) / len(yes),
        sum(each >= threshold for each in no) / len(no),
    )


@dataclass(frozen=True, slots=True)
class _Search:
    """What a search found.

    Attributes:
        answered: Whether a relevant document is among the best passages.
        best: The best passages.
        without: The best passages without the relevant documents.
    """

    answered: bool
    best: Closeness
    without: Closeness

    @staticmethod
    def of(question: JudgedQuestion, calibration: RelevanceCalibration) -> "_Search":
        """Rank what was found with and without the relevant documents."""
        found = question.found
        left = tuple(
            each for each in found.items if each.passage.place.document_id not in question.relevant
        )
        ranked = rank(found, calibration, question=question.text)
        best = {each.passage.place.document_id for each in ranked[:CONSIDERED]}
        return _Search(
            not question.relevant.isdisjoint(best),
            _best(question.text, found, calibration),
            _best(question.text, replace(found, items=left), calibration),
        )


def _best(text: str, found: Candidates, calibration: RelevanceCalibration) -> Closeness:
    best = rank(found, calibration, question=text)[:CONSIDERED]
    passages = [each.passage for each in best]
    covered = coverages(text, passages, [each.scores.name_words for each in best])
    return [(each.similarity, share) for each, share in zip(passages, covered, strict=True)]


def _weighted(
    questions: Sequence[JudgedQuestion], base: RelevanceCalibration
) -> RelevanceCalibration:
    """Return a calibration with the weights beside the cosine fitted."""
    judged = [
        [
            (
                each.passage.similarity,
                each.bm25 / (question.found.bm25_scale or 1.0),
                each.passage.place.document_id in question.relevant,
            )
            for each in question.found.items
        ]
        for question in questions
    ]
    judged = [each for each in judged if any(relevant for _, _, relevant in each)]
    if not judged:
        return base

    def gains(weight: float) -> list[float]:
        return [_ndcg(each, weight) for each in judged]

    def gain(weight: float) -> float:
        return mean(gains(weight))

    error = pstdev(gains(base.text_weight)) / math.sqrt(len(judged))
    weight = _nearest_good(TEXT_WEIGHTS, gain, error, base.text_weight)
    share = weight / base.text_weight
    return replace(
        base,
        text_weight=weight,
        name_weight=round(base.name_weight * share, 3),
        coverage_weight=round(base.coverage_weight * share, 3),
    )


def _ndcg(found: Sequence[tuple[float, float, bool]], weight: float) -> float:
    ranked = sorted(found, key=lambda each: -(each[0] + weight * each[1]))
    gains = [relevant for _, _, relevant in ranked]
    ideal = sorted(gains, reverse=True)
    return _discounted(gains) / _discounted(ideal)


def _discounted(gains: Sequence[bool]) -> float:
    return sum(gain / math.log2(place + 1) for place, gain in enumerate(gains[:TOP], 1))


def _highest(searches: Sequence[Closeness]) -> list[float]:
    """Return the highest cosine of each search."""
    return [max(cosine for cosine, _ in best) for best in searches]


def _closest(best: Closeness, weight: float) -> float:
    return max(cosine + weight * coverage for cosine, coverage in best)


def _nearest_good(
    values: Sequence[float], metric: Callable[[float], float], error: float, before: float
) -> float:
    """Return the value nearest to the one before whose metric is the best, to a standard error."""
    measured = [(metric(value), value) for value in values]
    most = max(measured)[0]
    good = [value for result, value in measured if result >= most - error]
    return min(good, key=lambda value: abs(value - before))


def _proportion_error(share: float, count: int) -> float:
    return math.sqrt(share * (1 - share) / count)


def _auc(yes: Sequence[float], no: Sequence[float]) -> float:
    """Return the probability that one of the first is higher than one of the second."""
    pairs = sorted([(value, 1) for value in yes] + [(value, 0) for value in no])
    below = wins = 0.0
    place = 0
    while place < len(pairs):
        end = place
        while end < len(pairs) and pairs[end][0] == pairs[place][0]:
            end += 1
        ours = sum(kind for _, kind in pairs[place:end])
        theirs = end - place - ours
        wins += ours * (below + theirs / 2)
        below += theirs
        place = end
    return wins / (len(yes) * len(no))


def _slope(yes: Sequence[float], no: Sequence[float]) -> float:
    """Return the slope of a logistic regression in which both sides weigh the same (Newton)."""
    samples = [(value, 1.0, 0.5 / len(yes)) for value in yes]
    samples += [(value, 0.0, 0.5 / len(no)) for value in no]
    centre = sum(weight * value for value, _, weight in samples)
    unit = math.sqrt(sum(weight * (value - centre) ** 2 for value, _, weight in samples)) or 1.0
    slope = intercept = 0.0
    for _ in range(NEWTON_STEPS):
        g0 = g1 = h00 = h01 = h11 = 0.0
        for value, kind, weight in samples:
            x = (value - centre) / unit
            p = 1 / (1 + math.exp(-max(-30.0, min(30.0, slope * x + intercept))))
            g0 += weight * (kind - p)
            g1 += weight * (kind - p) * x
            spread = weight * max(p * (1 - p), 1e-9)
            h00, h01, h11 = h00 + spread, h01 + spread * x, h11 + spread * x * x
        # a little ridge: sides that do not overlap have no finite slope
        h11 += RIDGE
        g1 -= RIDGE * slope
        determinant = h00 * h11 - h01 * h01
        slope += (h00 * g1 - h01 * g0) / determinant
        intercept += (h11 * g0 - h01 * g1) / determinant
    return slope / unit


def _best_threshold(yes: Sequence[float], no: Sequence[float], before: float) -> float:
    def balanced(threshold: float) -> float:
        reached = sum(value >= threshold for value in yes) / len(yes)
        return (reached + sum(value < threshold for value in no) / len(no)) / 2

    thresholds = [step / 100 for step in range(-100, 101)]
    error = _proportion_error(max(map(balanced, thresholds)), min(len(yes), len(no)))
    return _nearest_good(thresholds, balanced, error, before)


def _quantile(ascending: Sequence[float], share: float) -> float:
    return ascending[int(share * (len(ascending) - 1))]
