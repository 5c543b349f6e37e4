"""The port for embedding texts."""

from collections.abc import Sequence
from typing import Protocol

from domain.documents.chunks import Embedding
from domain.retrieval.embedding_model import EmbeddingModel


class Embedder(Protocol):
    """Turns texts into vectors of unit length.

    The cosine of two vectors says how close their texts are.
    """

    @property
    def model(self) -> EmbeddingModel:
        """The model of every vector, and how to interpret their cosines.

        Raises:
            EmbedderUnavailable: If the model is not loaded.
        """
        ...

    async def embed_passages(self, texts: Sequence[str]) -> list[tuple[Embedding, ...]]:
        """Return one vector for each window of each text, in the order of the texts.

        A text longer than the model reads at a time has several windows, which together contain
        every token of it. Equal windows of a text are one. An empty text has one window.

        Raises:
            EmbedderUnavailable: If the model is not loaded.
        """
        ...

    async def count_windows(self, texts: Sequence[str]) -> list[int]:
        """Return the number of vectors of each text, without the cost of embedding it.

        Raises:
            EmbedderUnavailable: If the model is not loaded.
        """
        ...

    async def embed_query(self, text: str) -> Embedding:
        """Return the one vector to search for, for a text of any length.

        Raises:
            EmbedderUnavailable: If the model is not loaded.
        """
        ...
