"""A distributed index in memory."""

from collections import defaultdict
from collections.abc import AsyncIterator, Mapping, Sequence

from application.ports.index_entries import IndexEntries
from application.ports.index_places import IndexPlaces
from application.ports.passage_finder import PassageFinder
from domain.documents.chunks import Embedding
from domain.errors import DistributedIndexUnavailable
from domain.retrieval.indexed_passages import (
    FoundPassage,
    IndexedPassage,
    IndexEntry,
    IndexPart,
)

Passages = dict[int, IndexedPassage]


class InMemoryDistributedIndex(PassageFinder, IndexEntries, IndexPlaces):
    """Compares a question with every passage.

    `is_down` makes it answer no more, and `fails_after` after so many more writings. `written` has
    the numbers of the passages in the order in which they were put, `searches` those of searches.
    """

    def __init__(self) -> None:
        self.indexes: dict[str, dict[IndexPart, Passages]] = {}
        self.is_down = False
        self.fails_after: int | None = None
        self.written: list[int] = []
        self.searches = 0

    async def exists(self, index: str) -> bool:
        """Return whether there is an index of this name."""
        self._check()
        return index in self.indexes

    async def create(self, index: str, dimension: int) -> None:
        """Make an empty index."""
        self._check()
        assert dimension > 0
        self.indexes[index] = defaultdict(dict)

    async def drop(self, index: str) -> None:
        """Drop an index."""
        self._check()
        self.indexes.pop(index, None)

    async def put(self, part: IndexPart, passages: Sequence[IndexedPassage]) -> None:
        """Write passages."""
        held = self._part(part)
        if self.fails_after is not None:
            self.fails_after -= 1
            if self.fails_after < 0:
                raise DistributedIndexUnavailable
        held.update((each.number, each) for each in passages)
        self.written += (each.number for each in passages)

    async def remove(self, part: IndexPart, numbers: Sequence[range]) -> None:
        """Remove the passages with these numbers."""
        held = self._part(part)
        for each in numbers:
            for number in each:
                held.pop(number, None)

    async def held(self, part: IndexPart, numbers: range) -> AsyncIterator[Sequence[IndexEntry]]:
        """Yield the entries of all passages with these numbers."""
        for number, passage in self._part(part).items():
            if number in numbers:
                yield list(passage.entries())

    def is_away(self) -> bool:
        """Return False: each call finds out for itself."""
        return False

    async def nearest(
        self, part: IndexPart, embedding: Embedding, limit: int
    ) -> Sequence[FoundPassage]:
        """Return the passages of the windows nearest to a vector."""
        self.searches += 1
        found = [
            FoundPassage(number, sum(map(float.__mul__, map(float, embedding), map(float, each))))
            for number, passage in self._part(part).items()
            for each in passage.windows
        ]
        return sorted(found, key=lambda each: -each.score)[:limit]

    async def wordiest(
        self, part: IndexPart, weights: Mapping[int, float], limit: int
    ) -> Sequence[FoundPassage]:
        """Return the passages with the highest scores for weighted terms."""
        self.searches += 1
        found = [
            FoundPassage(number, sum(weights.get(term, 0) * share for term, share in own.items()))
            for number, own in ((number, each.terms) for number, each in self._part(part).items())
        ]
        best = sorted(found, key=lambda each: -each.score)
        return [each for each in best if each.score > 0][:limit]

    def _part(self, part: IndexPart) -> Passages:
        self._check()
        if part.index not in self.indexes:
            raise DistributedIndexUnavailable
        return self.indexes[part.index][part]

    def _check(self) -> None:
        if self.is_down:
            raise DistributedIndexUnavailable
