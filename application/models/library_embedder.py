"""The embedder of the model that the library has, whichever that is."""

import asyncio
import logging
from collections.abc import Callable

from application.ports.embedder import Embedder
from application.ports.embedding_models import EmbeddingModels, StoredModel
from application.ports.live_embedder import LiveEmbedder
from application.ports.model_loader import ModelLoader, ModelSource
from domain.errors import EmbedderUnavailable, Misconfigured, Unavailable
from domain.retrieval.calibration import RelevanceCalibration
from domain.retrieval.embedding_model import EmbeddingModel, embedding_model

WATCH_SECONDS = 2.0
"""How soon a process notices that the library has gone over to another model, or is about to."""
RETRY_SECONDS = 60.0
"""How long a model that cannot be loaded is not tried again."""

logger = logging.getLogger(__name__)

Wrap = Callable[[Embedder, EmbeddingModel], Embedder]


class LibraryEmbedder(LiveEmbedder):
    """Loads the model that the library has, and goes over to another one with it.

    A model that the library is about to go over to is loaded before. Until the library has gone
    over, both are in memory.
    """

    def __init__(
        self, models: EmbeddingModels, loader: ModelLoader, configured: str, wrap: Wrap
    ) -> None:
        """Set the parts. `open` loads the first model.

        Args:
            models: Says which model the library has.
            loader: Loads models.
            configured: The model for a new library, as it is configured; empty for the bundled one.
            wrap: Returns an embedder with the model as it is calibrated.
        """
        self._models = models
        self._loader = loader
        self._configured = configured
        self._wrap = wrap
        self._embedder: Embedder | None = None
        self._loaded: dict[str, Embedder] = {}
        self._fitted: RelevanceCalibration | None = None
        self._problem: str | None = None
        self._failed: dict[str, tuple[float, str]] = {}
        self._turn = asyncio.Lock()

    def live(self) -> Embedder:
        """Return the embedder of the library's model.

        Raises:
            EmbedderUnavailable: If it is not loaded, or cannot be.
        """
        if self._embedder is None or self._problem is not None:
            raise EmbedderUnavailable(self._problem)
        return self._embedder

    @property
    def difference(self) -> str | None:
        """What to know if another model is configured than the library has; None if none is."""
        if self._embedder is None or not self._configured:
            return None
        configured, live = self._loader.find(self._configured).name, self._embedder.model.name
        if configured == live:
            return None
        return (
            f"QUOTH_EMBEDDING_MODEL names {configured}, and the library has vectors of {live},"
            " which it is searched with. To change them, run `quoth reindex --model"
            f" {configured}`."
        )

    async def open(self, held: ModelSource | None) -> ModelSource:
        """Load the model that a library has, or else the configured one, and return it.

        Args:
            held: The model of its vectors; None if it has none.

        Raises:
            Misconfigured: If the model cannot be loaded.
        """
        source = self._here(held) if held else self._loader.find(self._configured)
        async with self._turn:
            embedder = await self._load(source)
            self._go_over(source.name, embedder.model.dimension, None)
        if self.difference:
            logger.warning("%s", self.difference)
        return source

    async def follow(self) -> None:
        """Go over to the model and the calibration that the library has, if they are others.

        Raises:
            EmbedderUnavailable: If the model cannot be loaded.
            DatabaseUnavailable: If the database is not reachable.
        """
        async with self._turn:
            await self._follow()

    def close(self) -> None:
        """Let the models accept no more work."""
        self._loader.close()

    async def watch(self) -> None:
        """Follow the library until this is cancelled, and prepare for what is announced."""
        while True:
            await asyncio.sleep(WATCH_SECONDS)
            try:
                await self.look()
            except Unavailable as exc:
                logger.debug("the embedding model was not followed: %s", exc.code)
            except Exception:
                logger.exception("the embedding model could not be followed")

    async def look(self) -> None:
        """Follow the library once, and load the model that it is about to go over to.

        Raises:
            Unavailable: If a model cannot be loaded or the database is not reachable.
        """
        await self.follow()
        announced = await self._models.announced()
        async with self._turn:
            if announced:
                await self._prepare(announced)
            elif self._embedder is not None:
                # what is not needed any more goes when the last answer with it has ended
                name = self._embedder.model.name
                self._loaded = {name: self._loaded[name]}

    async def _follow(self) -> None:
        stored = await self._models.live()
        name = stored.source.name
        model = self._embedder.model if self._embedder else None
        if model and model.name == name and self._fitted == stored.calibration:
            self._problem = None
            return
        try:
            await self._prepare(stored)
        except EmbedderUnavailable as exc:
            if exc.message != self._problem:
                logger.error("%s", exc.message)
            self._problem = exc.message
            raise
        self._go_over(name, stored.dimension, stored.calibration)
        if model and model.name != name:
            logger.info("the library went over to the embedding model %s", name)

    async def _prepare(self, stored: StoredModel) -> None:
        """Load a model that the library has, or is about to have.

        Raises:
            EmbedderUnavailable: If it cannot be loaded.
        """
        name, now = stored.source.name, asyncio.get_running_loop().time()
        next_try, reason = self._failed.get(name, (0.0, ""))
        if now < next_try:
            raise EmbedderUnavailable(reason)
        try:
            embedder = await self._load(self._here(stored.source))
        except Misconfigured as exc:
            reason = f"The library has vectors of {name}. {exc.message}"
            self._failed[name] = now + RETRY_SECONDS, reason
            raise EmbedderUnavailable(reason) from exc
        if embedder.model.dimension != stored.dimension:
            raise EmbedderUnavailable(
                f"The library has vectors of {name} with {stored.dimension} numbers,"
                f" and the model of this name makes {embedder.model.dimension} on this machine."
            )

    def _here(self, held: ModelSource) -> ModelSource:
        """Return where a model of the library is on this machine: where it is configured, first."""
        configured = self._loader.find(self._configured)
        if configured.name == held.name:
            return configured
        # a directory may be there only on the machine that stored it
        found = self._loader.find(held.location)
        return held if found.name == held.name else self._loader.find(held.name)

    async def _load(self, source: ModelSource) -> Embedder:
        if source.name not in self._loaded:
            self._loaded[source.name] = await self._loader.load(source)
        return self._loaded[source.name]

    def _go_over(self, name: str, dimension: int, fitted: RelevanceCalibration | None) -> None:
        model = embedding_model(name, dimension, fitted)
        self._embedder = self._wrap(self._loaded[name], model)
        self._fitted = fitted
        self._problem = None
