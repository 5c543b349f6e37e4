"""A reranker without a model: texts that share words with the question come first."""

import asyncio
import re
from collections.abc import Mapping, Sequence

from application.ports.reranker import Reranker
from domain.errors import RerankerUnavailable

_WORD = re.compile(r"\w+")


class FakeReranker(Reranker):
    """Scores a text by the share of the question's words that it contains.

    Script: `prefer`, `fail_with`, `recover`, `hold`, `release`. Record: `calls`.
    """

    model_name = "fake"

    def __init__(self) -> None:
        self.calls: list[tuple[str, list[str]]] = []
        self._extra: dict[str, float] = {}
        self._error: Exception | None = None
        self._open = asyncio.Event()
        self._open.set()

    def prefer(self, worth: Mapping[str, float]) -> None:
        """Add these values to the scores of texts that contain the words, given in lower case."""
        self._extra.update(worth)

    def fail_with(self, error: Exception | None = None) -> None:
        """Raise this error in every further call; by default that of a model that is not loaded."""
        self._error = error or RerankerUnavailable()

    def recover(self) -> None:
        """Stop raising the scripted error."""
        self._error = None

    def hold(self) -> None:
        """Record further calls but let them wait until `release`."""
        self._open.clear()

    def release(self) -> None:
        """Let waiting and further calls continue."""
        self._open.set()

    async def scores(self, question: str, texts: Sequence[str]) -> list[float]:
        """Return the share of the question's words in each text, plus the scripted values."""
        self.calls.append((question, list(texts)))
        await self._open.wait()
        if self._error is not None:
            raise self._error
        asked = _words(question)
        return [self._score(asked, _words(text)) for text in texts]

    def _score(self, asked: set[str], held: set[str]) -> float:
        share = len(asked & held) / max(1, len(asked))
        return share + sum(self._extra.get(word, 0.0) for word in held)


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.casefold()))
