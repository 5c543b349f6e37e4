"""Changing the embedding model of the library, with its documents in place."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial

from application.ports.embedder import Embedder
from application.ports.embedding_builds import (
    EmbeddingBuild,
    EmbeddingBuilds,
    MissingChunk,
    Position,
)
from application.ports.embedding_models import StoredModel
from application.ports.model_loader import ModelLoader, ModelSource
from domain.documents.chunks import Embedding
from domain.documents.embedding import embedded_text
from domain.errors import BuildRefused

CHUNKS_AT_ONCE = 64  # seconds of work, and the most that is lost if the process ends
LOADING_SECONDS = 10.0  # in which the servers load the model that is announced
ATTEMPT_SECONDS = 1.0
PATIENT_ATTEMPTS = 5  # to switch, before documents that are added have to wait


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a build has come.

    Attributes:
        done: The chunks that have vectors.
        total: The chunks in the library when it was last counted.
        seconds_left: An estimate of the rest; None before there is one.
    """

    done: int
    total: int
    seconds_left: float | None = None


@dataclass(frozen=True, slots=True)
class ReindexRequest:
    """A change of the model.

    Attributes:
        model: The model, as a person names it; None to go back to the one that was live before.
        on_progress: Called after each batch of chunks.
    """

    model: str | None
    on_progress: Callable[[Progress], None] = lambda _: None


class ReindexLibrary:
    """Builds the vectors of another model beside those that are searched, then switches to them.

    What is built is stored in small steps: run again, it goes on where it was. Documents may be
    added, changed and removed meanwhile. The former vectors then stand beside. To go back, they are
    completed in the same way.
    """

    def __init__(
        self,
        builds: EmbeddingBuilds,
        loader: ModelLoader,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._builds = builds
        self._loader = loader
        self._pause = pause

    async def execute(self, request: ReindexRequest) -> ModelSource:
        """Change the model, and return the new one.

        Raises:
            BuildRefused: If the model is live already, vectors of a third one stand beside, there
                is none to go back to, or another process works on a build. Nothing was changed.
            Misconfigured: If the model cannot be loaded; nothing was changed.
            Unavailable: If the database becomes unavailable; what was built is stored.
        """
        source = self._loader.find(request.model) if request.model else await self._former()
        embedder = await self._loader.load(source)
        model = StoredModel(source, embedder.model.dimension)
        async with self._builds.begin(model) as build:
            fill = partial(self._fill, build, embedder, request.on_progress)
            await fill()
            await build.announce()
            await self._pause(LOADING_SECONDS)
            attempts = 0
            while True:
                await fill()
                if await build.switch(hold_writers=attempts >= PATIENT_ATTEMPTS):
                    return source
                attempts += 1
                await self._pause(ATTEMPT_SECONDS)

    async def _former(self) -> ModelSource:
        beside = (await self._builds.state()).beside
        if beside is None or not beside.was_live:
            raise BuildRefused(
                "There are no former vectors to go back to. Nothing was changed. `quoth reindex`"
                " without options shows which vectors there are."
            )
        return beside.model.source

    async def _fill(
        self,
        build: EmbeddingBuild,
        embedder: Embedder,
        on_progress: Callable[[Progress], None],
    ) -> None:
        """Embed the chunks that have no vectors."""
        state = await self._builds.state()
        before = done = state.beside.chunks if state.beside else 0
        total = state.chunks
        on_progress(Progress(done, total))
        started = time.monotonic()
        after: Position | None = None
        while missing := await build.missing(after, CHUNKS_AT_ONCE):
            done += await build.store(await _embedded(missing, embedder))
            after = missing[-1].position
            total = max(total, done)
            seconds = (time.monotonic() - started) / max(1, done - before)
            on_progress(Progress(done, total, (total - done) * seconds))


async def _embedded(
    missing: Sequence[MissingChunk], embedder: Embedder
) -> list[tuple[MissingChunk, tuple[Embedding, ...]]]:
    texts = [embedded_text(each.chunk) for each in missing]
    return list(zip(missing, await embedder.embed_passages(texts), strict=True))
