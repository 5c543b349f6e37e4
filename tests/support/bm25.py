"""BM25 in plain Python for a few chunks, as the reference for the real implementation."""

import re
from collections import Counter
from collections.abc import Sequence
from math import log, sqrt

K1, B = 1.2, 0.75


def words(text: str) -> list[str]:
    """Return the words of a text in lower case, without stemming and stop words."""
    return re.findall(r"\w+", text.lower())


def idf(chunks: Sequence[Sequence[str]], term: str) -> float:
    """Return ln(1 + (N - df + 0.5) / (df + 0.5))."""
    frequency = sum(term in chunk for chunk in chunks)
    return log(1 + (len(chunks) - frequency + 0.5) / (frequency + 0.5))


def scores(chunks: Sequence[Sequence[str]], question: Sequence[str]) -> list[float]:
    """Return the score of each chunk for a question, both given as words."""
    average_length = sum(map(len, chunks)) / len(chunks)

    def score(chunk: Sequence[str]) -> float:
        counts = Counter(chunk)
        saturation = K1 * (1 - B + B * len(chunk) / average_length) if chunk else 0
        return sum(
            idf(chunks, term) * (K1 + 1) * counts[term] / (counts[term] + saturation)
            for term in set(question)
            if counts[term]
        )

    return [score(chunk) for chunk in chunks]


def scale(chunks: Sequence[Sequence[str]], question: Sequence[str]) -> float:
    """Return the divisor that makes questions' scores comparable; 0 without chunks or terms."""
    if not chunks:
        return 0.0
    return (K1 + 1) * sqrt(sum(idf(chunks, term) ** 2 for term in set(question)))
