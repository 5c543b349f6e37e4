"""BM25: scores how well the words of a chunk match those of a question.

The score of a chunk is the sum, over the terms of the question, of

    idf · (k1 + 1) · tf / (tf + k1 · (1 - b + b · length / average_length))

    idf = ln(1 + (N - df + 0.5) / (df + 0.5))

where `tf` is the number of occurrences of the term in the chunk, `length` the number of words in
the chunk, `df` the number of chunks that contain the term, and N the number of chunks. N, `df` and
`average_length` are counted over the chunks of one language. Source: Robertson and Zaragoza, "The
Probabilistic Relevance Framework: BM25 and Beyond", 2009. The 1 inside the logarithm keeps the idf
of a term that more than half of the chunks contain above 0.

This module computes the factors that do not depend on the chunk, once for each question:

    weight = idf · (k1 + 1)               of a term; `weigh` also scales it by language
    slope  = k1 · b / average_length      of a term, by its language
    FLAT   = k1 · (1 - b)                 a constant

With these, a term adds to the score of a chunk

    weight · tf / (tf + FLAT + slope · length)

PostgreSQL computes the sum: `chunks_by_words` in search.sql explains how it finds the chunks with
the highest scores without reading every posting.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import hypot, log

K1 = 1.2
B = 0.75
FLAT = K1 * (1 - B)
"""The constant part of the denominator: k1 · (1 - b)."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a question, stemmed for one language, with the statistics of that language.

    Attributes:
        configuration: The text search configuration of the language, such as `english`.
        chunk_count: The number of chunks in the language.
        average_length: The average length of these chunks, in words without stop words.
        lexeme_id: The stemmed word in the table `lexemes`; None if no chunk contains it.
        document_frequency: The number of chunks that contain it.
    """

    configuration: str
    chunk_count: int
    average_length: float
    lexeme_id: int | None
    document_frequency: int

    @property
    def weight(self) -> float:
        """The upper bound of what the word adds to a score: idf · (k1 + 1)."""
        return (K1 + 1) * idf(self.chunk_count, self.document_frequency)


@dataclass(frozen=True, slots=True)
class Term:
    """A lexeme to search for; it adds weight · tf / (tf + FLAT + slope · length) to a score."""

    lexeme_id: int
    weight: float
    slope: float
    document_frequency: int


@dataclass(frozen=True, slots=True)
class WeightedQuery:
    """A question as weighted terms.

    Attributes:
        terms: The terms that occur in the library, rarest first.
        factors: What the weights of each language are scaled by.
        scale: The Euclidean norm of the weights of all words of the question, including words that
            no chunk contains; in a library of several languages, the largest such norm. A score
            divided by it is comparable between short and long questions.
    """

    terms: tuple[Term, ...]
    scale: float
    factors: Mapping[str, float] = field(default_factory=dict)


def idf(chunk_count: int, document_frequency: int) -> float:
    """Return the inverse document frequency, which is always positive."""
    return log(1 + (chunk_count - document_frequency + 0.5) / (document_frequency + 0.5))


def weigh(words: Iterable[Word]) -> WeightedQuery:
    """Weight the words of a question, each stemmed for every language of the library.

    The norm of the weights differs between languages. The weights of each language are scaled up to
    the largest norm, so that equal scores mean an equal share of the question in every language.
    """
    languages: dict[str, list[Word]] = defaultdict(list)
    for word in words:
        languages[word.configuration].append(word)
    scales = {
        configuration: hypot(*(word.weight for word in own))
        for configuration, own in languages.items()
    }
    scale = max(scales.values(), default=0.0)
    factors = {configuration: scale / own for configuration, own in scales.items()}
    terms = [
        Term(
            word.lexeme_id,
            word.weight * factors[configuration],
            K1 * B / word.average_length,
            word.document_frequency,
        )
        for configuration, own in languages.items()
        for word in own
        if word.lexeme_id is not None
    ]
    terms.sort(key=lambda term: term.document_frequency)
    return WeightedQuery(tuple(terms), scale, factors)
