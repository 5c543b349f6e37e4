"""How many of a question's words the best sentence of a passage holds, the rare ones before all."""

import math
from collections import Counter
from collections.abc import Sequence

from domain.text.sentences import sentence_spans
from domain.text.words import stems

MAX_CHARS = 4_000
"""How much of a passage is looked through, from its beginning."""


def coverages(question: str, passages: Sequence[str]) -> list[float]:
    """Return each passage's coverage, 0 to 1: the share of the question's words, by weight.

    Of each passage the sentence counts that holds most. A word weighs log(1 + N / (1 + n)), where
    n of all N sentences of the passages hold it, so that a word which is nowhere weighs most and
    those of every question weigh little. No language's stop words are needed.

    Args:
        question: The question.
        passages: The passages that a search found; they are compared with one another.
    """
    asked = stems(question)
    held = [_held(asked, passage) for passage in passages]
    sentences = sum(map(len, held))
    counts = Counter(word for passage in held for sentence in passage for word in sentence)
    weights = {word: math.log1p(sentences / (1 + counts[word])) for word in sorted(asked)}
    total = math.fsum(weights.values())
    if not total:
        return [0.0] * len(passages)
    return [
        max((math.fsum(weights[word] for word in sentence) for sentence in passage), default=0.0)
        / total
        for passage in held
    ]


def _held(asked: frozenset[str], passage: str) -> list[frozenset[str]]:
    """Return which of the words each sentence holds."""
    return [asked & stems(passage[a:b]) for a, b in sentence_spans(passage[:MAX_CHARS])]
