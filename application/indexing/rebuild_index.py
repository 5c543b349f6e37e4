"""Writing the whole library into the distributed index again."""

from collections.abc import Callable
from itertools import count, groupby

from application.indexing.compare_index import CompareIndex
from application.indexing.feed_index import FeedIndex
from application.ports.index_entries import IndexEntries
from application.ports.index_register import IndexRegister
from application.ports.workspaces import Workspaces
from domain.retrieval.indexed_passages import IndexPart


class RebuildIndex:
    """Writes every passage into its place, while the index is searched, then removes the rest."""

    def __init__(
        self,
        register: IndexRegister,
        feed: FeedIndex,
        compare: CompareIndex,
        entries: IndexEntries,
        workspaces: Workspaces,
    ) -> None:
        self._register = register
        self._feed = feed
        self._compare = compare
        self._entries = entries
        self._workspaces = workspaces

    async def execute(self, on_written: Callable[[int], None] = lambda _: None) -> int:
        """Write everything again. Interrupted, it is gone on with by whoever works off changes.

        Args:
            on_written: Called with the number of documents that were just written.

        Returns:
            How many passages were removed that the library does not have.

        Raises:
            DistributedIndexUnavailable: If the index does not answer; changes wait for it.
            DatabaseUnavailable: If the database is not reachable.
        """
        await self._register.request_everything()
        await self._feed.execute(on_written)
        removed = 0
        for workspace in await self._workspaces.list():
            left_over = (await self._compare.execute(workspace.workspace_id)).left_over
            index = (await self._register.current()).name
            if left_over and index:
                part = IndexPart(index, workspace.workspace_id)
                await self._entries.remove(part, _ranges(left_over))
                removed += len(left_over)
        return removed


def _ranges(numbers: list[int]) -> list[range]:
    """Return ascending numbers as ranges of those that follow each other."""
    places = count()
    groups = (list(own) for _, own in groupby(numbers, key=lambda each: each - next(places)))
    return [range(own[0], own[-1] + 1) for own in groups]
