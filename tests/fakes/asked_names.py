"""What a question asks of the names of documents in memory."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.documents.document import Document
from domain.documents.filenames import name_words
from domain.documents.titles import title_of
from tests.support import bm25


def words_of_names(document: Document, text: str) -> frozenset[str]:
    """Return the words of all names of a document and of its title."""
    names = [name_words(name) for name in document.names]
    return frozenset(bm25.words(" ".join((*names, document.shown_title or title_of(text) or ""))))


@dataclass(frozen=True)
class Named:
    """The words of a question that the names of a document have, and what they weigh."""

    words: tuple[str, ...]
    score: float

    def words_in(self, name: str) -> int:
        """Return how many of the words one name has."""
        return len(set(self.words) & set(bm25.words(name_words(name))))


@dataclass(frozen=True)
class AskedOfNames:
    """A question, the chunks of the library and the words of its documents' names."""

    question: Sequence[str]
    chunks: Sequence[Sequence[str]]
    names: Sequence[frozenset[str]]

    def named(self, document: Document, text: str) -> Named:
        """Return which words of the question the names of a document have."""
        own = words_of_names(document, text)
        words = tuple(word for word in dict.fromkeys(self.question) if word in own)
        return Named(words, sum(map(self._weight, words)))

    def _weight(self, word: str) -> float:
        """Return what a word weighs: more if few chunks have it, and few names."""
        only = bm25.idf([["x"], *[[]] * (len(self.names) - 1)], "x")
        rarity = bm25.idf([tuple(words) for words in self.names], word) / only
        return (bm25.K1 + 1) * bm25.idf(self.chunks, word) * rarity
