"""An embedder that embeds the passages of several callers together, and bounds what waits."""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from application.ports.embedder import Embedder
from domain.documents.chunks import Embedding
from domain.errors import ServerBusy
from domain.retrieval.embedding_model import EmbeddingModel

AT_ONCE = 2  # calls with many passages: one is prepared while the other is computed
BATCH_CHARACTERS = 500_000
QUICK_CHARACTERS = 20_000  # what an answer is compared with, for which somebody waits
MOST_QUERIES = 512
MOST_CHARACTERS = 2_000_000  # of passages; 20 seconds of work for two cores

Windows = tuple[Embedding, ...]


@dataclass(slots=True)
class _Batch:
    """Passages that wait for their turn. The batch grows until it comes."""

    texts: list[str] = field(default_factory=list)
    characters: int = 0
    callers: int = 0
    job: asyncio.Task[list[Windows]] = field(init=False)


class BatchingEmbedder(Embedder):
    """Wraps an embedder that many processes use.

    Passages start immediately if there is a place. Otherwise they join the batch that waits for the
    next place; nothing is delayed to fill a batch. Few passages and queries do not wait here: the
    embedder has lanes for them.
    """

    def __init__(
        self,
        embedder: Embedder,
        most_queries: int = MOST_QUERIES,
        most_characters: int = MOST_CHARACTERS,
    ) -> None:
        """Wrap an embedder.

        Args:
            embedder: Computes the vectors.
            most_queries: How many queries may be in work or wait.
            most_characters: How many characters of passages may. One call may always be.
        """
        self._embedder = embedder
        self._most_queries = most_queries
        self._most_characters = most_characters
        self._queries = 0
        self._characters = 0
        self._places = asyncio.Semaphore(AT_ONCE)
        self._waiting: _Batch | None = None
        self.batches = 0
        self.batched = 0

    @property
    def model(self) -> EmbeddingModel:
        """The model of every vector.

        Raises:
            EmbedderUnavailable: If the model is not loaded.
        """
        return self._embedder.model

    @property
    def load(self) -> tuple[int, int]:
        """The queries, and the characters of passages, that are in work or wait."""
        return self._queries, self._characters

    async def embed_passages(self, texts: Sequence[str]) -> list[Windows]:
        """Return one vector for each window of each text, in the order of the texts.

        Raises:
            ServerBusy: If as much as may is in work or waits.
            EmbedderUnavailable: If the model is not loaded.
        """
        characters = sum(map(len, texts))
        with self._admitted(characters):
            if characters <= QUICK_CHARACTERS:
                return await self._embedder.embed_passages(texts)
            batch = self._batch_for(characters)
            start = len(batch.texts)
            batch.texts += texts
            batch.characters += characters
            return (await self._result(batch))[start : start + len(texts)]

    async def count_windows(self, texts: Sequence[str]) -> list[int]:
        """Return the number of vectors of each text.

        Raises:
            ServerBusy: If as much as may is in work or waits.
            EmbedderUnavailable: If the model is not loaded.
        """
        with self._admitted(sum(map(len, texts))):
            return await self._embedder.count_windows(texts)

    async def embed_query(self, text: str) -> Embedding:
        """Return the one vector to search for.

        Raises:
            ServerBusy: If as many queries as may are in work or wait.
            EmbedderUnavailable: If the model is not loaded.
        """
        if self._queries >= self._most_queries:
            raise ServerBusy
        self._queries += 1
        try:
            return await self._embedder.embed_query(text)
        finally:
            self._queries -= 1

    @contextmanager
    def _admitted(self, characters: int) -> Iterator[None]:
        if self._characters and self._characters + characters > self._most_characters:
            raise ServerBusy
        self._characters += characters
        try:
            yield
        finally:
            self._characters -= characters

    def _batch_for(self, characters: int) -> _Batch:
        batch = self._waiting
        if batch is None or batch.characters + characters > BATCH_CHARACTERS:
            batch = self._waiting = _Batch()
            batch.job = asyncio.create_task(self._embed(batch))
        return batch

    async def _embed(self, batch: _Batch) -> list[Windows]:
        async with self._places:
            if self._waiting is batch:
                self._waiting = None
            self.batches += 1
            self.batched += len(batch.texts)
            return await self._embedder.embed_passages(batch.texts)

    async def _result(self, batch: _Batch) -> list[Windows]:
        """Return the result of a batch. It is not computed if all of its callers are cancelled.

        A request whose client has left is not cancelled: it is computed to its end.
        """
        batch.callers += 1
        try:
            # shielded: cancelling one caller must not cancel the others
            return await asyncio.shield(batch.job)
        finally:
            batch.callers -= 1
            if not batch.callers and not batch.job.done():
                if self._waiting is batch:
                    self._waiting = None
                batch.job.cancel()
