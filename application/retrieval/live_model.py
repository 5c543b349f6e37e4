"""Searching with the model that the library has at that moment."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from application.ports.embedder import Embedder
from application.ports.live_embedder import LiveEmbedder
from domain.errors import EmbeddingModelChanged

Result = TypeVar("Result")


async def with_live_model(
    embedder: LiveEmbedder, search: Callable[[Embedder], Awaitable[Result]]
) -> Result:
    """Run a search; run it again if the library went over to another model meanwhile.

    Raises:
        EmbeddingModelChanged: If it did so twice.
        Unavailable: If the model of the library cannot be loaded, or the search raises it.
    """
    try:
        return await search(embedder.live())
    except EmbeddingModelChanged:
        await embedder.follow()
    return await search(embedder.live())
