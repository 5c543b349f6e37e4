"""Runs BERT on an x86 CPU with little overhead beside the matrix multiplications. Blocking.

For a short question, the library spends most of its time in Python and on repacking weights. Here:

- Weights are packed once, in the layout that oneDNN reads.
- Query, key and value are computed in one multiplication.
- Nearly all padding is left out of the multiplications.
- The layers are one call, so that threads in Python hardly wait for each other.

oneDNN builds a kernel for each shape of the matrices and caches it. A kernel takes about half a
megabyte, and building it takes as long as running it. Shapes are therefore rounded up, so that a
few dozen of them serve all inputs.
"""

from collections.abc import Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

# The tokens of a pass, and of its longest window, are rounded up to a multiple of this.
ROUND = 16

if TYPE_CHECKING:
    import torch
    from sentence_transformers import SentenceTransformer

    from adapters.hugging_face.packed_layers import PackedLayer


def can_be_packed(model: "SentenceTransformer") -> bool:
    """Return whether a model is a plain BERT on a CPU with AVX2 or AVX-512.

    A model in bfloat16 also needs a CPU for whose operations oneDNN supports that.
    """
    import torch
    from transformers import BertModel

    bert: Any = getattr(model[0], "auto_model", None)
    return (
        type(bert) is BertModel
        and bert.config.hidden_act == "gelu"
        and not bert.config.is_decoder
        and bert.dtype in {torch.float32, torch.bfloat16}
        and model.device.type == "cpu"
        and torch.backends.mkldnn.is_available()  # type: ignore[no-untyped-call]  # unannotated there
        and torch.backends.cpu.get_cpu_capability() in {"AVX2", "AVX512"}
        and (
            bert.dtype is torch.float32 or torch.ops.mkldnn._is_mkldnn_bf16_supported()  # noqa: SLF001 - it has no public name
        )
    )


class PackedBert:
    """Computes the library's vectors, to the precision of the weights. Thread-safe."""

    def __init__(self, model: "SentenceTransformer") -> None:
        """Pack the weights of a model for which `can_be_packed` is true. The model is unchanged.

        Raises:
            AttributeError: If this version of torch lacks the operators.
            RuntimeError: If the operators reject the weights or the arguments.
        """
        import torch

        bert: Any = model[0].auto_model  # attributes of torch modules are untyped
        with torch.inference_mode():
            self._words = bert.embeddings.word_embeddings.weight
            self._positions = (
                bert.embeddings.position_embeddings.weight
                + bert.embeddings.token_type_embeddings.weight[0]
            )
            self._norm = bert.embeddings.LayerNorm
            self._layers = [_packed_layer(layer) for layer in bert.encoder.layer]
        self._heads: int = bert.config.num_attention_heads
        self._eps: float = bert.config.layer_norm_eps
        self._modules = list(model)[1:]  # pooling and the modules after it

    def __call__(self, windows: Sequence[Sequence[int]]) -> "torch.Tensor":
        """Return the vectors of windows of token ids, one row for each window."""
        import torch

        from adapters.hugging_face.packed_layers import run_layers

        grid = Grid.of([len(window) for window in windows], len(self._positions))
        ids = torch.zeros(grid.mask.shape, dtype=torch.long)
        ids[grid.mask] = torch.tensor(list(chain.from_iterable(windows)))
        positions = torch.arange(ids.shape[1]).repeat(ids.shape[0])
        tokens = self._norm(
            self._words[grid.gather(ids.flatten())] + self._positions[grid.gather(positions)]
        )
        tokens = run_layers(
            tokens, grid.mask, grid.is_full, grid.places, self._layers, self._heads, self._eps
        )
        features: dict[str, Any] = {
            "token_embeddings": grid.spread(tokens).view(*grid.mask.shape, -1),
            "attention_mask": grid.mask.long(),
        }
        for module in self._modules:
            features = module(features)
        vectors: torch.Tensor = features["sentence_embedding"]
        return vectors


class Grid(NamedTuple):
    """The positions of several windows' tokens in a matrix that pads the shorter windows."""

    mask: "torch.Tensor"  # (windows, longest), true for a token, false for padding
    is_full: bool  # there is no padding
    places: "torch.Tensor | None"  # flat indices of all tokens and some padding; None: all

    @classmethod
    def of(cls, lengths: Sequence[int], most: int) -> "Grid":
        """Lay out windows of the given lengths, none of them above `most`."""
        import torch

        longest = min(_rounded_up(max(lengths)), most)
        mask = torch.arange(longest) < torch.tensor(lengths)[:, None]
        empty = mask.numel() - sum(lengths)
        surplus = _rounded_up(sum(lengths)) - sum(lengths)
        if empty <= surplus:
            return cls(mask, empty == 0, None)
        flat = mask.flatten()
        return cls(mask, False, torch.cat([flat.nonzero(), (~flat).nonzero()[:surplus]])[:, 0])

    def spread(self, tokens: "torch.Tensor") -> "torch.Tensor":
        """Return a row for every position; zeros where nothing was computed."""
        if self.places is None:
            return tokens
        rows = tokens.new_zeros(self.mask.numel(), tokens.shape[1])
        return rows.index_copy_(0, self.places, tokens)

    def gather(self, rows: "torch.Tensor") -> "torch.Tensor":
        """Return the rows of the positions to compute."""
        return rows if self.places is None else rows[self.places]


def _rounded_up(count: int) -> int:
    return -(-count // ROUND) * ROUND


def _packed_layer(layer: Any) -> "PackedLayer":
    """Return the weights of a layer of the library, packed."""
    import torch

    from adapters.hugging_face.packed_layers import PackedLayer

    def packed(weight: torch.Tensor) -> torch.Tensor:
        result: torch.Tensor = torch.ops.mkldnn._reorder_linear_weight(weight.detach())  # noqa: SLF001 - it has no public name
        return result

    attention = layer.attention.self
    parts = (attention.query, attention.key, attention.value)
    attended, widen, narrow = layer.attention.output, layer.intermediate.dense, layer.output
    return PackedLayer(
        packed(torch.cat([part.weight for part in parts])),
        torch.cat([part.bias for part in parts]).detach(),
        packed(attended.dense.weight),
        attended.dense.bias.detach(),
        attended.LayerNorm.weight.detach(),
        attended.LayerNorm.bias.detach(),
        packed(widen.weight),
        widen.bias.detach(),
        packed(narrow.dense.weight),
        narrow.dense.bias.detach(),
        narrow.LayerNorm.weight.detach(),
        narrow.LayerNorm.bias.detach(),
    )
