"""The embedding models of a library in memory, and builds of their vectors."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from uuid import UUID

from application.ports.embedding_builds import (
    EmbeddingBuild,
    EmbeddingBuilds,
    LibraryVectors,
    MissingChunk,
    Position,
    VectorsBeside,
)
from application.ports.embedding_models import EmbeddingModels, StoredModel
from domain.documents.chunks import Embedding
from domain.errors import BuildRefused
from domain.retrieval.calibration import RelevanceCalibration
from tests.fakes.library import InMemoryLibrary

FIRST: Position = (UUID(int=0), -1)


class InMemoryEmbeddingModels(EmbeddingModels):
    """Says which models an InMemoryLibrary has vectors of."""

    def __init__(self, library: InMemoryLibrary) -> None:
        self._library = library

    async def live(self) -> StoredModel:
        self._library.check()
        return self._calibrated(self._library.models.live)

    async def announced(self) -> StoredModel | None:
        self._library.check()
        state = self._library.models
        return self._calibrated(state.beside) if state.beside and state.is_announced else None

    async def calibrate(self, model: str, calibration: RelevanceCalibration) -> None:
        self._library.admit()
        self._library.models.calibrations[model] = calibration
        self._library.revision += 1

    def _calibrated(self, model: StoredModel) -> StoredModel:
        calibration = self._library.models.calibrations.get(model.source.name)
        return replace(model, calibration=calibration)


class InMemoryEmbeddingBuilds(EmbeddingBuilds):
    """Begins and ends builds of vectors of an InMemoryLibrary."""

    def __init__(self, library: InMemoryLibrary) -> None:
        self._library = library

    async def state(self) -> LibraryVectors:
        self._library.check()
        models = self._library.models
        chunks = sum(len(entry.chunks) for entry in self._library.entries.values())
        return LibraryVectors(models.live, chunks, self._beside())

    @asynccontextmanager
    async def begin(self, model: StoredModel) -> AsyncIterator[EmbeddingBuild]:
        state = self._library.models
        self._check_free()
        if state.live.source.name == model.source.name:
            raise BuildRefused
        if state.beside is None:
            state.beside = model
        elif state.beside.source.name != model.source.name:
            raise BuildRefused
        state.is_taken = True
        try:
            yield InMemoryEmbeddingBuild(self._library)
        finally:
            state.is_taken = False

    async def drop(self) -> VectorsBeside | None:
        self._check_free()
        dropped = self._beside()
        state = self._library.models
        state.beside, state.was_live, state.is_announced = None, False, False
        state.vectors.clear()
        return dropped

    def _check_free(self) -> None:
        self._library.check()
        if self._library.models.is_taken:
            raise BuildRefused

    def _beside(self) -> VectorsBeside | None:
        state = self._library.models
        if state.beside is None:
            return None
        forget_changed(self._library)
        return VectorsBeside(state.beside, len(state.vectors), state.was_live)


class InMemoryEmbeddingBuild(EmbeddingBuild):
    """A build beside the vectors of an InMemoryLibrary."""

    def __init__(self, library: InMemoryLibrary) -> None:
        self._library = library

    async def missing(self, after: Position | None, limit: int) -> Sequence[MissingChunk]:
        self._library.check()
        chunks = [each for each in self._missing() if each.position > (after or FIRST)]
        return chunks[:limit]

    async def store(self, vectors: Sequence[tuple[MissingChunk, Sequence[Embedding]]]) -> int:
        self._library.admit()
        present = {(each.position, each.revision) for each in chunks_of(self._library)}
        stored = [each for each in vectors if (each[0].position, each[0].revision) in present]
        for chunk, windows in stored:
            self._library.models.vectors[chunk.position] = (chunk.revision, tuple(windows))
        return len(stored)

    async def announce(self) -> None:
        self._library.models.is_announced = True

    async def switch(self, *, hold_writers: bool = False) -> bool:
        del hold_writers  # nobody writes meanwhile
        self._library.check()
        if self._missing():
            return False
        state = self._library.models
        if state.beside is None:
            raise RuntimeError("nothing is built")
        new, former = state.vectors, {}
        for document_id, entry in self._library.entries.items():
            chunks = []
            for each in entry.chunks:
                position = (document_id, each.chunk.index)
                name = state.beside.source.name
                chunks.append(replace(each, windows=new[position][1], model=name))
                former[position] = (str(id(each.chunk)), each.windows)
            entry.chunks = tuple(chunks)
        state.live, state.beside, state.vectors = state.beside, state.live, former
        state.was_live, state.is_announced = True, False
        self._library.revision += 1
        return True

    def _missing(self) -> list[MissingChunk]:
        forget_changed(self._library)
        held = self._library.models.vectors
        found = [each for each in chunks_of(self._library) if each.position not in held]
        return sorted(found, key=lambda each: each.position)


def chunks_of(library: InMemoryLibrary) -> list[MissingChunk]:
    """Return every chunk of a library."""
    return [
        MissingChunk(document_id, each.chunk, str(id(each.chunk)))
        for document_id, entry in library.entries.items()
        for each in entry.chunks
    ]


def forget_changed(library: InMemoryLibrary) -> None:
    """Delete the vectors beside whose chunk has gone or changed."""
    present = {each.position: each.revision for each in chunks_of(library)}
    state = library.models
    state.vectors = {
        position: held
        for position, held in state.vectors.items()
        if present.get(position) == held[0]
    }
