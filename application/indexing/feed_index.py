"""Writing into the distributed index what changed in the library."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from uuid import UUID, uuid4

from application.access.acting import acting_as
from application.ports.index_entries import IndexEntries
from application.ports.index_outbox import IndexChange, IndexOutbox
from application.ports.index_places import IndexPlaces
from application.ports.index_register import IndexRegister, RegisteredIndex
from application.ports.index_source import IndexSource
from domain.access.principal import worker_in
from domain.errors import DistributedIndexUnavailable, Unavailable
from domain.retrieval.indexed_passages import IndexedPassage, IndexPart

CHANGES_AT_ONCE = 64
PASSAGES_AT_ONCE = 256  # are written together, some megabytes


class FeedIndex:
    """Writes the changes that are due, each at least once, and those of a document in their order.

    A change does not say what to do. What the library has when it is worked off is written: so it
    may be written twice, and a process that ends in the middle leaves it to the next.
    """

    def __init__(
        self,
        register: IndexRegister,
        outbox: IndexOutbox,
        source: IndexSource,
        places: IndexPlaces,
        entries: IndexEntries,
    ) -> None:
        self._register = register
        self._outbox = outbox
        self._source = source
        self._places = places
        self._entries = entries

    async def execute(self, on_written: Callable[[int], None] = lambda _: None) -> None:
        """Write what is due in all workspaces.

        An index is made if there is none, if it is gone, or if it is of another embedding model.

        Args:
            on_written: Called with the number of changes that were just written.

        Raises:
            DistributedIndexUnavailable: If the index does not answer; changes wait for it.
            DatabaseUnavailable: If the database is not reachable.
            ExceptionGroup: If some workspaces could not be written. The others are.
        """
        await self._make_index()
        failures: list[Exception] = []
        for workspace_id in await self._outbox.due():
            try:
                await self._write_due(workspace_id, on_written)
            except Unavailable:
                raise
            except Exception as exc:  # noqa: BLE001 - the other workspaces do not wait for this one
                exc.add_note(f"in the workspace {workspace_id}")
                failures.append(exc)
        if failures:
            raise ExceptionGroup("what is due was not written everywhere", failures)

    async def _write_due(self, workspace_id: UUID, on_written: Callable[[int], None]) -> None:
        with acting_as(worker_in(workspace_id)):
            await self._source.refresh()
            while changes := await self._outbox.claim(CHANGES_AT_ONCE):
                try:
                    await self._write(workspace_id, changes)
                except BaseException:
                    with suppress(Unavailable):  # their leases end by themselves
                        await self._outbox.release(changes)
                    raise
                await self._outbox.end(changes)
                on_written(len(changes))

    async def _make_index(self) -> None:
        held = await self._register.current()
        is_current = held.name is not None and held.model == held.live_model
        if is_current and await self._places.exists(str(held.name)):
            return
        name = f"quoth_{uuid4().hex[:16]}"
        await self._places.create(name, held.dimension)
        if not await self._register.replace(held.name, name, held.live_model):
            await self._places.drop(name)  # another process was faster
        elif held.name is not None:
            await self._places.drop(held.name)

    async def _write(self, workspace_id: UUID, changes: Sequence[IndexChange]) -> None:
        # read after the claim: a new index that comes later makes every change due again
        held = await self._register.current()
        part, model = _part_of(held, workspace_id)
        waiting: list[IndexedPassage] = []
        gone: list[range] = []
        for change in changes:
            is_there = False
            async for passages in self._source.passages(change.numbers, model):
                is_there = True
                waiting += passages
                if len(waiting) >= PASSAGES_AT_ONCE:
                    await self._entries.put(part, waiting)
                    waiting = []
            if change.numbers and not is_there:
                gone.append(change.numbers)
        if waiting:
            await self._entries.put(part, waiting)
        if gone:
            await self._entries.remove(part, gone)


def _part_of(held: RegisteredIndex, workspace_id: UUID) -> tuple[IndexPart, str]:
    if held.name is None or held.model is None:  # the library was restored just now
        raise DistributedIndexUnavailable
    return IndexPart(held.name, workspace_id), held.model
