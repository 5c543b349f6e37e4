"""The metrics of answers. No input or output here."""

from collections.abc import Mapping, Sequence

import numpy as np

from entrypoints.evaluation.outcomes import CurvePoint, QuestionOutcome

PER_ANSWER = ("hit", "answered", "abstention", "groundedness")
"""The metrics of a single answer: answerable questions have the first two, others the third."""

BALANCED = "answer_balanced_accuracy"
ANSWER_LATENCIES = {"answer_p50": 50, "answer_p95": 95}
ANSWER_NAMES = ("hit", "answered", "abstention", BALANCED, "groundedness", *ANSWER_LATENCIES)


def answer_figures(outcome: QuestionOutcome) -> dict[str, float]:
    """Return the metrics of one answer; empty if the question was only searched for.

    A failed answer counts neither as answered nor as an abstention.
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
    """Return the metrics that only a whole run has; empty for a run without answers.

    Args:
        outcomes: The results for the questions.
        means: The means of the metrics of single answers.
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
    """Return the metrics of the answers at `steps` + 1 confidence thresholds from 0 to 1.

    An answer below the threshold counts as an abstention. Abstentions remain so at any threshold.
    The curve is empty unless the run has answers to both kinds of questions, answerable and
    unanswerable.
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
