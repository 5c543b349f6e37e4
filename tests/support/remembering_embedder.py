"""An embedder for runs that embed the same sentences many times."""

from collections.abc import Sequence

from application.ports.embedder import Embedder
from domain.documents.chunks import Embedding
from domain.retrieval.embedding_model import EmbeddingModel


class RememberingEmbedder(Embedder):
    """Embeds each text once, however often it is asked for."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._passages: dict[str, tuple[Embedding, ...]] = {}
        self._queries: dict[str, Embedding] = {}

    @property
    def model(self) -> EmbeddingModel:
        """The model of every vector."""
        return self._embedder.model

    async def embed_passages(self, texts: Sequence[str]) -> list[tuple[Embedding, ...]]:
        """Return the vectors of each text, embedding only texts that are new."""
        new = list(dict.fromkeys(text for text in texts if text not in self._passages))
        if new:
            found = await self._embedder.embed_passages(new)
            self._passages.update(zip(new, found, strict=True))
        return [self._passages[text] for text in texts]

    async def count_windows(self, texts: Sequence[str]) -> list[int]:
        """Return the number of vectors of each text."""
        return await self._embedder.count_windows(texts)

    async def embed_query(self, text: str) -> Embedding:
        """Return the vector of a query, embedding it only if it is new."""
        if text not in self._queries:
            self._queries[text] = await self._embedder.embed_query(text)
        return self._queries[text]
