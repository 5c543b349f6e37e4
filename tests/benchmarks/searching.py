"""Timing of searches, and their recall against an exact search."""

import time
from collections.abc import Awaitable, Callable, Hashable, Sequence
from typing import TypeAlias

import asyncpg
import numpy as np
import numpy.typing as npt

from application.ports.passage_index import PassageIndex
from domain.retrieval.passages import SearchMode

DEPTH = 10
WARM_UP = 10

Vector: TypeAlias = npt.NDArray[np.float32]
Asked: TypeAlias = Sequence[tuple[str, Vector]]
Found: TypeAlias = Sequence[Hashable]
Search: TypeAlias = Callable[[str, Vector], Awaitable[Found]]

EXACT = "SELECT document_id, chunk_index FROM chunk_embeddings ORDER BY embedding <=> $1 LIMIT $2"


async def timed(search: Search, asked: Asked) -> tuple[list[float], list[Found]]:
    """Return the seconds and the result of each search, after a warm-up."""
    for text, vector in asked[:WARM_UP]:
        await search(text, vector)
    seconds, found = [], []
    for text, vector in asked:
        started = time.perf_counter()
        found.append(await search(text, vector))
        seconds.append(time.perf_counter() - started)
    return seconds, found


def by_index(index: PassageIndex, mode: SearchMode, limit: int = DEPTH) -> Search:
    """Return a search in Quoth's index, with up to `limit` candidates from each half."""

    async def search(text: str, vector: Vector) -> Found:
        candidates = await index.candidates(text, vector.tolist(), limit, mode)
        passages = [each.passage for each in candidates.items]
        return [(passage.place.document_id, passage.chunk_index) for passage in passages]

    return search


async def exactly(connection: asyncpg.Connection, query: str, asked: Asked) -> list[Found]:
    """Return the nearest of all rows, found by a query without an index."""
    await connection.execute("SET enable_indexscan = off")
    found: list[Found] = []
    for _, vector in asked:
        rows = await connection.fetch(query, vector, DEPTH)
        found.append([tuple(row) for row in rows])
    await connection.execute("RESET enable_indexscan")
    return found


def recall(found: Sequence[Found], exact: Sequence[Found]) -> float:
    """Return the mean share of the exact results that were found."""
    pairs = zip(found, exact, strict=False)
    return float(np.mean([len({*some} & {*all_}) / len(all_) for some, all_ in pairs]))
