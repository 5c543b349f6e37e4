"""The metrics of search, and the metrics of a whole run. No input or output here."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from domain.retrieval.confidence import THRESHOLD
from entrypoints.evaluation.figures.answers import (
    ANSWER_LATENCIES,
    ANSWER_NAMES,
    PER_ANSWER,
    answer_figures,
    answer_totals,
)
from entrypoints.evaluation.outcomes import QuestionOutcome

RANKING = {"ndcg@10": "nDCG@10", "recall@5": "R@5", "recall@10": "R@10", "recall@100": "R@100"}
RANKING |= {"mrr@10": "RR@10"}
"""The metrics of a ranking: Quoth's name and the name in ir-measures."""

DEPTHS = (5, 10)
TEXT = tuple(f"text@{depth}" for depth in DEPTHS)
PAGE = tuple(f"page@{depth}" for depth in DEPTHS)
LATER = {f"{name} after turn 1": name for name in ("ndcg@10", "recall@5", "recall@10")}
"""Metrics of questions with a history: Quoth's name and the name of the underlying metric."""

PER_QUESTION = (*RANKING, *LATER, *TEXT, *PAGE, *PER_ANSWER)
LATENCIES = {"p50": 50, "p95": 95}
IN_MILLISECONDS = (*LATENCIES, *ANSWER_LATENCIES)
ABSTENTION = ("auc", "sensitivity", "specificity", "accuracy", "balanced_accuracy")
NAMES = (*RANKING, *LATER, *TEXT, *PAGE, *ABSTENTION, *LATENCIES, *ANSWER_NAMES)
"""All metrics, in the order in which they are shown."""


def measure(name: str) -> Any:
    """Return the ir-measures object for a metric of a ranking.

    The library's own name parser uses parts of `ast` that Python 3.14 removed.
    """
    import ir_measures

    theirs, depth = RANKING[name].split("@")
    return getattr(ir_measures, theirs) @ int(depth)


def with_figures(
    outcomes: Sequence[QuestionOutcome], relevant: Mapping[str, Mapping[str, int]]
) -> tuple[QuestionOutcome, ...]:
    """Return the outcomes with the metrics of each question.

    Args:
        outcomes: The results for the questions.
        relevant: {question id: {document id: grade}} for answerable questions.
    """
    import ir_measures

    ours = {name: each for each, name in RANKING.items()}
    judged = {each.id: dict(relevant[each.id]) for each in outcomes if each.answerable}
    # by rank, because equal scores would be reordered
    runs = {
        each.id: {found.id: -float(rank) for rank, found in enumerate(each.found)}
        for each in outcomes
        if each.answerable
    }
    figures: dict[str, dict[str, float]] = {question_id: {} for question_id in judged}
    for item in ir_measures.iter_calc([measure(name) for name in RANKING], judged, runs):
        figures[item.query_id][ours[str(item.measure)]] = float(item.value)
    return tuple(
        replace(
            each,
            figures=_in_order(
                _with_later(each, figures.get(each.id, {}))
                | _within(TEXT, each.text_rank, applies=each.has_expected_text)
                | _within(PAGE, each.page_rank, applies=each.has_expected_page)
                | answer_figures(each)
            ),
        )
        for each in outcomes
    )


def totals(outcomes: Sequence[QuestionOutcome]) -> dict[str, float]:
    """Return the metrics of the whole run: means over questions, confidence, and latencies."""
    figures: dict[str, float] = {}
    for name in PER_QUESTION:
        values = [each.figures[name] for each in outcomes if name in each.figures]
        if values:
            figures[name] = float(np.mean(values))
    figures |= _abstention(outcomes)
    latencies = [each.latency_ms for each in outcomes]
    for name, percentile in LATENCIES.items():
        figures[name] = float(np.percentile(latencies, percentile))
    return _in_order(figures | answer_totals(outcomes, figures))


def _abstention(outcomes: Sequence[QuestionOutcome]) -> dict[str, float]:
    """Return how well confidence separates the two kinds of questions; empty without both."""
    answerable = [each.confidence for each in outcomes if each.answerable]
    unanswerable = [each.confidence for each in outcomes if not each.answerable]
    auc = area_under_curve(answerable, unanswerable)
    if auc is None:
        return {}
    right = sum(each >= THRESHOLD for each in answerable)
    held_back = sum(each < THRESHOLD for each in unanswerable)
    sensitivity, specificity = right / len(answerable), held_back / len(unanswerable)
    return {
        "auc": auc,
        "sensitivity": sensitivity,
        "specificity": specificity,
        "accuracy": (right + held_back) / len(outcomes),
        "balanced_accuracy": (sensitivity + specificity) / 2,
    }


def area_under_curve(positive: Sequence[float], negative: Sequence[float]) -> float | None:
    """Return the share of pairs in which the positive has the higher score; a tie counts half.

    1 is perfect separation, 0.5 is chance. None if either sequence is empty.
    """
    if not positive or not negative:
        return None
    ordered = np.sort(np.asarray(negative, dtype=float))
    below = np.searchsorted(ordered, positive, side="left")
    up_to = np.searchsorted(ordered, positive, side="right")
    return float((below + up_to).mean() / (2 * len(ordered)))


def recall_by_depth(outcomes: Iterable[QuestionOutcome], depth: int) -> list[float]:
    """Return recall@1 to recall@`depth`, as means over the answerable questions."""
    curves = []
    for each in outcomes:
        if each.answerable:
            curve = np.zeros(depth)
            for rank in each.expected_ranks:
                curve[rank - 1 :] += 1 / len(each.expected)
            curves.append(curve)
    return [float(value) for value in np.mean(curves, axis=0)]


def _with_later(outcome: QuestionOutcome, figures: Mapping[str, float]) -> dict[str, float]:
    later = LATER if outcome.turn > 1 else {}
    return {**figures, **{name: figures[of] for name, of in later.items() if of in figures}}


def _within(names: Sequence[str], rank: int | None, *, applies: bool) -> dict[str, float]:
    """Return whether a rank is within each of the depths; nothing if the metric does not apply."""
    return {
        name: float(rank is not None and rank <= depth)
        for name, depth in zip(names, DEPTHS, strict=True)
        if applies
    }


def _in_order(figures: Mapping[str, float]) -> dict[str, float]:
    return {name: figures[name] for name in NAMES if name in figures}
