"""The port for what a distributed index has of passages."""

from collections.abc import AsyncIterator, Sequence
from typing import Protocol

from domain.retrieval.indexed_passages import IndexedPassage, IndexEntry, IndexPart


class IndexEntries(Protocol):
    """Writes and lists the entries of an index.

    Every method raises DistributedIndexUnavailable if the index does not answer. What is written or
    removed is so for every search that begins afterwards.
    """

    async def put(self, part: IndexPart, passages: Sequence[IndexedPassage]) -> None:
        """Write passages. Those that are there already are replaced."""
        ...

    async def remove(self, part: IndexPart, numbers: Sequence[range]) -> None:
        """Remove the passages with these numbers, as far as they are there."""
        ...

    def held(self, part: IndexPart, numbers: range) -> AsyncIterator[Sequence[IndexEntry]]:
        """Yield the entries of all passages with these numbers, in no order."""
        ...
