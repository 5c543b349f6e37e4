"""The parts that the runtime opens and closes, independent of the adapters behind them."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from contextlib import AsyncExitStack
from typing import Protocol

from application.ports.reranker import Reranker
from entrypoints.runtime import Part


class LocalModel(Protocol):
    """A model that runs in this process and takes seconds to load."""

    async def load(self) -> None:
        """Load the model unless it is already loaded."""
        ...

    def close(self) -> None:
        """Stop accepting work."""
        ...


class RerankingModel(LocalModel, Reranker, Protocol):
    """A reranking model, which is loaded or reached at startup."""

    @property
    def model_name(self) -> str:
        """The name that identifies its scores."""
        ...


class AnswerEngine(Protocol):
    """The engine that runs the steps of an answer. It takes time to load."""

    def load(self) -> None:
        """Load the engine. Blocks."""
        ...


class LocalModels(Part):
    """The models and the engine, loaded sequentially.

    Most of the time goes into importing libraries that they share, so loading them concurrently
    would not be faster.
    """

    def __init__(
        self,
        models: Sequence[LocalModel],
        engine: AnswerEngine,
        on_loaded: Callable[[], None] = lambda: None,
    ) -> None:
        """Name what to load, and what to do when all of it is loaded. It may block."""
        self._models = models
        self._engine = engine
        self._on_loaded = on_loaded

    async def open(self) -> None:
        """Load the models in order, then the engine."""
        for model in self._models:
            await model.load()
        await asyncio.to_thread(self._engine.load)
        await asyncio.to_thread(self._on_loaded)

    async def close(self) -> None:
        """Stop the models from accepting work."""
        for model in self._models:
            model.close()


class Client(Protocol):
    """A client that connects to its service on first use."""

    async def close(self) -> None:
        """Close any open connections."""
        ...


class LazyClients(Part):
    """Clients that connect on first use."""

    def __init__(self, clients: Iterable[Client]) -> None:
        self._clients = tuple(clients)

    async def open(self) -> None:
        """Do nothing: the clients connect on first use."""

    async def close(self) -> None:
        """Close the connections of every client, even if closing another's fails."""
        async with AsyncExitStack() as closing:
            for client in self._clients:
                closing.push_async_callback(client.close)
