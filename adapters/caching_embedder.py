"""An embedder that caches the vectors of recent queries."""

import asyncio
from collections.abc import Sequence

from application.access.acting import acting_principal
from application.ports.cache import Cache
from application.ports.embedder import Embedder
from domain.documents.chunks import Embedding
from domain.retrieval.embedding_model import EmbeddingModel


class CachingEmbedder(Embedder):
    """Wraps an embedder with a cache for queries.

    Passages are not cached: each is embedded only once. Concurrent calls with the same query in one
    workspace share one computation. Workspaces share none: how long a vector takes would tell
    whether somebody in another one has asked the same.
    """

    def __init__(
        self, embedder: Embedder, cache: Cache[Embedding], model: EmbeddingModel | None = None
    ) -> None:
        """Wrap an embedder.

        Args:
            embedder: Computes the vectors.
            cache: Stores the vectors of queries, those of different models by the models' names.
            model: Its model with another calibration; by default as the embedder has it.
        """
        self._embedder = embedder
        self._cache = cache
        self._model = model
        self._running: dict[str, asyncio.Task[Embedding]] = {}

    @property
    def model(self) -> EmbeddingModel:
        """The model of every vector.

        Raises:
            EmbedderUnavailable: If the model is not loaded.
        """
        return self._model or self._embedder.model

    async def embed_passages(self, texts: Sequence[str]) -> list[tuple[Embedding, ...]]:
        """Return one vector for each window of each text, in the order of the texts.

        Raises:
            EmbedderUnavailable: If the model is not loaded.
        """
        return await self._embedder.embed_passages(texts)

    async def count_windows(self, texts: Sequence[str]) -> list[int]:
        """Return the number of vectors of each text.

        Raises:
            EmbedderUnavailable: If the model is not loaded.
        """
        return await self._embedder.count_windows(texts)

    async def embed_query(self, text: str) -> Embedding:
        """Return the query's vector, from the cache if possible. Failures are not cached.

        Raises:
            EmbedderUnavailable: If the model is not loaded.
        """
        key = f"{acting_principal().workspace.workspace_id}\n{self.model.name}\n{text}"
        remembered = await self._cache.get(key)
        if remembered is not None:
            return remembered
        if key not in self._running:
            task = self._running[key] = asyncio.create_task(self._embed(key, text))
            task.add_done_callback(lambda done: self._finish(key, done))
        # Shielded: cancelling one caller must not cancel the others that wait for the same vector.
        return await asyncio.shield(self._running[key])

    async def _embed(self, key: str, text: str) -> Embedding:
        embedding = await self._embedder.embed_query(text)
        await self._cache.put(key, embedding)
        return embedding

    def _finish(self, key: str, task: asyncio.Task[Embedding]) -> None:
        del self._running[key]
        if not task.cancelled():
            task.exception()  # retrieved, or asyncio would log it if no caller is left
