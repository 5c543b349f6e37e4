"""The port for finding passages in a distributed index."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from domain.documents.chunks import Embedding
from domain.retrieval.indexed_passages import FoundPassage, IndexPart


class PassageFinder(Protocol):
    """Finds the numbers of passages in an index, which may be behind the library.

    Its searches raise DistributedIndexUnavailable if the index does not answer or is gone.
    """

    def is_away(self) -> bool:
        """Return whether it is known that the index does not answer, so that no search asks it."""
        ...

    async def nearest(
        self, part: IndexPart, embedding: Embedding, limit: int
    ) -> Sequence[FoundPassage]:
        """Return the passages of the `limit` windows nearest to a vector, the nearest first.

        A passage is there once for each of its windows. Fewer windows mean that there are no more.
        """
        ...

    async def wordiest(
        self, part: IndexPart, weights: Mapping[int, float], limit: int
    ) -> Sequence[FoundPassage]:
        """Return the `limit` passages with the highest scores for weighted terms, the best first.

        Fewer mean that no others have any of the terms.
        """
        ...
