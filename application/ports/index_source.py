"""The port for reading what belongs into a distributed index."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from domain.retrieval.indexed_passages import IndexedPassage


@dataclass(frozen=True, slots=True)
class IndexedDocument:
    """A document of the workspace with the numbers of its passages.

    Attributes:
        is_due: Whether a change of it is still to be written.
    """

    document_id: UUID
    filename: str
    numbers: range
    is_due: bool


class IndexSource(Protocol):
    """Reads the passages of the workspace as they belong into an index.

    Every method raises DatabaseUnavailable if the database is not reachable.
    """

    def passages(self, numbers: range, model: str) -> AsyncIterator[Sequence[IndexedPassage]]:
        """Yield the passages with these numbers, some at a time; none if they are gone.

        Args:
            numbers: All passages of one indexing of a document.
            model: The model of the vectors.

        Raises:
            EmbeddingModelChanged: If the library's vectors are by another model.
        """
        ...

    async def documents(self, after: int, limit: int) -> Sequence[IndexedDocument]:
        """Return the documents with numbers from `after` on, in the order of their numbers."""
        ...

    async def refresh(self) -> None:
        """Let passages be written again whose weights have become inexact.

        Those of a language have, once its average length differs by a twentieth from the one that
        they were written with.
        """
        ...
