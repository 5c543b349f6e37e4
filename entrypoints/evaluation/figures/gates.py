"""Quality gates: conditions on metrics, such as ndcg@10>=0.70. No input or output here."""

import math
import operator
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from domain.errors import Misconfigured
from entrypoints.evaluation.figures.ranking import NAMES

_COMPARISONS: dict[str, Callable[[float, float], bool]] = {
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
}
_GATE = re.compile(r"\s*([a-z0-9@_: ]+?)\s*(>=|<=|>|<)\s*(\S+)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Gate:
    """A condition on a metric."""

    metric: str
    comparison: str
    bound: float

    def __str__(self) -> str:
        return f"{self.metric}{self.comparison}{self.bound:g}"

    def miss(self, figures: Mapping[str, float]) -> str | None:
        """Return why the metrics fail the gate, or None if they pass.

        The metric is not rounded before the comparison.
        """
        value = figures.get(self.metric)
        if value is None:
            return f"{self}: failed, because this run has no {self.metric}"
        if _COMPARISONS[self.comparison](value, self.bound):
            return None
        return f"{self}: failed with {value:.4f}"


def parse_gate(text: str, names: Sequence[str] = NAMES) -> Gate:
    """Read a gate such as `ndcg@10>=0.70` or `p95 <= 50` on one of the metrics named.

    Raises:
        Misconfigured: If the gate is malformed, or the metric is unknown.
    """
    match = _GATE.fullmatch(text)
    if match is None:
        raise Misconfigured(f'The gate "{text}" is malformed: write it like ndcg@10>=0.70.')
    metric, comparison, raw = match[1].lower(), match[2], match[3]
    if metric not in names:
        raise Misconfigured(
            f'The gate "{text}" has an unknown metric: the metrics are {", ".join(names)}.'
        )
    try:
        bound = float(raw)
    except ValueError:
        bound = math.nan
    if not math.isfinite(bound):
        raise Misconfigured(f'The gate "{text}" is malformed: {raw} is not a number.')
    return Gate(metric, comparison, bound)
