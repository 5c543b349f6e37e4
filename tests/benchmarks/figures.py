"""Metrics, their targets, and the machine that they were measured on."""

import os
import platform
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

HEADER = "| what | measured | reference | ratio | bar | |\n| --- | --- | --- | --- | --- | --- |"


@dataclass(frozen=True, slots=True)
class Figure:
    """One metric.

    Attributes:
        reference: The value of the reference pipeline in the same run, if it has one.
        ratio: How many times better Quoth is: faster or more, depending on the metric.
        bar: The target.
        met: Whether the target is met; None without a target.
    """

    what: str
    value: str
    reference: str = ""
    ratio: str = ""
    bar: str = ""
    met: bool | None = None

    def row(self) -> str:
        """Return the metric as a row of a Markdown table."""
        verdict = {True: "met", False: "missed", None: ""}[self.met]
        cells = (self.what, self.value, self.reference, self.ratio, self.bar, verdict)
        return f"| {' | '.join(cells)} |"


def p50(seconds: Sequence[float]) -> float:
    """Return the median in milliseconds."""
    return statistics.median(seconds) * 1000


def p95(seconds: Sequence[float]) -> float:
    """Return the 95th percentile in milliseconds."""
    return statistics.quantiles(seconds, n=20, method="inclusive")[18] * 1000


def percentiles(seconds: Sequence[float]) -> str:
    """Return p50 and p95 as text."""
    return f"p50 {p50(seconds):.1f} ms, p95 {p95(seconds):.1f} ms"


def times(ratio: float) -> str:
    """Return a ratio as text."""
    return f"× {ratio:.2f}"


def machine() -> str:
    """Return a line with the machine's processor, cores and Python version."""
    model, flags = platform.processor() or platform.machine(), ""
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        lines = cpuinfo.read_text().splitlines()
        facts = dict(line.split(":", 1) for line in lines if ":" in line)
        facts = {name.strip(): value.strip() for name, value in facts.items()}
        model = facts.get("model name", model)
        known = {"avx2", "avx512f", "avx512_bf16", "avx512_vnni", "amx_bf16"}
        flags = " ".join(sorted(known & set(facts.get("flags", "").split())))
    return f"{model} ({flags}), {os.cpu_count()} cores, Python {platform.python_version()}"
