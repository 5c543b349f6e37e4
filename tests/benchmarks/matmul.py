"""Matrix multiplication: the limit of this machine, and the operations of the embedding model."""

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import torch

SIDES = (1024, 2048, 3072)  # which is fastest depends on the processor's caches
REPEATS = 4


def ceiling(dtype: "torch.dtype") -> float:
    """Return the highest rate of operations per second in multiplying large square matrices."""
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
    """Return the matrix operations of a forward pass over texts of these lengths.

    In each layer, a token passes four matrices of attention and two of the feed-forward part. It is
    compared with each token of its text, whose value is then added. Padding does not count, since
    computing it is waste.

    Args:
        config: The model's configuration from transformers.
        lengths: The tokens of each text, including special ones.
    """
    width, inner = config.hidden_size, config.intermediate_size
    per_token = 2 * (4 * width**2 + 2 * width * inner)
    per_pair = 2 * 2 * width
    layers: int = config.num_hidden_layers
    return float(layers * sum(per_token * length + per_pair * length**2 for length in lengths))
