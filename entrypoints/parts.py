"""The parts that the runtime opens and closes, on whatever stands behind them."""

import asyncio
from collections.abc import Sequence
from typing import Protocol

from entrypoints.runtime import Part


class LocalModel(Protocol):
    """A model that runs in this process and takes seconds to load."""

    async def load(self) -> None:
        """Load the model, unless it is loaded."""
        ...

    def close(self) -> None:
        """Accept no more work."""
        ...


class AnswerEngine(Protocol):
    """What runs the steps of an answer and takes time to load."""

    def load(self) -> None:
        """Load it now. Blocks."""
        ...


class LocalModels(Part):
    """The models and the engine, loaded one after the other.

    They share libraries whose imports take most of the time, and would wait for each other.
    """

    def __init__(self, models: Sequence[LocalModel], engine: AnswerEngine) -> None:
        self._models = models
        self._engine = engine

    async def open(self) -> None:
        """Load the models in their order, then the engine."""
        for model in self._models:
            await model.load()
        await asyncio.to_thread(self._engine.load)

    async def close(self) -> None:
        """Let the models accept no more work."""
        for model in self._models:
            model.close()


class StartableServer(Protocol):
    """A database server that this process starts."""

    def start(self) -> str:
        """Start the server, unless it runs, and return its DSN. Blocks."""
        ...

    def stop(self) -> None:
        """Stop the server, unless another process uses it or it does not run. Blocks."""
        ...


class DatabaseServer(Part):
    """The database server: one that runs already, or one that is started here."""

    def __init__(self, url: str, embedded: StartableServer) -> None:
        """Use the server at `url`; start the embedded one if `url` is empty."""
        self.url = url
        self._embedded = embedded
        self._starting: asyncio.Task[str] | None = None

    async def open(self) -> None:
        """Wait until the server runs and its `url` is known."""
        if self.url:
            return
        if self._starting is None or self._starting.done():
            self._starting = asyncio.create_task(asyncio.to_thread(self._embedded.start))
        # a thread cannot be cancelled: `close` waits for it
        self.url = await asyncio.shield(self._starting)

    async def close(self) -> None:
        """Stop the server if it was started here; one that is starting is waited for."""
        if self._starting is not None:
            # a server that is stopped while it starts would be left running
            await asyncio.wait([self._starting])
            await asyncio.to_thread(self._embedded.stop)


class NamedModel(Protocol):
    """The model whose vectors the database stores. Both values are known once it is loaded."""

    @property
    def model_name(self) -> str:
        """The name that identifies the vectors of this model."""
        ...

    @property
    def dimension(self) -> int:
        """The length of its vectors."""
        ...


class ConnectionPool(Protocol):
    """The connections to the database."""

    async def open(self, dsn: str, embedding_model: str, dimension: int) -> None:
        """Bring the schema up to date and open the pool."""
        ...

    async def close(self) -> None:
        """Close the pool, if it is open."""
        ...


class DatabaseConnections(Part):
    """The pool, which opens once the server runs and the embedding model is loaded."""

    def __init__(self, pool: ConnectionPool, server: DatabaseServer, model: NamedModel) -> None:
        self._pool = pool
        self._server = server
        self._model = model

    async def open(self) -> None:
        """Open the pool on the server's database."""
        await self._pool.open(self._server.url, self._model.model_name, self._model.dimension)

    async def close(self) -> None:
        """Close the pool."""
        await self._pool.close()


class Client(Protocol):
    """A client of a service, which connects when it is first used."""

    async def close(self) -> None:
        """Close the connections, if there are any."""
        ...


class LazyClient(Part):
    """A client that needs no opening; there may be none."""

    def __init__(self, client: Client | None) -> None:
        self._client = client

    async def open(self) -> None:
        """Do nothing: the first use connects."""

    async def close(self) -> None:
        """Close the client's connections."""
        if self._client is not None:
            await self._client.close()
