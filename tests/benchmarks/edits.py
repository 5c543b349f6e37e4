"""What has to be embedded again after an edit, and what the boundaries that allow it cost."""

import asyncio
import statistics
from collections import defaultdict

from domain.documents.chunking import ChunkingPolicy, split
from domain.documents.chunks import Chunk
from tests.benchmarks.figures import Figure
from tests.benchmarks.products import Products, loaded
from tests.benchmarks.sizes import Sizes
from tests.benchmarks.text import real_text
from tests.support.edited_texts import Shape, edits, new_share

PLACES = 10
LARGEST_SHARE = 0.01
PARAGRAPH = (
    "The harbour was closed in the winter of that year, because the ice had reached the quay. "
    "Two ships lay there until April, and their crews lived in the houses of the town. "
    "What they wrote to their families is the only account of these months that is left. "
    "It was found in a chest in the attic of the mill, between the bills of the baker."
)


def run(sizes: Sizes) -> list[Figure]:
    """Edit one megabyte of text, laid out in several ways, at ten places."""
    return asyncio.run(_measured(real_text(min(1.0, sizes.megabytes))))


async def _measured(text: str) -> list[Figure]:
    figures = []
    async with loaded() as products:
        for shape in Shape:
            figures += await _edited(products, shape, shape.of(text))
    return figures


async def _edited(products: Products, shape: Shape, text: str) -> list[Figure]:
    before = await _chunks(products, text)
    shares = defaultdict[str, list[float]](list)
    for edit in edits(text, PARAGRAPH, PLACES):
        after = await _chunks(products, edit.of(text))
        shares[edit.what].append(new_share(before, after))
    return [
        Figure(
            what=f"chunks embedded again, {shape}, {what}",
            value=f"{statistics.mean(own):.2%}, at most {max(own):.2%}",
            bar=f"≤ {LARGEST_SHARE:.0%}",
            met=max(own) <= LARGEST_SHARE,
        )
        for what, own in shares.items()
    ]


async def _chunks(products: Products, text: str) -> list[Chunk]:
    return split(text, await products.tokenizer.token_spans(text), ChunkingPolicy())
