"""Resolving the filter of a client."""

from dataclasses import replace

from application.retrieval.name_collections import NameCollections
from domain.documents.document_filter import DocumentFilter
from domain.documents.metadata import asked_values
from domain.text.storable import storable


class ResolveFilter:
    """Turns filters as clients write them into those that documents are compared with."""

    def __init__(self, collections: NameCollections) -> None:
        self._collections = collections

    async def execute(self, within: DocumentFilter) -> DocumentFilter:
        """Return a filter with the names of its collections and with text that can be stored.

        Raises:
            CollectionNameInvalid: If no collection can have a name.
            CollectionNotFound: If there is no such collection.
            InvalidInput: If too many values are asked for.
            DatabaseUnavailable: If the database is not reachable.
        """
        collections = within.collections
        if collections:
            collections = await self._collections.execute(collections)
        return replace(
            within,
            filename=None if within.filename is None else storable(within.filename),
            collections=collections,
            metadata=asked_values(within.metadata),
        )
