"""The port for turning text into vectors."""

from collections.abc import Sequence
from typing import Protocol

from domain.documents.chunks import Embedding


class Embedder(Protocol):
    """Turns text into vectors of unit length whose cosine says how close two texts are."""

    @property
    def dimension(self) -> int:
        """The length of every vector.

        Raises:
            EmbedderUnavailable: If the model is not loaded.
        """
        ...

    async def embed_passages(self, texts: Sequence[str]) -> list[tuple[Embedding, ...]]:
        """Return one vector for each window of each text, in the order of the texts.

        A text longer than the model reads at once has several windows. Every token of it is in
        one of them; an empty text still has one.

        Raises:
            EmbedderUnavailable: If the model is not loaded.
        """
        ...

    async def embed_query(self, text: str) -> Embedding:
        """Return the one vector to search with, whatever the length of the text.

        Raises:
            EmbedderUnavailable: If the model is not loaded.
        """
        ...
