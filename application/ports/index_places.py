"""The port for making and dropping distributed indexes."""

from typing import Protocol


class IndexPlaces(Protocol):
    """Makes and drops indexes of passages.

    Every method raises DistributedIndexUnavailable if the engine does not answer.
    """

    async def exists(self, index: str) -> bool:
        """Return whether there is an index of this name."""
        ...

    async def create(self, index: str, dimension: int) -> None:
        """Make an empty index for vectors of a length."""
        ...

    async def drop(self, index: str) -> None:
        """Drop an index with everything in it, if it is there."""
        ...
