"""The port for comparing the metadata of many documents."""

from collections.abc import Mapping, Sequence
from typing import Protocol
from uuid import UUID

from domain.documents.document_filter import DocumentFilter
from domain.documents.metadata import Metadata


class DocumentMetadata(Protocol):
    """Reads which documents there are and what their metadata is, and nothing else of them.

    Both methods raise DatabaseUnavailable if the database is not reachable.
    """

    async def processed(self, within: DocumentFilter) -> Sequence[UUID]:
        """Return the ids of all processed documents that pass a filter, in the order of the ids."""
        ...

    async def of(self, document_ids: Sequence[UUID]) -> Mapping[UUID, Metadata]:
        """Return what these documents show as metadata, in one read. Unknown ones are left out."""
        ...
