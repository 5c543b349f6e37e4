"""The ports for building vectors of another model beside those that are searched."""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from application.ports.embedding_models import StoredModel
from domain.documents.chunks import Chunk, Embedding

Position = tuple[UUID, int]
"""A document and the index of one of its chunks."""


@dataclass(frozen=True, slots=True)
class MissingChunk:
    """A chunk without vectors in a build.

    Attributes:
        revision: What tells it from an earlier or later chunk in the same place.
    """

    document_id: UUID
    chunk: Chunk
    revision: str

    @property
    def position(self) -> Position:
        """Where it is in the library."""
        return self.document_id, self.chunk.index


@dataclass(frozen=True, slots=True)
class VectorsBeside:
    """The vectors that stand beside those that are searched.

    Attributes:
        chunks: The number of chunks that have vectors.
        was_live: Whether the library was searched with them before.
    """

    model: StoredModel
    chunks: int
    was_live: bool


@dataclass(frozen=True, slots=True)
class LibraryVectors:
    """The vectors of a library.

    Attributes:
        live: The model of those that are searched.
        chunks: The number of chunks in the library.
        beside: Those that are being built, or are kept to go back to; None if there are none.
    """

    live: StoredModel
    chunks: int
    beside: VectorsBeside | None = None


class EmbeddingBuild(Protocol):
    """A build of vectors beside the live ones, while one process works on it.

    Every method raises DatabaseUnavailable if the database is not reachable; what was stored stays.
    """

    async def missing(self, after: Position | None, limit: int) -> Sequence[MissingChunk]:
        """Return the first chunks behind a position that have no vectors yet, in order."""
        ...

    async def store(self, vectors: Sequence[tuple[MissingChunk, Sequence[Embedding]]]) -> int:
        """Store the vectors of chunks, and return how many were stored.

        A chunk that has gone or changed since it was read is left out.

        Raises:
            OutcomeUnknown: If the connection was lost while the change was being stored.
            InsufficientStorage: If there is no space for it; nothing was stored.
        """
        ...

    async def announce(self) -> None:
        """Announce the model to the processes that follow, so that they can load it."""
        ...

    async def switch(self, *, hold_writers: bool = False) -> bool:
        """Let the library be searched with these vectors, in one step, unless a chunk has none.

        The vectors that were live then stand beside. Every cached answer is out of date.

        Args:
            hold_writers: Whether no document can be added from now until the end of the build if
                the library does not switch: additions wait.

        Returns:
            Whether it did; False also if the index was too busy.
        """
        ...


class EmbeddingBuilds(Protocol):
    """Begins and ends builds of vectors. There is at most one beside the live vectors.

    Every method raises DatabaseUnavailable if the database is not reachable.
    """

    async def state(self) -> LibraryVectors:
        """Return which vectors there are."""
        ...

    def begin(self, model: StoredModel) -> AbstractAsyncContextManager[EmbeddingBuild]:
        """Begin the build of a model's vectors, or go on with it, for the length of a block.

        Raises:
            BuildRefused: If these vectors are live, or others stand beside, or another process
                works on a build.
        """
        ...

    async def drop(self) -> VectorsBeside | None:
        """Delete the vectors that stand beside, and return what they were; None if none do.

        Raises:
            BuildRefused: If a process works on them.
        """
        ...
