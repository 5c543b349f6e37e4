"""Naming the collections that a client means by names and ids."""

from collections.abc import Collection

from application.ports.collection_catalog import CollectionCatalog
from domain.documents.collection import collection_id, collection_name
from domain.errors import CollectionNotFound


class NameCollections:
    """Turns names and ids of collections into their names."""

    def __init__(self, catalog: CollectionCatalog) -> None:
        self._catalog = catalog

    async def execute(
        self, references: Collection[str], *, may_be_new: bool = False
    ) -> tuple[str, ...]:
        """Return the names of the collections, sorted.

        Args:
            references: Names and ids.
            may_be_new: Whether a name may be that of a collection that there is not yet.

        Raises:
            CollectionNameInvalid: If no collection can have a name.
            CollectionNotFound: If there is no collection with an id, or with a name that may not be
                new. A typing error would otherwise read as documents that say nothing.
            DatabaseUnavailable: If the database is not reachable.
        """
        asked = [
            str(collection_id(each) or collection_name(each)) for each in dict.fromkeys(references)
        ]
        new = {each for each in asked if may_be_new and not collection_id(each)}
        sought = [each for each in asked if each not in new]
        known = await self._catalog.names(sought) if sought else {}
        for reference in sought:
            if reference not in known:
                raise CollectionNotFound(f"There is no collection {reference!r}.")
        return tuple(sorted({*new, *known.values()}))
