"""What a distributed index has of the passages of a library."""

import zlib
from array import array
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from domain.documents.chunks import Embedding


@dataclass(frozen=True, slots=True)
class IndexPart:
    """The share that one workspace has in an index."""

    index: str
    workspace_id: UUID


@dataclass(frozen=True, slots=True)
class FoundPassage:
    """A passage that an index found, by its number.

    Attributes:
        score: The cosine of its best window, or the sum of the weights of the words that it shares
            with the question.
    """

    number: int
    score: float


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """One entry of an index, by which it is compared with the library.

    Attributes:
        number: The number of the passage.
        window: The number of its window, or None for the entry of its words.
        checksum: Of what the entry was written with.
    """

    number: int
    window: int | None
    checksum: int

    @property
    def signature(self) -> int:
        """A number that differs if anything of the entry does."""
        return zlib.crc32(f"{self.number} {self.window} {self.checksum}".encode())


@dataclass(frozen=True, slots=True)
class IndexedPassage:
    """A passage as it is written into an index.

    Attributes:
        number: Its number. No other passage ever has it, not even one of a later version of the
            document.
        windows: The vectors of its windows.
        terms: How much of the weight of a term the passage has, from 0 to 1, by the number of the
            term. A question has the weights: their products add up to its score.
    """

    number: int
    windows: tuple[Embedding, ...]
    terms: Mapping[int, float]

    def entries(self) -> Iterator[IndexEntry]:
        """Yield the entries that an index has of the passage."""
        for window, embedding in enumerate(self.windows):
            yield IndexEntry(self.number, window, zlib.crc32(array("f", embedding).tobytes()))
        if self.terms:
            yield IndexEntry(self.number, None, self._checksum_of_terms())

    def _checksum_of_terms(self) -> int:
        numbers = sorted(self.terms)
        shares = array("f", (self.terms[number] for number in numbers))
        return zlib.crc32(shares.tobytes(), zlib.crc32(array("q", numbers).tobytes()))
