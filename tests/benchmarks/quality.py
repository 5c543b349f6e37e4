"""The quality cost of the faster arithmetic: nDCG@10 with Quoth's vectors and with float32.

The first line of each docstring is a question, and the rest of it is the answer among all the
others. Every text fits in one window, so that both embed the same tokens and only the arithmetic
differs.
"""

import asyncio
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from entrypoints.evaluation.figures.ranking import measure
from tests.benchmarks.beside import Beside, embed
from tests.benchmarks.figures import Figure
from tests.benchmarks.products import loaded
from tests.benchmarks.sizes import Sizes
from tests.benchmarks.text import docstrings

PER_QUESTION = 5  # more questions than other benchmarks ask, since the set has them
DEPTH = 10
SHORTEST = 4  # words of a question
WORDS = 50  # of a passage; most such passages fit in one window
TOLERANCE = 0.002

Vectors = npt.NDArray[np.float32]


def run(sizes: Sizes) -> list[Figure]:
    """Embed the set in both ways and rank it by each."""
    return asyncio.run(_measure(sizes.questions * PER_QUESTION))


async def _measure(count: int) -> list[Figure]:
    async with loaded() as products:
        pairs = _pairs(count)
        windows = await products.embedder.embed_passages([passage for _, passage in pairs])
        fitting = [place for place, each in enumerate(windows) if len(each) == 1]
        asked = [pairs[place][0] for place in fitting]
        passages = [pairs[place][1] for place in fitting]
        ours = _ndcg(
            asked,
            np.asarray([await products.embedder.embed_query(question) for question in asked]),
            np.asarray([windows[place][0] for place in fitting]),
        )
    with Beside() as beside:
        theirs = _ndcg(asked, beside.run(embed, asked)[1], beside.run(embed, passages)[1])
    return [
        Figure(
            f"embedding, nDCG@{DEPTH} on {len(asked):,} docstrings",
            f"{ours:.4f}",
            f"{theirs:.4f}",
            f"{ours - theirs:+.4f}",
            f"no loss (± {TOLERANCE})",
            ours >= theirs - TOLERANCE,
        )
    ]


def _pairs(count: int) -> list[tuple[str, str]]:
    """Return first lines, each with the beginning of the rest, without duplicates."""
    by_rest: dict[str, str] = {}
    lines = set()
    for docstring in docstrings():
        first, _, rest = docstring.partition("\n")
        passage = " ".join(rest.split()[:WORDS])
        if len(first.split()) >= SHORTEST and first not in lines and passage not in by_rest:
            by_rest[passage] = first
            lines.add(first)
        if len(by_rest) == count:
            break
    return [(first, passage) for passage, first in by_rest.items()]


def _ndcg(asked: Sequence[str], questions: Vectors, passages: Vectors) -> float:
    import ir_measures

    run = {}
    for number in range(len(asked)):
        scores = passages @ questions[number]
        best = np.argsort(-scores, kind="stable")[:DEPTH]
        run[str(number)] = {str(place): float(scores[place]) for place in best}
    relevant = {str(number): {str(number): 1} for number in range(len(asked))}
    ndcg = measure("ndcg@10")
    return float(ir_measures.calc_aggregate([ndcg], relevant, run)[ndcg])
