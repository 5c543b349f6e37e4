"""Figures and the machine that they were measured on."""

import os
import platform
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure, with the bar that it is held to, if there is one."""

    what: str
    value: str
    bar: str = ""


def percentiles(seconds: Sequence[float], unit: str = "ms") -> str:
    """Return p50 and p95 of some times, in milliseconds."""
    cuts = statistics.quantiles(seconds, n=20, method="inclusive")
    return f"p50 {statistics.median(seconds) * 1000:.1f} {unit}, p95 {cuts[18] * 1000:.1f} {unit}"


def table(figures: Sequence[Figure]) -> str:
    """Return figures as a Markdown table."""
    rows = [f"| {figure.what} | {figure.value} | {figure.bar} |" for figure in figures]
    return "\n".join(["| what | measured | bar |", "| --- | --- | --- |", *rows])


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
