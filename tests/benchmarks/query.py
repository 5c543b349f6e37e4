"""Embedding queries: one at a time compared with the reference, and 32 concurrently."""

import asyncio
import time
from statistics import median

from tests.benchmarks.beside import Beside, embed
from tests.benchmarks.figures import Figure, p50, percentiles, times
from tests.benchmarks.products import Products, loaded
from tests.benchmarks.sizes import Sizes
from tests.benchmarks.text import questions

TOGETHER = 32
TURN = 30  # questions; shorter turns mostly measure how fast the processor's cache is refilled
WARM_UP = 10
SPEEDUP, BATCH_GAIN = 2.0, 3.0
AIM = "≥ × 2; the aim is 6 ms"


def run(sizes: Sizes) -> list[Figure]:
    """Embed the same queries with both, in turns."""
    return asyncio.run(_measure(sizes))


async def _measure(sizes: Sizes) -> list[Figure]:
    asked = questions(sizes.questions + TOGETHER * sizes.rounds)
    singles, batches = asked[: sizes.questions], asked[sizes.questions :]
    with Beside() as beside:
        async with loaded() as products:
            await _by_turns(products, beside, singles[:WARM_UP])
            ours, theirs = [], []
            for start in range(0, len(singles), TURN):
                turn = singles[start : start + TURN]
                mine, others = await _by_turns(products, beside, turn)
                ours += mine
                theirs += others
            rates = [
                await _rates(products, batches[start : start + TOGETHER])
                for start in range(0, len(batches), TOGETHER)
            ]
    ratio = p50(theirs) / p50(ours)
    gain = median(together / alone for alone, together in rates)
    return [
        Figure(
            "one query embedding",
            percentiles(ours),
            percentiles(theirs),
            times(ratio),
            AIM,
            ratio >= SPEEDUP,
        ),
        Figure(
            f"{TOGETHER} query embeddings at once, queries a second",
            f"{median(together for _, together in rates):,.0f}",
            f"{median(alone for alone, _ in rates):,.0f} one at a time",
            times(gain),
            f"≥ × {BATCH_GAIN:.0f} of one at a time",
            gain >= BATCH_GAIN,
        ),
    ]


async def _by_turns(
    products: Products, beside: Beside, asked: list[str]
) -> tuple[list[float], list[float]]:
    """Return the seconds for each question, ours and the reference's."""
    ours = []
    for question in asked:
        started = time.perf_counter()
        await products.embedder.embed_query(question)
        ours.append(time.perf_counter() - started)
    return ours, [beside.run(embed, [question])[0] for question in asked]


async def _rates(products: Products, asked: list[str]) -> tuple[float, float]:
    """Return the queries per second, one at a time and all concurrently."""
    started = time.perf_counter()
    for question in asked:
        await products.embedder.embed_query(question)
    alone = time.perf_counter() - started
    started = time.perf_counter()
    await asyncio.gather(*(products.embedder.embed_query(question) for question in asked))
    together = time.perf_counter() - started
    return len(asked) / alone, len(asked) / together
