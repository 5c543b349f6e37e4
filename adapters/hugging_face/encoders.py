"""Encoders: run windows of tokens through a sentence-transformers model. Blocking."""

import logging
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeAlias

from adapters.hugging_face.hub import load_local_first
from adapters.hugging_face.packed_bert import PackedBert, can_be_packed
from adapters.hugging_face.precision import Precision, torch_dtype

if TYPE_CHECKING:
    import torch
    from sentence_transformers import SentenceTransformer

SAME_VECTOR = 0.999  # the minimum cosine of the same text by two encoders; rounding stays above it

TokenIds: TypeAlias = Sequence[int]
Windows: TypeAlias = Sequence[TokenIds]
# From windows to a tensor (windows, dimension), in one forward pass. Thread-safe.
Encoder: TypeAlias = "Callable[[Windows], torch.Tensor]"

logger = logging.getLogger(__name__)


def load_sentence_transformer(
    name_or_path: str, precision: Precision = "auto"
) -> "SentenceTransformer":
    """Load a model from disk or, if it is a name and not cached, from the hub."""
    from sentence_transformers import SentenceTransformer

    def load(local_files_only: bool) -> SentenceTransformer:
        return SentenceTransformer(
            name_or_path,
            local_files_only=local_files_only,
            model_kwargs={"dtype": torch_dtype(precision)},
        )

    return load_local_first(load, name_or_path, owner="sentence-transformers")


class LibraryEncoder:
    """Runs any model the way its library does."""

    def __init__(self, model: "SentenceTransformer") -> None:
        self._model = model
        self._side = model.tokenizer.padding_side
        self._padding = model.tokenizer.pad_token_id or 0

    def __call__(self, windows: Windows) -> "torch.Tensor":
        """Return the vectors, one row each, on the device and in the dtype of the model."""
        import torch

        def padded(rows: list[torch.Tensor], value: int) -> torch.Tensor:
            return torch.nn.utils.rnn.pad_sequence(rows, True, value, padding_side=self._side).to(
                self._model.device
            )

        ids = [torch.tensor(window, dtype=torch.long) for window in windows]
        features = {
            "input_ids": padded(ids, self._padding),
            "attention_mask": padded([torch.ones_like(row) for row in ids], 0),
            "modality": "text",
        }
        vectors: torch.Tensor = self._model(features)["sentence_embedding"]
        return vectors


def pack(model: "SentenceTransformer", probes: Windows) -> PackedBert | None:
    """Return a faster encoder; None if there is none that gives the probes the same vectors."""
    import torch

    if not can_be_packed(model):
        return None
    with torch.inference_mode():
        expected = LibraryEncoder(model)(probes).float()
        try:
            packed = PackedBert(model)
            vectors = packed(probes).float()
        except (AttributeError, RuntimeError) as exc:
            logger.warning("the embedding model cannot be packed and runs slower: %s", exc)
            return None
        cosines = torch.nn.functional.cosine_similarity(expected, vectors)
    # "not all", so that a NaN counts as a difference
    if not bool((cosines >= SAME_VECTOR).all()):
        logger.warning("the embedding model differs when packed, and runs unpacked: slower")
        return None
    return packed
