"""Figures, the bars that they are held to, and the machine that they were measured on."""

import os
import platform
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

HEADER = "| what | measured | reference | ratio | bar | |\n| --- | --- | --- | --- | --- | --- |"


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure.

    Attributes:
        reference: What the reference pipeline reached in the same run, if it can do this at all.
        ratio: How many times better that is, from case to case faster or more.
        bar: What it is held to.
        met: Whether it is reached; None without a bar.
    """

    what: str
    value: str
    reference: str = ""
    ratio: str = ""
    bar: str = ""
    met: bool | None = None

    def row(self) -> str:
        """Return this figure as a row of a Markdown table."""
        verdict = {True: "met", False: "missed", None: ""}[self.met]
        cells = (self.what, self.value, self.reference, self.ratio, self.bar, verdict)
        return f"| {' | '.join(cells)} |"


def p50(seconds: Sequence[float]) -> float:
    """Return the median of some times, in milliseconds."""
    return statistics.median(seconds) * 1000


def p95(seconds: Sequence[float]) -> float:
    """Return what 19 of 20 times are below, in milliseconds."""
    return statistics.quantiles(seconds, n=20, method="inclusive")[18] * 1000


def percentiles(seconds: Sequence[float]) -> str:
    """Return p50 and p95 of some times."""
    return f"p50 {p50(seconds):.1f} ms, p95 {p95(seconds):.1f} ms"


def times(ratio: float) -> str:
    """Return a ratio as it is shown."""
    return f"× {ratio:.2f}"


def machine() -> str:
    """Return a line about this machine's processor, cores and Python."""
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
