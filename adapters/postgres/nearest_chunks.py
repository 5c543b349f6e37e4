"""Finds the chunks nearest to a vector, by an index of all workspaces or by comparing vectors."""

from typing import TypeAlias
from uuid import UUID

import asyncpg
from pgvector import HalfVector

from adapters.postgres.filters import Conditions
from adapters.postgres.queries import QUERIES

SCAN_WIDTH, WIDEST_SCAN = 150, 1_000  # hnsw.ef_search for the whole index, and its maximum
SMALL_SHARE = 0.05  # of the index, up to which chunks are compared without it
WINDOWS_PER_CHUNK = 3  # first guess of how many windows must be read to find one more chunk

Key: TypeAlias = tuple[UUID, int]
"""A chunk: the id of its document and its index in the document."""


async def nearest_chunks(
    connection: asyncpg.Connection,
    vector: HalfVector,
    limit: int,
    conditions: Conditions,
    exact_chunks: int,
) -> list[Key]:
    """Return the chunks of the workspace whose best window is nearest to a vector, nearest first.

    Args:
        connection: A connection in a transaction.
        vector: The vector.
        limit: The number of chunks.
        conditions: The arguments of the SQL function `documents_within`; none for all documents.
        exact_chunks: The most chunks that are compared without the index, if others are in it.
    """
    query, exact = "nearest_windows", "nearest_chunks"
    if conditions:
        query, exact = "nearest_windows_within", "nearest_chunks_within"
    counted = await connection.fetchrow(
        QUERIES["chunks_within" if conditions else "chunks_in_workspace"], *conditions
    )
    if not conditions and counted["unreadable"]:
        exact = "nearest_readable_chunks"
    share = _share(counted, exact_chunks, filtered=bool(conditions))
    if share is not None:
        if share < 1.0:
            width = min(WIDEST_SCAN, round(SCAN_WIDTH / share))
            await connection.execute(QUERIES["widen_scan"], str(width))
        found = await _by_index(connection, query, vector, limit, conditions)
        if len(found) == limit:
            return found
    # few chunks to compare, or the index scan met too many deleted rows and stopped early
    await connection.execute(QUERIES["plan_for_values"])
    rows = await connection.fetch(QUERIES[exact], vector, limit, *conditions)
    return [key_of(row) for row in rows]


def key_of(row: asyncpg.Record) -> Key:
    """Return the chunk that a row is of."""
    return row["document_id"], row["chunk_index"]


def _share(counted: asyncpg.Record, exact_chunks: int, *, filtered: bool) -> float | None:
    """Return the share of the index that may be found; None if that is better compared.

    The index is that of all workspaces and of all groups. A scan finds what it passes by, and too
    little of the nearest of a small share.
    """
    chunks, everywhere = int(counted["chunks"]), int(counted["everywhere"])
    if not filtered:
        chunks -= int(counted["unreadable"])
        if chunks >= everywhere:
            return 1.0
    if chunks <= max(exact_chunks, SMALL_SHARE * everywhere):
        return None
    return min(1.0, chunks / everywhere)


async def _by_index(
    connection: asyncpg.Connection,
    query: str,
    vector: HalfVector,
    limit: int,
    conditions: Conditions,
) -> list[Key]:
    """Return the chunks that the index finds, nearest first; fewer if its scan stops early."""
    window_limit = limit * WINDOWS_PER_CHUNK
    while True:
        rows = await connection.fetch(QUERIES[query], vector, window_limit, *conditions)
        # rows are nearest first, so the first window of a chunk is its best
        found = list(dict.fromkeys(key_of(row) for row in rows))
        if len(found) >= limit or len(rows) < window_limit:
            return found[:limit]
        window_limit *= 4
