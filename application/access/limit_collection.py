"""Use case: limit a collection and its documents to groups."""

from collections.abc import Iterable
from uuid import UUID

from application.access.acting import acting_principal
from application.ports.collection_catalog import CollectionCatalog
from application.ports.reading_limits import ReadingLimits
from domain.access.groups import checked_groups
from domain.documents.collection import Collection
from domain.errors import NotAllowed


class LimitCollection:
    """Decides which groups may read a collection and its documents."""

    def __init__(self, limits: ReadingLimits, collections: CollectionCatalog) -> None:
        self._limits = limits
        self._collections = collections

    async def execute(self, collection_id: UUID, groups: Iterable[str]) -> Collection:
        """Limit a collection to groups, and return it. Without any, lift its limit.

        Raises:
            NotAllowed: If who acts does not read all; nothing was changed.
            GroupsInvalid: If a group cannot have its name; nothing was changed.
            CollectionNotFound: If there is none with this id.
            DatabaseUnavailable: If the database is not reachable; nothing was changed.
            OutcomeUnknown: If the connection was lost while the change was being stored.
        """
        if not acting_principal().reads_all:
            raise NotAllowed
        await self._limits.limit_collection(collection_id, checked_groups(groups))
        return await self._collections.get(collection_id)
