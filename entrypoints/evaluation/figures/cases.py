"""The metrics of an answer set. No input or output here."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from entrypoints.evaluation.cases import Case, CaseAnswer, CaseOutcome
from entrypoints.evaluation.figures.answers import ANSWER_LATENCIES
from entrypoints.evaluation.figures.expectations import faults

SCORE, WRONG, DECLINED = "score", "wrong", "declined"
INTEGRITY = "citation_integrity"
KIND, SOFT = "kind:", "soft:"


def judge_case(case: Case, answer: CaseAnswer) -> CaseOutcome:
    """Return the result of a case with its metrics. A soft case has only that of its kind."""
    found = faults(case.expect, answer)
    passed = float(not found)
    if case.soft:
        return CaseOutcome(case, answer, found, {SOFT + case.kind: passed})
    figures = {
        SCORE: passed,
        WRONG: float(bool(found) and not answer.abstained),
        DECLINED: float(bool(found) and answer.abstained),
        KIND + case.kind: passed,
    }
    return CaseOutcome(case, answer, found, figures)


def case_names(cases: Iterable[Case]) -> tuple[str, ...]:
    """Return the metrics of a run of these cases, in the order in which they are shown."""
    kinds = {(SOFT if case.soft else KIND) + case.kind for case in cases}
    return (SCORE, WRONG, DECLINED, INTEGRITY, *sorted(kinds), *ANSWER_LATENCIES)


def case_totals(outcomes: Sequence[CaseOutcome]) -> dict[str, float]:
    """Return the metrics of the whole run.

    Each false citation counts as one more failed case, whatever its own case is about.
    """
    totals: dict[str, float] = {}
    for name in case_names(each.case for each in outcomes):
        values = [each.figures[name] for each in outcomes if name in each.figures]
        if values:
            totals[name] = float(np.mean(values))
    false = sum(len(each.answer.false_citations) for each in outcomes)
    verified = sum(len(each.answer.verified) for each in outcomes)
    if SCORE in totals:
        hard = sum(SCORE in each.figures for each in outcomes)
        totals[SCORE] *= hard / (hard + false)
    totals[INTEGRITY] = 1 - false / verified if verified else 1.0
    latencies = [each.answer.latency_ms for each in outcomes]
    for name, percentile in ANSWER_LATENCIES.items():
        totals[name] = float(np.percentile(latencies, percentile))
    names = case_names(each.case for each in outcomes)
    return {name: totals[name] for name in names if name in totals}


def passed_by_kind(outcomes: Iterable[CaseOutcome]) -> Mapping[str, tuple[int, int]]:
    """Return {metric of a kind: (cases that passed, all cases)}, sorted."""
    counts: dict[str, tuple[int, int]] = {}
    for each in outcomes:
        name = (SOFT if each.case.soft else KIND) + each.case.kind
        passed, total = counts.get(name, (0, 0))
        counts[name] = (passed + each.passed, total + 1)
    return dict(sorted(counts.items()))
