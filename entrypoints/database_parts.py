"""The parts of the database that the runtime opens and closes: its server and its connections."""

import asyncio
import logging
import math
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from typing import Protocol

from application.ports.embedder import Embedder
from application.ports.model_loader import ModelSource
from domain.errors import EmbeddingModelChanged, QuothError, Unavailable
from domain.retrieval.embedding_model import NO_MODEL, CalibrationSource
from entrypoints.runtime import Part

WATCH_SECONDS = 2.0
SECONDS_BETWEEN_WARNINGS = 60.0

logger = logging.getLogger(__name__)


class DatabaseContact(Part):
    """The first contact with the database servers that run already.

    It comes before anything that takes time: a wrong address is found in a moment.
    """

    def __init__(
        self,
        reach: Callable[[str, str], Awaitable[None]],
        needed: Mapping[str, str],
        may_be_away: Mapping[str, str],
    ) -> None:
        """Contact no server yet.

        Args:
            reach: Connects to a URL of a setting once, and disconnects.
            needed: The settings, and their URLs, without which nothing works; empty if not set.
            may_be_away: Those of which only a wrong one is an error.
        """
        self._reach = reach
        self._needed = needed
        self._may_be_away = may_be_away

    async def open(self) -> None:
        """Connect to each server once, and disconnect."""
        for variable, url in self._needed.items():
            if url:
                await self._reach(url, variable)
        for variable, url in self._may_be_away.items():
            if url:
                with suppress(Unavailable):
                    await self._reach(url, variable)

    async def close(self) -> None:
        """Do nothing: no connection stays open."""


class StartableServer(Protocol):
    """A database server that this process starts."""

    def start(self) -> str:
        """Start the server unless it is running, and return its DSN. Blocks."""
        ...

    def revive(self) -> bool:
        """Start the server again if it has ended by itself, and return whether it had. Blocks."""
        ...

    def stop(self) -> None:
        """Stop the server if it is running and no other process uses it. Blocks."""
        ...


class DatabaseServer(Part):
    """The database server: an existing one, or the embedded one, which this part starts."""

    def __init__(self, url: str, embedded: StartableServer) -> None:
        """Use the server at `url`, or start the embedded one if `url` is empty."""
        self.url = url
        self._embedded = embedded
        self._required: list[Callable[[str], Awaitable[None]]] = []
        self._starting: asyncio.Task[str] | None = None
        self._watching: asyncio.Task[None] | None = None

    def require(self, condition: Callable[[str], Awaitable[None]]) -> None:
        """Let no part open after this one unless a condition holds, which raises if not."""
        self._required.append(condition)

    async def open(self) -> None:
        """Wait until the server is running and `url` is set."""
        if not self.url:
            await self._start()
        for condition in self._required:
            await condition(self.url)

    async def _start(self) -> None:
        if self._starting is None or self._starting.done():
            self._starting = asyncio.create_task(asyncio.to_thread(self._embedded.start))
        # a thread cannot be cancelled, so `close` waits for it
        self.url = await asyncio.shield(self._starting)
        self._watching = asyncio.create_task(self._watch())

    async def close(self) -> None:
        """Stop the server if this part started it. Waits for a start in progress."""
        if self._watching is not None:
            self._watching.cancel()
            await asyncio.wait([self._watching])
        if self._starting is not None:
            # stopping a server during its start would leave it running
            await asyncio.wait([self._starting])
            await asyncio.to_thread(self._embedded.stop)

    async def _watch(self) -> None:
        """Start the server again and again if it ends, as it does without space on its disk."""
        warned_at = -math.inf
        while True:
            await asyncio.sleep(WATCH_SECONDS)
            try:
                if await asyncio.to_thread(self._embedded.revive):
                    logger.warning("the database server had ended, and runs again")
            except QuothError as exc:
                if time.monotonic() - warned_at >= SECONDS_BETWEEN_WARNINGS:
                    warned_at = time.monotonic()
                    # the message is for people who start Quoth: this goes on trying
                    logger.warning("the database server is down (%s): trying again", exc.code)
            except Exception:
                logger.exception("the database server could not be watched")


class LibraryModel(Protocol):
    """The embedding model that the library has."""

    async def open(self, held: ModelSource | None) -> ModelSource:
        """Load the model of a library's vectors, or the configured one, and return it."""
        ...

    async def follow(self) -> None:
        """Go over to the model and the calibration that the database names."""
        ...

    async def watch(self) -> None:
        """Follow the database until this is cancelled."""
        ...

    def live(self) -> Embedder:
        """Return the embedder of the model."""
        ...

    def close(self) -> None:
        """Stop accepting work."""
        ...

    @property
    def difference(self) -> str | None:
        """What to know if another model is configured."""
        ...


class ConnectionPool(Protocol):
    """The connections to the database."""

    async def held_model(self, dsn: str) -> ModelSource | None:
        """Return the model of the database's vectors; None if it has none."""
        ...

    async def open(
        self,
        dsn: str,
        embedding_model: str | None = None,
        dimension: int | None = None,
        location: str | None = None,
    ) -> None:
        """Update the schema and open the pool. By default, trust the model of the database."""
        ...

    async def close(self) -> None:
        """Close the pool if it is open."""
        ...


class DatabaseConnections(Part):
    """The connection pool and the model of the library behind it. It needs a running server."""

    def __init__(
        self,
        pool: ConnectionPool,
        server: DatabaseServer,
        library: LibraryModel,
        on_loaded: Callable[[], None] = lambda: None,
    ) -> None:
        """Open `pool` on `server` for the model of `library`; then call `on_loaded` in a thread."""
        self._on_loaded = on_loaded
        self._pool = pool
        self._server = server
        self._library = library
        self._watching: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Load the library's model, open the pool on the server's database, and follow it."""
        while True:
            source = await self.load()
            dimension = self._library.live().model.dimension
            try:
                await self._pool.open(self._server.url, source.name, dimension, source.location)
            except EmbeddingModelChanged:
                continue  # since the model was loaded
            break
        await asyncio.to_thread(self._on_loaded)
        await self._library.follow()
        self._watching = asyncio.create_task(self._library.watch(), name="embedding model")

    async def open_as_set_up(self) -> None:
        """Open the pool for the model that the database was set up with, which is not loaded."""
        await self._pool.open(self._server.url)

    async def open_without_model(self) -> None:
        """Open the pool, also of a database that was never set up: its model is chosen later."""
        await self._pool.open(self._server.url, NO_MODEL, 1)

    async def load(self) -> ModelSource:
        """Load the model of the library, and return it."""
        return await self._library.open(await self._pool.held_model(self._server.url))

    def describe(self) -> str:
        """Return what is known of the library's model, as text for the operator."""
        model = self._library.live().model
        described = f"{model.name}, {model.dimension} dimensions"
        return ". ".join(filter(None, [described, self._library.difference]))

    def describe_calibration(self) -> str:
        """Return where the calibration of the library's model comes from, for the operator."""
        model = self._library.live().model
        match model.calibration_source:
            case CalibrationSource.FITTED:
                return f"fitted to {model.name}"
            case CalibrationSource.BUILT_IN:
                return f"built in for {model.name}"
            case CalibrationSource.NONE:
                return (
                    f"none for {model.name}: confidence and minimum scores are those of another"
                    " model. Run `quoth calibrate` with labelled questions."
                )

    async def close(self) -> None:
        """Close the pool, and let the model accept no more work."""
        if self._watching is not None:
            self._watching.cancel()
            await asyncio.gather(self._watching, return_exceptions=True)
        self._library.close()
        await self._pool.close()
