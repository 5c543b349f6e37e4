"""An embedder without a model: texts that share words are close."""

import asyncio
import re
import zlib
from array import array
from collections.abc import Sequence
from math import sqrt

from application.ports.embedder import Embedder
from application.ports.health_probe import HealthProbe
from application.ports.live_embedder import LiveEmbedder
from domain.documents.chunks import Embedding
from domain.errors import EmbedderUnavailable
from domain.retrieval.calibration import DEFAULT
from domain.retrieval.embedding_model import EmbeddingModel
from tests.support.databases import MODEL

_WORD = re.compile(r"\w+")


class FakeEmbedder(Embedder, LiveEmbedder, HealthProbe):
    """Counts words into a small vector, which is the same in every process.

    It is also the live embedder of a library whose model never changes.

    Script: `fail_with`, `recover`, `hold`, `release`, `window_words`. Record: `passages`,
    `queries`.
    """

    difference = None
    calibration = DEFAULT

    def __init__(self, dimension: int = 64, window_words: int = 50, name: str = MODEL) -> None:
        """Set the length of the vectors, the words in a window and the name of the model."""
        self.model_name = name
        self.passages: list[list[str]] = []
        self.queries: list[str] = []
        self._dimension = dimension
        self.window_words = window_words
        self._error: Exception | None = None
        self._open = asyncio.Event()
        self._open.set()

    def fail_with(self, error: Exception | None = None) -> None:
        """Raise this error in every further call; by default that of a model that is not loaded."""
        self._error = error or EmbedderUnavailable()

    def recover(self) -> None:
        """Stop raising the scripted error."""
        self._error = None

    def hold(self) -> None:
        """Record further calls but let them wait until `release`."""
        self._open.clear()

    def release(self) -> None:
        """Let waiting and further calls continue."""
        self._open.set()

    @property
    def model(self) -> EmbeddingModel:
        """The model; unknown while the embedder is unavailable."""
        if isinstance(self._error, EmbedderUnavailable):
            raise self._error
        return EmbeddingModel(self.model_name, self._dimension, self.calibration)

    def live(self) -> Embedder:
        """Return this embedder."""
        return self

    async def follow(self) -> None:
        """Do nothing: there is no other model."""

    async def check(self) -> None:
        """Raise the scripted error, if any."""
        self._raise_scripted()

    async def embed_passages(self, texts: Sequence[str]) -> list[tuple[Embedding, ...]]:
        """Return one vector for each `window_words` words of each text."""
        self.passages.append(list(texts))
        await self._open.wait()
        self._raise_scripted()
        return [tuple(self._embedding(window) for window in self._windows(text)) for text in texts]

    async def count_windows(self, texts: Sequence[str]) -> list[int]:
        """Return the number of vectors of each text."""
        self._raise_scripted()
        return [len(self._windows(text)) for text in texts]

    async def embed_query(self, text: str) -> Embedding:
        """Return one vector for all words."""
        self.queries.append(text)
        await self._open.wait()
        self._raise_scripted()
        return self._embedding(_words(text))

    def _raise_scripted(self) -> None:
        if self._error is not None:
            raise self._error

    def _windows(self, text: str) -> list[list[str]]:
        words, size = _words(text), self.window_words
        windows = (words[start : start + size] for start in range(0, max(1, len(words)), size))
        return [list(window) for window in dict.fromkeys(map(tuple, windows))]

    def _embedding(self, words: list[str]) -> Embedding:
        counts = [0.0] * self._dimension
        for word in words or [""]:
            counts[zlib.crc32(word.encode()) % self._dimension] += 1.0
        length = sqrt(sum(count * count for count in counts))
        return array("f", (count / length for count in counts))


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())
