"""Comparing two runs question by question. No input or output here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from domain.errors import Misconfigured
from entrypoints.evaluation.figures.ranking import NAMES, PER_QUESTION

ROUNDS = 10_000
BLOCK = 500
SIGNIFICANT = 0.05


@dataclass(frozen=True, slots=True)
class Difference:
    """How one metric changed.

    Attributes:
        before: In the baseline, over the questions that both have.
        after: Now, over the same questions.
        p_value: How often chance alone makes a difference as large; None where questions cannot
            be paired.
        better: How many questions did better than before.
        worse: How many did worse.
    """

    metric: str
    before: float
    after: float
    p_value: float | None = None
    better: int = 0
    worse: int = 0

    @property
    def verdict(self) -> str:
        """Whether the difference is more than chance, in a word."""
        if self.p_value is None:
            return ""
        if self.p_value >= SIGNIFICANT:
            return "unclear"
        return "better" if self.after > self.before else "worse"


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two runs side by side; `shared` is the number of questions with metrics in both."""

    shared: int
    differences: tuple[Difference, ...]


def compare(
    before: Mapping[str, Mapping[str, float]],
    after: Mapping[str, Mapping[str, float]],
    totals_before: Mapping[str, float],
    totals_after: Mapping[str, float],
) -> Comparison:
    """Compare the questions that both runs have.

    Args:
        before: {question id: {metric: value}} of the baseline's questions that have metrics.
        after: The same of this run.
        totals_before: The baseline's figures in total, for those that no question has alone.
        totals_after: The same of this run.

    Raises:
        Misconfigured: If the runs have no such question in common.
    """
    shared = [question for question in after if question in before]
    if not shared:
        raise Misconfigured("The baseline has none of these questions: it is of another set.")
    differences = []
    for name in PER_QUESTION:
        pairs = [
            (before[question][name], after[question][name])
            for question in shared
            if name in before[question] and name in after[question]
        ]
        if pairs:
            differences.append(_paired(name, pairs))
    differences += [
        Difference(name, totals_before[name], totals_after[name])
        for name in NAMES
        if name not in PER_QUESTION and name in totals_before and name in totals_after
    ]
    return Comparison(len(shared), tuple(differences))


def paired_randomisation(changes: Sequence[float], rounds: int = ROUNDS, seed: int = 0) -> float:
    """Return the two-sided p-value of a paired randomisation test on the mean change.

    If the two runs were alike, each question's change might as well have the other sign: the
    p-value is the share of random signs under which the mean is as far from 0 as it is, the
    signs observed being one of them. It assumes nothing of how the changes are distributed.
    """
    moved = np.asarray([change for change in changes if change], dtype=float)
    if not len(moved):
        return 1.0
    random = np.random.default_rng(seed)
    observed = abs(moved.sum())
    as_far = 0
    for start in range(0, rounds, BLOCK):
        signs = random.choice((-1.0, 1.0), size=(min(BLOCK, rounds - start), len(moved)))
        # sums of the same numbers in another order differ in their last bits
        as_far += int((abs(signs @ moved) >= observed - 1e-9).sum())
    return (as_far + 1) / (rounds + 1)


def _paired(name: str, pairs: Sequence[tuple[float, float]]) -> Difference:
    changes = [after - before for before, after in pairs]
    return Difference(
        name,
        before=float(np.mean([before for before, _ in pairs])),
        after=float(np.mean([after for _, after in pairs])),
        p_value=paired_randomisation(changes),
        better=sum(change > 0 for change in changes),
        worse=sum(change < 0 for change in changes),
    )
