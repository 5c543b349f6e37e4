"""The figures of the answers, from what each question was answered. No input or output here."""

from collections.abc import Mapping, Sequence

import numpy as np

from entrypoints.evaluation.outcomes import CurvePoint, QuestionOutcome

PER_ANSWER = ("hit", "answered", "abstention", "groundedness")
"""What one answer has alone: questions with an answer the first two, those without the third."""

BALANCED = "answer_balanced_accuracy"
ANSWER_LATENCIES = {"answer_p50": 50, "answer_p95": 95}
ANSWER_NAMES = ("hit", "answered", "abstention", BALANCED, "groundedness", *ANSWER_LATENCIES)


def answer_figures(outcome: QuestionOutcome) -> dict[str, float]:
    """Return the metrics of one answer; none if the question was not to be answered.

    An answer that broke off counts neither as an answer nor as an abstention.
    """
    answer = outcome.answer
    if answer is None:
        return {}
    figures = {}
    if not outcome.answerable:
        figures["abstention"] = float(answer.abstained)
    else:
        figures["answered"] = float(not answer.abstained and not answer.failed)
        if answer.hit is not None:
            figures["hit"] = float(answer.hit)
    if answer.groundedness is not None:
        figures["groundedness"] = answer.groundedness
    return figures


def answer_totals(
    outcomes: Sequence[QuestionOutcome], means: Mapping[str, float]
) -> dict[str, float]:
    """Return what no answer has alone; empty if nothing was to be answered.

    Args:
        outcomes: What each question gave.
        means: The means of what each answer has.
    """
    figures = {}
    if "answered" in means and "abstention" in means:
        figures[BALANCED] = (means["answered"] + means["abstention"]) / 2
    latencies = [each.answer.latency_ms for each in outcomes if each.answer is not None]
    if latencies:
        for name, percentile in ANSWER_LATENCIES.items():
            figures[name] = float(np.percentile(latencies, percentile))
    return figures


def curve(outcomes: Sequence[QuestionOutcome], steps: int) -> list[CurvePoint]:
    """Return what answers would be like at each of `steps` + 1 thresholds from 0 to 1.

    A question whose confidence is below the threshold gets no answer, and one that got none gets
    none at any threshold. Empty unless both kinds of questions were answered.
    """
    told = [(each, each.answer) for each in outcomes if each.answer is not None]

    def share(threshold: float, kind: Sequence[tuple[float, bool]]) -> float:
        return sum(value and confidence >= threshold for confidence, value in kind) / len(kind)

    given = [
        (each.answerable, answer.confidence, not answer.abstained and not answer.failed)
        for each, answer in told
    ]
    answerable = [(confidence, value) for kind, confidence, value in given if kind]
    unanswerable = [(confidence, value) for kind, confidence, value in given if not kind]
    if not answerable or not unanswerable:
        return []
    hits = [(answer.confidence, answer.hit) for _, answer in told if answer.hit is not None]
    return [
        CurvePoint(
            threshold=step / steps,
            abstention=1 - share(step / steps, unanswerable),
            answered=share(step / steps, answerable),
            hit=share(step / steps, hits) if hits else None,
        )
        for step in range(steps + 1)
    ]
