"""Writes and lists passages in Milvus."""

from collections.abc import AsyncIterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from adapters.milvus.client import WRITING_SECONDS, Milvus, Row
from adapters.milvus.collections import collections_of
from application.ports.index_entries import IndexEntries
from domain.retrieval.indexed_passages import IndexedPassage, IndexEntry, IndexPart

if TYPE_CHECKING:
    from pymilvus import MilvusClient

WINDOW_BITS = 20
"""The id of a window is the number of its passage, followed by its own number in so many bits."""

ROWS_AT_ONCE = 1_000


def part_filter(part: IndexPart) -> str:
    """Return the condition that a row is of a workspace. A UUID needs no quoting."""
    return f'workspace == "{part.workspace_id}"'


class MilvusIndexEntries(IndexEntries):
    """Writes rows by their ids: to write one again replaces it."""

    def __init__(self, milvus: Milvus) -> None:
        self._milvus = milvus

    async def put(self, part: IndexPart, passages: Sequence[IndexedPassage]) -> None:
        """Write passages. Those that are there already are replaced."""
        workspace = str(part.workspace_id)
        rows: tuple[list[Row], list[Row]] = ([], [])
        for passage in passages:
            for entry in passage.entries():
                row: Row = {"workspace": workspace, "checksum": entry.checksum}
                if entry.window is None:
                    rows[1].append({**row, "id": entry.number, "terms": dict(passage.terms)})
                else:
                    number = (entry.number << WINDOW_BITS) + entry.window
                    vector = list(passage.windows[entry.window])
                    rows[0].append({**row, "id": number, "embedding": vector})

        def put(client: "MilvusClient") -> None:
            for collection, own in zip(collections_of(part.index), rows, strict=True):
                for start in range(0, len(own), ROWS_AT_ONCE):
                    piece = own[start : start + ROWS_AT_ONCE]
                    # an insertion of a row that is there would leave both
                    client.upsert(collection, piece, timeout=WRITING_SECONDS)

        await self._milvus.call(put)

    async def remove(self, part: IndexPart, numbers: Sequence[range]) -> None:
        """Remove the passages with these numbers."""

        def remove(client: "MilvusClient") -> None:
            for collection, bits in _id_bits(part.index):
                for each in numbers:
                    condition = _of_numbers(part, each, bits)
                    self._milvus.loaded(client, collection)
                    client.delete(collection, filter=condition, timeout=WRITING_SECONDS)

        await self._milvus.call(remove)

    async def held(self, part: IndexPart, numbers: range) -> AsyncIterator[Sequence[IndexEntry]]:
        """Yield the entries of all passages with these numbers."""
        for collection, bits in _id_bits(part.index):
            rows = await self._milvus.call(partial(self._iterate, collection, part, numbers, bits))
            try:
                while piece := await self._milvus.call(partial(_next, rows)):
                    yield [_entry(row, bits) for row in piece]
            finally:
                await self._milvus.call(partial(_end, rows))

    def _iterate(
        self, collection: str, part: IndexPart, numbers: range, bits: int, client: "MilvusClient"
    ) -> Any:
        return client.query_iterator(
            self._milvus.loaded(client, collection),
            batch_size=ROWS_AT_ONCE,
            filter=_of_numbers(part, numbers, bits),
            output_fields=["id", "checksum"],
            timeout=WRITING_SECONDS,
        )


def _id_bits(index: str) -> list[tuple[str, int]]:
    """Return the collections of an index, with the bits of an id that are not the passage's."""
    return list(zip(collections_of(index), (WINDOW_BITS, 0), strict=True))


def _of_numbers(part: IndexPart, numbers: range, bits: int) -> str:
    bounds = f"id >= {numbers.start << bits} and id < {numbers.stop << bits}"
    return f"{part_filter(part)} and {bounds}"


def _next(rows: Any, _: "MilvusClient") -> Sequence[Row]:
    piece: Sequence[Row] = rows.next()
    return piece


def _end(rows: Any, _: "MilvusClient") -> None:
    rows.close()


def _entry(row: Row, bits: int) -> IndexEntry:
    window = row["id"] & ((1 << bits) - 1) if bits else None
    return IndexEntry(row["id"] >> bits, window, row["checksum"])
