"""Plans machines, memory and money from the figures of docs/benchmarks.md. Measures nothing.

Sizes are proportional to the passages. For the time of a search there are two models:
a + b · log10(n), as the theory of HNSW has it, which is too low for large libraries, and a · n^b,
which is too high. A plan says both. Each is judged by leaving out one measured size at a time. How
long users wait is in users.py.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil, log10
from pathlib import Path
from typing import TypeAlias

from tests.benchmarks import users as crowds
from tests.benchmarks.figures import Figure
from tests.benchmarks.sizes import Sizes

PAGE = Path(__file__).parents[2] / "docs" / "benchmarks.md"
GROWTH_ROW = re.compile(
    r"\| ([\d,]+) \| [\d.]+ / ([\d.]+) ms \| [\d.]+ \| [\d.]+ / ([\d.]+) ms"
    r" \| [\d.]+ / ([\d.]+) ms \| ([\d,]+) MB \| ([\d,]+) MB \| ([\d,]+) MB \|"
)

# docs/benchmarks.md and docs/reliability.md, by hand
WORDS_PER_PASSAGE_MB = 931e-6  # in blocks; the table of the growth is from before
QUESTION_SERVER, QUESTION_DATABASE = 0.070, 0.015  # seconds of processor time
WINDOWS_A_SECOND = 213.7 / 2  # embedded by one core
VECTORS_A_PASSAGE = 2.5  # of 250 tokens (ADR 0012); the passages of the growth have one each
GPU_TOKENS_A_SECOND = 800_000  # one H100; a passage of 180 words has some 250

# assumptions: change them to yours
SECONDS_BETWEEN_QUESTIONS = 60.0  # of one user
BUSY = 0.6  # the share of a core that is used at the busiest time
MEMORY_IN_USE = 0.7  # the share of a machine's memory that an index may take
MACHINE_CORES, MACHINE_GB = 16, 64
SERVER_GB_A_CORE = 2.0  # a server of one core takes 1.3 GB
CORE_MONTH, GB_MONTH, DISK_GB_MONTH, GPU_HOUR = 25.0, 3.0, 0.1, 4.0  # dollars, rounded list prices


@dataclass(frozen=True, slots=True)
class Size:
    """A measured size: times in ms (p95), sizes in MB."""

    passages: int
    vector: float
    text: float
    hybrid: float
    index: float
    everything: float


def measured_sizes(page: str) -> list[Size]:
    """Return the sizes of the table of the growth, with the words as they are stored now."""
    sizes = []
    for row in GROWTH_ROW.finditer(page):
        numbers = [float(each.replace(",", "")) for each in row.groups()]
        passages, vector, text, hybrid, index, words, whole = numbers
        everything = whole - words + WORDS_PER_PASSAGE_MB * passages
        sizes.append(Size(int(passages), vector, text, hybrid, index, everything))
    return sizes


Points: TypeAlias = Sequence[tuple[float, float]]
Model: TypeAlias = Callable[[float], float]


def line_through(points: Points) -> Model:
    """Return the line with the least squares of the distances to points (x, y)."""
    mean_x = sum(x for x, _ in points) / len(points)
    mean_y = sum(y for _, y in points) / len(points)
    spread = sum((x - mean_x) ** 2 for x, _ in points)
    slope = sum((x - mean_x) * (y - mean_y) for x, y in points) / spread
    return lambda x: mean_y + slope * (x - mean_x)


def logarithm_through(points: Points) -> Model:
    """Return y = a + b · log10(x) through points."""
    line = line_through([(log10(x), y) for x, y in points])
    return lambda x: line(log10(x))


def power_through(points: Points) -> Model:
    """Return y = a · x^b through points."""
    line = line_through([(log10(x), log10(y)) for x, y in points])
    return lambda x: 10 ** line(log10(x))


def errors_of(through: Callable[[Points], Model], points: Points) -> list[float]:
    """Return how far off a model is at each point when it is left out, as a share of the point."""
    return [through([each for each in points if each != (x, y)])(x) / y - 1 for x, y in points]


@dataclass(frozen=True, slots=True)
class Plan:
    """What a library and its users take."""

    passages: int
    users: int
    hybrid_ms: tuple[float, float]
    server_cores: int
    database_cores: int
    index_gb: float
    disk_gb: float
    index_machines: int
    dollars_a_month: float
    embedding_core_hours: float
    embedding_gpu_hours: float


def plan(sizes: Sequence[Size], passages: int, users: int) -> Plan:
    """Plan from the measured sizes."""
    largest = sizes[-1]
    vectors = largest.index / largest.passages
    hybrid = [(float(each.passages), each.hybrid) for each in sizes]
    index_gb = (VECTORS_A_PASSAGE * vectors + WORDS_PER_PASSAGE_MB) * passages / 1e3
    # each vector is in the index, and about as large in its table
    more_vectors = 2 * (VECTORS_A_PASSAGE - 1) * vectors
    disk_gb = (largest.everything / largest.passages + more_vectors) * passages / 1e3
    questions = users / SECONDS_BETWEEN_QUESTIONS
    server_cores = ceil(questions * QUESTION_SERVER / BUSY)
    database_cores = ceil(questions * QUESTION_DATABASE / BUSY)
    machines = ceil(index_gb / (MACHINE_GB * MEMORY_IN_USE))
    machine = MACHINE_CORES * CORE_MONTH + MACHINE_GB * GB_MONTH
    # what fits one machine is in the memory of the database, the rest on machines of its own
    index = machines * machine if machines > 1 else index_gb / MEMORY_IN_USE * GB_MONTH
    servers = server_cores * (CORE_MONTH + SERVER_GB_A_CORE * GB_MONTH)
    return Plan(
        passages,
        users,
        (logarithm_through(hybrid)(passages), power_through(hybrid)(passages)),
        server_cores,
        database_cores,
        index_gb,
        disk_gb,
        machines,
        servers + database_cores * CORE_MONTH + index + disk_gb * DISK_GB_MONTH,
        passages * VECTORS_A_PASSAGE / WINDOWS_A_SECOND / 3600,
        passages * 250 / GPU_TOKENS_A_SECOND / 3600,
    )


def run(_: Sizes) -> list[Figure]:
    """Fit, say how far off the fits are, and plan."""
    sizes = measured_sizes(PAGE.read_text())
    return [*_fits(sizes), *crowds.figures(), *(_planned(sizes, *each) for each in PLANS)]


PLANS = ((1_000_000, 500), (10_000_000, 5_000), (1_000_000_000, 100_000))


def _fits(sizes: Sequence[Size]) -> list[Figure]:
    figures = []
    for name in ("vector", "text", "hybrid"):
        points = [(float(each.passages), float(getattr(each, name))) for each in sizes]
        figures += [
            _fit(f"p95 of {name} search, a + b · log10 n", logarithm_through, points),
            _fit(f"p95 of {name} search, a · n^b", power_through, points),
        ]
    for name in ("index", "everything"):
        shares = [getattr(each, name) / each.passages for each in sizes[1:]]
        ends = [left / shares[-1] - 1 for left in shares[:-1]]
        figures.append(
            Figure(
                f"{name}, MB for a million passages",
                f"{shares[-1] * 1e6:,.0f}, smaller sizes {_percent(ends)} off",
            )
        )
    return figures


def _fit(name: str, through: Callable[[Points], Model], points: Points) -> Figure:
    model, errors = through(points), errors_of(through, points)
    return Figure(
        f"{name}, {points[0][0]:,.0f} to {points[-1][0]:,.0f} passages",
        f"{model(1e6):.1f} ms at a million, × {model(1e7) / model(1e6):.2f} for the next ten;"
        f" left out, sizes are {_percent(errors)} off, the largest {errors[-1]:+.0%}",
    )


def _planned(sizes: Sequence[Size], passages: int, users: int) -> Figure:
    it = plan(sizes, passages, users)
    return Figure(
        f"plan: {passages:,} passages, {users:,} users who ask once a minute",
        f"servers {it.server_cores} cores, database {it.database_cores} cores; in memory"
        f" {it.index_gb:,.0f} GB on {it.index_machines} machines of {MACHINE_GB} GB, on disk"
        f" {it.disk_gb:,.0f} GB; hybrid search p95 {it.hybrid_ms[0]:.0f} to"
        f" {it.hybrid_ms[1]:.0f} ms in one index; embedded once in"
        f" {it.embedding_core_hours:,.0f} core hours or {it.embedding_gpu_hours:,.0f} GPU hours;"
        f" ${it.dollars_a_month:,.0f} a month, and ${it.embedding_gpu_hours * GPU_HOUR:,.0f} once",
    )


def _percent(errors: Sequence[float]) -> str:
    return f"{min(errors):+.0%} to {max(errors):+.0%}"
