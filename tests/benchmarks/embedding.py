"""Embedding passages: tokens per second, compared with the reference and the hardware's limit.

A token is a word piece that reaches the model, counted once. Padding, the overlap of windows and
the text that the reference truncates do not count.
"""

import asyncio
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from adapters.hugging_face.windowed_model import MAX_WINDOW_TOKENS, WINDOW_OVERLAP_TOKENS
from tests.benchmarks.beside import (
    FRAME,
    Beside,
    embed,
    longest,
    operations,
    split,
    token_counts,
)
from tests.benchmarks.figures import Figure, times
from tests.benchmarks.matmul import ceiling
from tests.benchmarks.products import Products, loaded
from tests.benchmarks.sizes import Sizes
from tests.benchmarks.text import real_text

if TYPE_CHECKING:
    import torch

BYTES_PER_CHUNK = 1_700  # more text than is needed
SPEEDUP, UTILISATION = 2.2, 0.7
HARDWARE_GAIN = 1.3  # bf16 in software is no faster than float32


@dataclass(frozen=True, slots=True)
class Round:
    """The results of one turn: tokens per second, and the share of the ceiling that was used."""

    ours: float
    reference: float
    windows: float
    used: float


def run(sizes: Sizes) -> list[Figure]:
    """Embed with both in turns, so that other load on the machine disturbs both alike."""
    return asyncio.run(_measure(sizes))


async def _measure(sizes: Sizes) -> list[Figure]:
    import torch

    with Beside() as beside:
        async with loaded() as products:
            text = real_text(2 * sizes.chunks * BYTES_PER_CHUNK / 1e6, skip=1.0)
            ours = (await products.split(text))[: sizes.chunks]
            theirs = beside.run(split, text)[: sizes.chunks]
            await products.embedder.embed_passages(ours[:8])
            beside.run(embed, theirs[:8])
            in_float32 = beside.run(ceiling, torch.float32)
            has_bf16 = beside.run(ceiling, torch.bfloat16) > HARDWARE_GAIN * in_float32
            dtype = torch.bfloat16 if has_bf16 else torch.float32
            rounds = [
                await _round(products, beside, ours, theirs, dtype) for _ in range(sizes.rounds)
            ]
    ratio = median(each.ours / each.reference for each in rounds)
    used = median(each.used for each in rounds)
    return [
        Figure(
            "embedding, tokens a second",
            f"{median(each.ours for each in rounds):,.0f}",
            f"{median(each.reference for each in rounds):,.0f}",
            times(ratio),
            f"≥ × {SPEEDUP} where the processor has bf16",
            ratio >= SPEEDUP if has_bf16 else None,
        ),
        Figure(
            "embedding, share of the processor's matmul ceiling",
            f"{used:.0%}",
            bar=f"≥ {UTILISATION:.0%}",
            met=used >= UTILISATION,
        ),
        Figure("embedding, windows a second", f"{median(each.windows for each in rounds):,.1f}"),
    ]


async def _round(
    products: Products,
    beside: Beside,
    ours: Sequence[str],
    theirs: Sequence[str],
    dtype: "torch.dtype",
) -> Round:
    started = time.perf_counter()
    embedded = await products.embedder.embed_passages(ours)
    our_seconds = time.perf_counter() - started
    their_seconds, _ = beside.run(embed, theirs)

    our_tokens = beside.run(token_counts, ours)
    most = beside.run(longest)
    read = sum(min(tokens, most) for tokens in beside.run(token_counts, theirs))
    windows = [length for tokens in our_tokens for length in _windows(tokens)]
    if len(windows) != sum(map(len, embedded)):
        raise RuntimeError("Quoth's windows are cut otherwise than they are counted here")
    speed = beside.run(operations, windows) / our_seconds
    return Round(
        ours=sum(our_tokens) / our_seconds,
        reference=read / their_seconds,
        windows=len(windows) / our_seconds,
        used=speed / beside.run(ceiling, dtype),
    )


def _windows(tokens: int) -> Iterator[int]:
    """Yield the length of each window that Quoth cuts from a text with `tokens` tokens."""
    room = MAX_WINDOW_TOKENS - FRAME
    step = room - WINDOW_OVERLAP_TOKENS
    yield min(tokens, room) + FRAME
    for start in range(step, tokens - WINDOW_OVERLAP_TOKENS, step):
        yield min(tokens - start, room) + FRAME
