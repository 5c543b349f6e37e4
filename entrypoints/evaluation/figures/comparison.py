"""Compares two runs question by question. No input or output here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from domain.errors import Misconfigured

ROUNDS = 10_000
BLOCK = 500
SIGNIFICANT = 0.05


@dataclass(frozen=True, slots=True)
class Difference:
    """The change of one metric.

    Attributes:
        before: Its value in the baseline: the mean over the shared questions, or the value of the
            whole run for a metric that single questions do not have.
        after: Its value in this run, likewise.
        p_value: The probability of a difference this large by chance; None for a metric of whole
            runs.
        better: The number of shared questions with a higher value than before.
        worse: The number of shared questions with a lower value.
    """

    metric: str
    before: float
    after: float
    p_value: float | None = None
    better: int = 0
    worse: int = 0

    @property
    def verdict(self) -> str:
        """The result in one word; empty for a metric without a p-value."""
        if self.p_value is None:
            return ""
        if self.p_value >= SIGNIFICANT:
            return "unclear"
        return "better" if self.after > self.before else "worse"


@dataclass(frozen=True, slots=True)
class Comparison:
    """The differences between two runs. `shared` is the number of questions in both."""

    shared: int
    differences: tuple[Difference, ...]


def compare(
    before: Mapping[str, Mapping[str, float]],
    after: Mapping[str, Mapping[str, float]],
    totals_before: Mapping[str, float],
    totals_after: Mapping[str, float],
) -> Comparison:
    """Compare two runs on the questions that both have.

    Args:
        before: {question id: {metric: value}} of the baseline, for questions with metrics.
        after: The same for this run.
        totals_before: {metric: value} of the whole baseline.
        totals_after: The same for this run, in the order in which metrics are shown.

    Raises:
        Misconfigured: If the runs have no question in common.
    """
    shared = [question for question in after if question in before]
    if not shared:
        raise Misconfigured(
            "The baseline has none of these questions: it belongs to another dataset."
        )
    measured = {name for figures in after.values() for name in figures}
    differences = []
    for name in totals_after:
        pairs = [
            (before[question][name], after[question][name])
            for question in shared
            if name in before[question] and name in after[question]
        ]
        if pairs:
            differences.append(_paired(name, pairs))
        elif name not in measured and name in totals_before:
            differences.append(Difference(name, totals_before[name], totals_after[name]))
    return Comparison(len(shared), tuple(differences))


def paired_randomisation(changes: Sequence[float], rounds: int = ROUNDS, seed: int = 0) -> float:
    """Return the two-sided p-value of a paired randomisation test on the mean change.

    If the two runs were equally good, the sign of each question's change would be random. The
    p-value is the share of sign patterns, including the observed one, whose mean is at least as far
    from 0 as the observed mean. The test makes no assumption about the distribution.
    """
    moved = np.asarray([change for change in changes if change], dtype=float)
    if not len(moved):
        return 1.0
    random = np.random.default_rng(seed)
    observed = abs(moved.sum())
    as_far = 0
    for start in range(0, rounds, BLOCK):
        signs = random.choice((-1.0, 1.0), size=(min(BLOCK, rounds - start), len(moved)))
        # the sum depends on the order of the numbers in its last bits
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
