"""BM25: what a shared word says of a chunk.

The score of a chunk is the sum over the question's terms of

    idf · (k1 + 1) · tf / (tf + k1 · (1 - b + b · length / average length))

with idf = ln(1 + (N - df + 0.5) / (df + 0.5)): Robertson and Zaragoza, "The Probabilistic
Relevance Framework: BM25 and Beyond", 2009. Adding 1 inside the logarithm keeps the weight of a
word that more than half of the chunks have above 0. N, df and the average length are those of
the chunks in one language.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from math import hypot, log

K1 = 1.2
B = 0.75
FLAT = K1 * (1 - B)
"""The part of the denominator that is the same for every term and chunk."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a question as one language reads it, with that language's statistics.

    Attributes:
        chunk_count: The number of chunks in that language.
        average_length: Of these, in words.
        lexeme_id: The lexeme of the library that it is; None if it is in no chunk.
        document_frequency: The number of chunks that have it.
    """

    configuration: str
    chunk_count: int
    average_length: float
    lexeme_id: int | None
    document_frequency: int

    @property
    def weight(self) -> float:
        """What the word adds to a score at most."""
        return (K1 + 1) * idf(self.chunk_count, self.document_frequency)


@dataclass(frozen=True, slots=True)
class Term:
    """A lexeme to look for: it adds weight · tf / (tf + FLAT + slope · length)."""

    lexeme_id: int
    weight: float
    slope: float
    document_frequency: int


@dataclass(frozen=True, slots=True)
class WeightedQuery:
    """The terms of a question that are in the library, rarest first, and its scale.

    Attributes:
        scale: The root of the sum of all terms' squared weights, those in no chunk included.
    """

    terms: tuple[Term, ...]
    scale: float


def idf(chunk_count: int, document_frequency: int) -> float:
    """Return how much a word tells chunks apart."""
    return log(1 + (chunk_count - document_frequency + 0.5) / (document_frequency + 0.5))


def weigh(words: Iterable[Word]) -> WeightedQuery:
    """Return what to look for, given a question's words as each language reads them.

    A library in several languages has several scales. Scores are stretched to the longest one, so
    that the same score means the same part of the question in each.
    """
    languages: dict[str, list[Word]] = defaultdict(list)
    for word in words:
        languages[word.configuration].append(word)
    scales = {
        configuration: hypot(*(word.weight for word in own))
        for configuration, own in languages.items()
    }
    scale = max(scales.values(), default=0.0)
    terms = [
        Term(
            word.lexeme_id,
            word.weight * scale / scales[configuration],
            K1 * B / word.average_length,
            word.document_frequency,
        )
        for configuration, own in languages.items()
        for word in own
        if word.lexeme_id is not None
    ]
    return WeightedQuery(tuple(sorted(terms, key=lambda term: term.document_frequency)), scale)
