"""What this machine's processor can multiply at most, and what the embedding model multiplies."""

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import torch

SIDES = (1024, 2048, 3072)  # which is fastest goes by the processor's caches
REPEATS = 4


def ceiling(dtype: "torch.dtype") -> float:
    """Return the most operations a second that multiplying large squares reaches."""
    import torch

    best = 0.0
    for side in SIDES:
        left, right = torch.rand(2, side, side).to(dtype)
        for _ in range(REPEATS):
            started = time.perf_counter()
            torch.mm(left, right)
            best = max(best, 2 * side**3 / (time.perf_counter() - started))
    return best


def forward_operations(config: Any, lengths: Sequence[int]) -> float:
    """Return the operations of a forward pass over texts of some lengths, in matrices alone.

    Each token passes four matrices of attention and two of the feed-forward part in each layer,
    and is compared with each token of its text, which then adds its share. Padding counts as
    nothing: whoever computes with it wastes it.

    Args:
        config: The model's, of transformers.
        lengths: The tokens of each text, special ones included.
    """
    width, inner = config.hidden_size, config.intermediate_size
    per_token = 2 * (4 * width**2 + 2 * width * inner)
    per_pair = 2 * 2 * width
    layers: int = config.num_hidden_layers
    return float(layers * sum(per_token * length + per_pair * length**2 for length in lengths))
