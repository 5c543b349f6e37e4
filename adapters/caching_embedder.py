"""An embedder that remembers the queries of late."""

import asyncio
from collections.abc import Sequence

from application.ports.cache import Cache
from application.ports.embedder import Embedder
from domain.documents.chunks import Embedding


class CachingEmbedder(Embedder):
    """Asks another embedder, and remembers what it said of queries.

    Passages are embedded once each and not remembered. The same query asked several times at
    once is embedded once.
    """

    def __init__(self, embedder: Embedder, cache: Cache[Embedding], namespace: str) -> None:
        """Wrap an embedder.

        Args:
            embedder: The embedder that does the work.
            cache: Where vectors are remembered.
            namespace: The name of the embedder's model: vectors of another are never mixed in.
        """
        self._embedder = embedder
        self._cache = cache
        self._namespace = namespace
        self._running: dict[str, asyncio.Task[Embedding]] = {}

    @property
    def dimension(self) -> int:
        """The length of every vector.

        Raises:
            EmbedderUnavailable: If the model is not loaded.
        """
        return self._embedder.dimension

    async def embed_passages(self, texts: Sequence[str]) -> list[tuple[Embedding, ...]]:
        """Return one vector for each window of each text, in the order of the texts.

        Raises:
            EmbedderUnavailable: If the model is not loaded.
        """
        return await self._embedder.embed_passages(texts)

    async def embed_query(self, text: str) -> Embedding:
        """Return the one vector to search with; a failure is not remembered.

        Raises:
            EmbedderUnavailable: If the model is not loaded.
        """
        key = f"{self._namespace}\n{text}"
        remembered = await self._cache.get(key)
        if remembered is not None:
            return remembered
        if key not in self._running:
            task = self._running[key] = asyncio.create_task(self._embed(key, text))
            task.add_done_callback(lambda done: self._finish(key, done))
        # Shielded: one who leaves does not take the vector from the others who wait for it.
        return await asyncio.shield(self._running[key])

    async def _embed(self, key: str, text: str) -> Embedding:
        embedding = await self._embedder.embed_query(text)
        await self._cache.put(key, embedding)
        return embedding

    def _finish(self, key: str, task: asyncio.Task[Embedding]) -> None:
        del self._running[key]
        if not task.cancelled():
            task.exception()  # whoever waits gets it; where nobody does, it is no news
