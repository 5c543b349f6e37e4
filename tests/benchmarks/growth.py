"""How search grows with the library, from 1,000 to 1,000,000 passages.

    python -m tests.benchmarks.growth
    python -m tests.benchmarks.growth 500 1000 2000

Prints a table and draws docs/charts/growth.svg, or .benchmarks/growth.svg for other sizes.
"""

import asyncio
import multiprocessing
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from application.retrieval.retriever import POOL
from domain.retrieval.passages import SearchMode
from tests.benchmarks.databases import Filled, filled, postgres
from tests.benchmarks.drawing import Panel, chart
from tests.benchmarks.figures import machine, p50, p95
from tests.benchmarks.products import CACHE
from tests.benchmarks.searching import EXACT, by_index, exactly, recall, timed

SIZES = (1_000, 10_000, 100_000, 1_000_000)
QUESTIONS, EXACT_QUESTIONS = 200, 50
CHART = Path(__file__).parents[2] / "docs" / "charts" / "growth.svg"
HEADER = (
    "| passages | vector p50 / p95 | recall@10 | text p50 / p95 | hybrid p50 / p95 |"
    " HNSW index | words | everything | filled in |\n"
    "| --- | --- | --- | --- | --- | --- | --- | --- | --- |"
)
MODES = {"vector": SearchMode.VECTOR, "text": SearchMode.TEXT, "hybrid": SearchMode.HYBRID}
BYTES = """
SELECT pg_relation_size('chunk_embeddings_nearest') AS hnsw,
       (SELECT sum(pg_total_relation_size(name)) FROM unnest(
           '{posting_blocks,word_changes,lexemes,indexed_documents}'::regclass[]) AS name) AS words,
       pg_database_size(current_database()) AS everything
"""


@dataclass(frozen=True, slots=True)
class Point:
    """The results for one library: milliseconds by mode, and megabytes by part."""

    passages: int
    p50: dict[str, float]
    p95: dict[str, float]
    recall: float
    megabytes: dict[str, float]
    filled_seconds: float

    def row(self) -> str:
        """Return the results as a row of a Markdown table."""
        vector, *others = (f"{self.p50[mode]:.1f} / {self.p95[mode]:.1f} ms" for mode in MODES)
        sizes = (f"{size:,.0f} MB" for size in self.megabytes.values())
        cells = (vector, f"{self.recall:.3f}", *others, *sizes, f"{self.filled_seconds:,.0f} s")
        return f"| {self.passages:,} | {' | '.join(cells)} |"


def main(sizes: Sequence[int]) -> None:
    """Measure each size and draw the chart."""
    _print(f"{machine()}\n\n{HEADER}")
    points = []
    for passages in sizes:
        # a process each, so that none takes memory from the next
        with multiprocessing.get_context("spawn").Pool(1) as process:
            points.append(process.apply(measure, [passages]))
        _print(points[-1].row())
    path = CHART if tuple(sizes) == SIZES else CACHE / CHART.name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(draw(points))
    _print(f"\n{path}")


def measure(passages: int) -> Point:
    """Fill a database and search it."""
    with postgres() as server:

        async def fill_and_search() -> Point:
            started = time.perf_counter()
            async with filled(server, passages) as library:
                return await _search(library, passages, time.perf_counter() - started)

        return asyncio.run(fill_and_search())


async def _search(library: Filled, passages: int, filled_seconds: float) -> Point:
    asked = list(library.library.questions(QUESTIONS))
    seconds = {
        name: (await timed(by_index(library.index, mode, POOL), asked))[0]
        for name, mode in MODES.items()
    }
    # recall compares the nearest 10 alone
    _, found = await timed(by_index(library.index, SearchMode.VECTOR), asked[:EXACT_QUESTIONS])
    exact = await exactly(library.connection, EXACT, asked[:EXACT_QUESTIONS])
    sizes = await library.connection.fetchrow(BYTES)
    return Point(
        passages=passages,
        p50={name: p50(each) for name, each in seconds.items()},
        p95={name: p95(each) for name, each in seconds.items()},
        recall=recall(found, exact),
        megabytes={name: size / 1e6 for name, size in sizes.items()},
        filled_seconds=filled_seconds,
    )


def draw(points: Sequence[Point]) -> str:
    """Return the chart: latencies on the left, sizes on the right."""
    latencies = {mode: [point.p95[mode] for point in points] for mode in MODES}
    names = {"hnsw": "HNSW index", "words": "words", "everything": "everything"}
    megabytes = {
        label: [point.megabytes[name] for point in points] for name, label in names.items()
    }
    panels = [Panel("Search, p95 in ms", latencies), Panel("Size in MB", megabytes)]
    return chart(panels, [point.passages for point in points], "passages")


def _print(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or SIZES)
