"""Term coverage: the share of a question's words that one sentence of a passage contains."""

import math
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from domain.text.sentences import sentence_spans
from domain.text.words import stems

MAX_CHARS = 4_000
"""How many characters of a passage are read, from its beginning."""

_REMEMBERED = 256  # passages, those of about twenty searches


def coverages(
    question: str, passages: Sequence[str], names: Sequence[Sequence[str]] = ()
) -> list[float]:
    """Return each passage's coverage, 0 to 1: the weighted share of the question's words.

    The sentence of a passage that contains most of them counts. A word weighs log(1 + N / (1 + n)),
    where n of all N sentences of the passages contain it: a word that no sentence contains weighs
    most, and common words weigh little. No language's stop words are needed.

    Args:
        question: The question.
        passages: The passages that a search found. The weights depend on all of them.
        names: For each passage, the words of the question that its document's names have. They
            count as contained in each of its sentences, and do not change the weights. Without
            names, none counts.
    """
    asked = stems(question)
    held = [_held(asked, passage[:MAX_CHARS]) for passage in passages]
    sentences = sum(map(len, held))
    counts = Counter(word for passage in held for sentence in passage for word in sentence)
    weights = {word: math.log1p(sentences / (1 + counts[word])) for word in sorted(asked)}
    total = math.fsum(weights.values())
    if not total:
        return [0.0] * len(passages)
    named = [asked & stems(" ".join(words)) for words in names] or [frozenset[str]()] * len(held)
    return [
        max(
            (math.fsum(weights[word] for word in sentence | own) for sentence in passage),
            default=0.0,
        )
        / total
        for passage, own in zip(held, named, strict=True)
    ]


# a search asks for the same passages twice: for their order, and for the confidence in the best
@lru_cache(_REMEMBERED)
def _held(asked: frozenset[str], passage: str) -> tuple[frozenset[str], ...]:
    """Return which of the words each sentence contains."""
    return tuple([asked & stems(passage[start:end]) for start, end in sentence_spans(passage)])
