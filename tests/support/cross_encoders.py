"""A tiny handmade cross-encoder whose scores follow from the words."""

from pathlib import Path

import torch
from transformers import BertConfig, BertForSequenceClassification, BertTokenizer

WORTH = {"buried": 8.0, "oak": 4.0, "treasure": 2.0, "map": 1.0}
"""The amount that a word adds to the score, divided by the number of words read with it."""

_PLAIN = "where did the pirates hide under a garden has roses and tulips in it . ?"
_SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]

MAX_TOKENS = 64


def make_cross_encoder(directory: Path, labels: int = 1) -> str:
    """Write a model that reads 64 tokens, and return the directory's path.

    It is a BERT in which almost all weights are zero. Each word carries its worth, attention
    averages it over question and text, and the score is approximately that mean.
    """
    vocabulary = {word: n for n, word in enumerate([*_SPECIAL, *WORTH, *_PLAIN.split()])}
    tokenizer = BertTokenizer(vocab=vocabulary, model_max_length=MAX_TOKENS)
    model = BertForSequenceClassification(
        BertConfig(
            vocab_size=len(vocabulary),
            hidden_size=32,
            num_hidden_layers=2,
            num_attention_heads=2,
            intermediate_size=32,
            max_position_embeddings=MAX_TOKENS,
            id2label={n: f"label {n}" for n in range(labels)},
        )
    )
    weights = dict(model.named_parameters())
    layer = "bert.encoder.layer.0.attention"
    with torch.no_grad():
        for name, weight in weights.items():
            weight.fill_(1.0 if name.endswith("LayerNorm.weight") else 0.0)
        words = weights["bert.embeddings.word_embeddings.weight"]
        words[:, 2], words[:, 3] = 16.0, -16.0  # so large that normalising preserves the rest
        for word, worth in WORTH.items():
            words[vocabulary[word], 0] = worth
        weights[f"{layer}.self.value.weight"][0, 0] = 1.0
        weights[f"{layer}.output.dense.weight"][0, 0] = 1.0
        weights["bert.pooler.dense.weight"][0, 0] = 1.0
        weights["classifier.weight"][:, 0] = 10.0
    tokenizer.save_pretrained(directory)
    model.save_pretrained(directory)
    return str(directory)
