"""The port for finding passages."""

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from domain.documents import Embedding
from domain.retrieval import Passage


class PassageIndex(Protocol):
    """Finds chunks of processed documents.

    Every method raises DatabaseUnavailable if the database is not reachable.
    """

    async def nearest(
        self, embedding: Embedding, limit: int, document_ids: Sequence[UUID] | None = None
    ) -> tuple[Passage, ...]:
        """Return the chunks whose best window is nearest to a vector, nearest first.

        Args:
            embedding: The vector to search with, of unit length.
            limit: The most chunks to return; each chunk counts once, by its best window.
            document_ids: Search these documents only; None searches all, none finds nothing.
        """
        ...

    async def revision(self) -> int:
        """Return a number that grows whenever what can be found changes, and never falls."""
        ...
