"""The encoder layers of BERT as one call into torch, which holds no lock of Python meanwhile.

Called one by one from Python, each of their hundred operations takes the lock again when it ends.
Beside a busy event loop that made a short question take 87 ms instead of 18, and the loop slower.
A compiled function is one operation. It is imported when a model is packed: it imports torch.
"""

import warnings
from typing import NamedTuple

import torch
from torch import Tensor


class PackedLayer(NamedTuple):
    """The weights of a layer; those of multiplications are in the layout that oneDNN reads.

    Attributes:
        project: Those of query, key and value, one below the other.
        project_bias: Their biases.
        attended: Those behind the attention.
        attended_bias: Their biases.
        attended_norm: The weights of the norm behind them.
        attended_norm_bias: Its biases.
        widen: Those of the wide multiplication.
        widen_bias: Their biases.
        narrow: Those of the narrow one.
        narrow_bias: Their biases.
        norm: The weights of the last norm.
        norm_bias: Its biases.
    """

    project: Tensor
    project_bias: Tensor
    attended: Tensor
    attended_bias: Tensor
    attended_norm: Tensor
    attended_norm_bias: Tensor
    widen: Tensor
    widen_bias: Tensor
    narrow: Tensor
    narrow_bias: Tensor
    norm: Tensor
    norm_bias: Tensor


def _run_layers(
    tokens: Tensor,
    mask: Tensor,
    is_full: bool,
    places: Tensor | None,
    layers: list[PackedLayer],
    heads: int,
    eps: float,
) -> Tensor:
    """Map the tokens of windows, (tokens, width), to the same shape, through all layers.

    At these lengths, two plain multiplications are faster than the fused kernel of the attention.
    The operators are private ones of torch's compiler: they have no public name.

    Args:
        tokens: The tokens of all windows.
        mask: (windows, longest), true for a token, false for padding.
        is_full: Whether there is no padding.
        places: The place of each token in the flat mask; None if each place has one.
        layers: The weights.
        heads: The heads of the attention.
        eps: What the norms add to the variance.
    """
    windows, longest = mask.shape[0], mask.shape[1]
    width = tokens.shape[1] // heads
    all_heads = windows * heads
    padding = ~mask[:, None, None, :]
    for layer in layers:
        projected = torch.ops.mkldnn._linear_pointwise(  # noqa: SLF001 - see above
            tokens, layer.project, layer.project_bias, "none", [], "none"
        )
        if places is not None:
            rows = projected.new_zeros(mask.numel(), projected.shape[1])
            projected = rows.index_copy_(0, places, projected)
        parts = projected.view(windows, longest, 3, heads, width).permute(2, 0, 3, 1, 4)
        query = (parts[0] * width**-0.5).reshape(all_heads, longest, width)
        key = parts[1].reshape(all_heads, longest, width)
        value = parts[2].reshape(all_heads, longest, width)
        scores = torch.bmm(query, key.transpose(1, 2))
        if not is_full:
            by_window = scores.view(windows, heads, longest, longest)
            by_window.masked_fill_(padding, float("-inf"))
        # in float32, which is more exact and faster than softmax in bfloat16
        shares = torch.softmax(scores, dim=-1, dtype=torch.float32).to(scores.dtype)
        mixed = torch.bmm(shares, value).view(windows, heads, longest, width)
        attended = mixed.transpose(1, 2).reshape(windows * longest, heads * width)
        if places is not None:
            attended = attended[places]
        attended = torch.ops.mkldnn._linear_pointwise(  # noqa: SLF001 - see above
            attended, tokens, layer.attended, layer.attended_bias, "add"
        )
        tokens = torch.layer_norm(
            attended, [heads * width], layer.attended_norm, layer.attended_norm_bias, eps
        )
        wide = torch.ops.mkldnn._linear_pointwise(  # noqa: SLF001 - see above
            tokens, layer.widen, layer.widen_bias, "gelu", [], "none"
        )
        narrow = torch.ops.mkldnn._linear_pointwise(  # noqa: SLF001 - see above
            wide, tokens, layer.narrow, layer.narrow_bias, "add"
        )
        tokens = torch.layer_norm(narrow, [heads * width], layer.norm, layer.norm_bias, eps)
    return tokens


with warnings.catch_warnings():
    # What torch recommends instead needs a C++ compiler on the machine. A version without this
    # function raises AttributeError, and the model runs as its library runs it.
    warnings.simplefilter("ignore", DeprecationWarning)
    run_layers = torch.jit.script(_run_layers)
