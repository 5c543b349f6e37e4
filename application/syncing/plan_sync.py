"""Planning a sync: what has to be done to make a collection equal to a source."""

from collections.abc import Sequence
from dataclasses import dataclass

from application.ports.document_source import DocumentSource
from application.ports.sync_items import SyncItems
from domain.errors import SyncRefused
from domain.syncing.plan import SyncPlan, plan_sync


@dataclass(frozen=True, slots=True)
class SyncRequest:
    """A collection to make equal to a source.

    Attributes:
        collection: The name of the collection, as `collection_name` returns it.
        source: The source.
        prune: Whether documents are deleted whose items the source no longer has.
        retry: Whether items that could not become documents are tried again.
        dry_run: Whether nothing is stored, and only told what would be done.
    """

    collection: str
    source: DocumentSource
    prune: bool = False
    retry: bool = False
    dry_run: bool = False


class PlanSync:
    """Compares a source with what is remembered of its collection. Nothing is stored."""

    def __init__(self, items: SyncItems, suffixes: Sequence[str]) -> None:
        """Create the use case.

        Args:
            items: What is remembered.
            suffixes: The endings of the names that are read, in lower case.
        """
        self._items = items
        self._suffixes = suffixes

    async def execute(self, request: SyncRequest) -> SyncPlan:
        """Return what has to be done.

        Raises:
            SyncRefused: If pruning would leave nothing.
            SourceUnavailable: If the source cannot be listed.
            DatabaseUnavailable: If the database is not reachable.
        """
        listing = await request.source.list()
        remembered = await self._items.of(request.collection)
        plan = plan_sync(listing, remembered, self._suffixes, retry=request.retry)
        kept = plan.unchanged or plan.failed_before or plan.candidates
        if request.prune and not kept and any(each.document_id for each in plan.missing):
            raise SyncRefused(
                "The source has no documents any more, so nothing was deleted: it may not be"
                " where it was. If the collection is to be empty, delete its documents instead."
            )
        return plan
