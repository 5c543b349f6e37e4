"""Other indexes of the vectors beside Quoth's own: of bits, with rescoring, and in partitions.

    python -m tests.benchmarks.vector_indexes
    python -m tests.benchmarks.vector_indexes 20000

Prints two tables; ADR 0074 says what follows from them.
"""

import asyncio
import json
import sys
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

import asyncpg
import numpy as np
from pgvector.asyncpg import register_vector

from adapters.postgres.nearest_chunks import SCAN_WIDTH, SMALL_SHARE, WIDEST_SCAN
from tests.benchmarks.databases import DIMENSION, postgres
from tests.benchmarks.figures import machine, p50, p95
from tests.benchmarks.library import PASSAGES_PER_DOCUMENT, SyntheticLibrary, copy_arrays, halfvec
from tests.benchmarks.searching import DEPTH, Asked, Found, exactly, recall, timed

PASSAGES, QUESTIONS, EXPLAINED = 200_000, 100, 20
CANDIDATES = (100, 200, 400, 800)
PARTITIONS = 16
# of all rows, the first workspace has the rest
SHARES = {2: 0.12, 3: 0.08, 4: 0.06, 5: 0.04, 6: 0.02, 7: 0.01}
LARGEST = 1 - sum(SHARES.values())

TABLE = f"""
CREATE TABLE {{name}} (workspace int NOT NULL, document int, chunk int,
                       embedding halfvec({DIMENSION}))
"""
INDEX = "USING hnsw (embedding halfvec_cosine_ops) WITH (ef_construction = 128)"
BITS = f"""
USING hnsw ((binary_quantize(embedding)::bit({DIMENSION})) bit_hamming_ops)
WITH (ef_construction = 128)
"""
ALL = "SELECT document, chunk FROM together ORDER BY embedding <=> $1 LIMIT $2"
# as in nearest_windows of search.sql, the planner does not know the workspace
OF_WORKSPACE = """
SELECT document, chunk FROM {table}
WHERE workspace = current_setting('quoth.workspace')::int ORDER BY embedding <=> $1 LIMIT $2
"""
BY_BITS = f"""
SELECT document, chunk FROM (
    SELECT document, chunk, embedding FROM together
    ORDER BY binary_quantize(embedding)::bit({DIMENSION})
             <~> binary_quantize($1::halfvec({DIMENSION})) LIMIT {{candidates}}
) AS candidate ORDER BY embedding <=> $1 LIMIT $2
"""  # noqa: S608 - our own numbers


@dataclass(frozen=True, slots=True)
class Measured:
    """What searches by vector find, the seconds that they take, and the pages that they read."""

    recall: float
    p50: float
    p95: float
    pages: float

    def cells(self) -> str:
        """Return the results as cells of a Markdown table."""
        return f"{self.recall:.4f} | {self.p50:.1f} / {self.p95:.1f} ms | {self.pages:,.0f}"


async def measure(passages: int) -> None:
    """Fill tables with vectors and search them by each index."""
    with postgres() as server:
        async with server.empty_database() as dsn, _connected(dsn) as connection:
            library = SyntheticLibrary(DIMENSION)
            asked = list(library.questions(QUESTIONS))
            await _fill(connection, library, passages)
            await _quantised(connection, asked)
            await _partitioned(connection, asked)


@asynccontextmanager
async def _connected(dsn: str) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(dsn)
    try:
        await connection.execute("CREATE EXTENSION vector; SET jit = off")
        await register_vector(connection)
        await connection.execute(
            "SET hnsw.iterative_scan = relaxed_order; SET maintenance_work_mem = '2GB';"
            # only what is not indexed may be compared
            "SET random_page_cost = 1"
        )
        yield connection
    finally:
        await connection.close()


async def _fill(connection: asyncpg.Connection, library: SyntheticLibrary, passages: int) -> None:
    documents = -(-passages // PASSAGES_PER_DOCUMENT)
    bounds = np.cumsum([LARGEST, *SHARES.values()]) * documents
    await connection.execute(TABLE.format(name="together"))
    for number in range(documents):
        rows = np.arange(PASSAGES_PER_DOCUMENT)
        workspace = int(np.searchsorted(bounds, number, side="right")) + 1
        await copy_arrays(
            connection,
            "together",
            workspace=np.full(len(rows), workspace, ">i4"),
            document=np.full(len(rows), number, ">i4"),
            chunk=rows.astype(">i4"),
            embedding=halfvec(library.vectors_of(number)),
        )
    await connection.execute("CREATE INDEX ON together (workspace)")


async def _quantised(connection: asyncpg.Connection, asked: Asked) -> None:
    """Compare the index with one of bits, whose candidates are sorted by their full vectors."""
    exact = await exactly(connection, ALL, asked)
    _say("| index | built in | size | recall@10 | p50 / p95 | pages read |")
    _say("| --- | --- | --- | --- | --- | --- |")
    built = await _built(connection, "together", "in_bits", BITS)
    for candidates in CANDIDATES:
        await connection.execute(f"SET hnsw.ef_search = {max(candidates, SCAN_WIDTH)}")
        found = await _searched(connection, BY_BITS.format(candidates=candidates), asked, exact)
        _say(f"| bits, {candidates} rescored | {built} | {found.cells()} |")
    await connection.execute("DROP INDEX in_bits")
    built = await _built(connection, "together", "in_full", INDEX)
    await connection.execute(f"SET hnsw.ef_search = {SCAN_WIDTH}")
    found = await _searched(connection, ALL, asked, exact)
    _say(f"| halfvec | {built} | {found.cells()} |")


async def _partitioned(connection: asyncpg.Connection, asked: Asked) -> None:
    """Compare one table of all workspaces with one that is partitioned by them."""
    await connection.execute(f"{TABLE.format(name='apart')} PARTITION BY HASH (workspace)")
    for number in range(PARTITIONS):
        await connection.execute(
            f"CREATE TABLE apart_{number} PARTITION OF apart"
            f" FOR VALUES WITH (MODULUS {PARTITIONS}, REMAINDER {number})"
        )
    await connection.execute("INSERT INTO apart SELECT * FROM together")
    await connection.execute(f"CREATE INDEX ON apart {INDEX}")
    await connection.execute("VACUUM (ANALYZE)")
    together, apart = (OF_WORKSPACE.format(table=name) for name in ("together", "apart"))
    _say("\n| share of the workspace | table | how | recall@10 | p50 / p95 | pages read |")
    _say("| --- | --- | --- | --- | --- | --- |")
    for workspace, share in {1: LARGEST, **SHARES}.items():
        await connection.execute(f"SET quoth.workspace = {workspace}")
        exact = await exactly(connection, together, asked)
        how = "compared"
        if share > SMALL_SHARE:
            width = min(WIDEST_SCAN, round(SCAN_WIDTH / share))
            how = f"index, {width} wide"
            await connection.execute(f"SET hnsw.ef_search = {width}; SET enable_sort = off")
        else:
            await connection.execute("DROP INDEX IF EXISTS in_full")
        found = await _searched(connection, together, asked, exact)
        _say(f"| {share:.0%} | one | {how} | {found.cells()} |")
        await connection.execute(f"SET hnsw.ef_search = {SCAN_WIDTH}; SET enable_sort = off")
        found = await _searched(connection, apart, asked, exact)
        _say(f"| {share:.0%} | {PARTITIONS} | index, {SCAN_WIDTH} wide | {found.cells()} |")
        await connection.execute("RESET enable_sort")


async def _built(connection: asyncpg.Connection, table: str, name: str, definition: str) -> str:
    """Create an index, and return the cells of how long it took and how large it is."""
    started = time.perf_counter()
    await connection.execute(f"CREATE INDEX {name} ON {table} {definition}")
    seconds = time.perf_counter() - started
    await connection.execute("VACUUM (ANALYZE)")
    size = await connection.fetchval("SELECT pg_relation_size($1::regclass)", name)
    return f"{seconds:.0f} s | {size / 1e6:,.0f} MB"


async def _searched(
    connection: asyncpg.Connection, query: str, asked: Asked, exact: Sequence[Found]
) -> Measured:
    async def search(_: str, vector: object) -> Found:
        return [tuple(row) for row in await connection.fetch(query, vector, DEPTH)]

    seconds, found = await timed(search, asked)
    pages = [await _pages(connection, query, vector) for _, vector in asked[:EXPLAINED]]
    return Measured(recall(found, exact), p50(seconds), p95(seconds), sum(pages) / len(pages))


async def _pages(connection: asyncpg.Connection, query: str, vector: object) -> int:
    """Return how often a search reads a page, from memory or not."""
    explained = f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {query}"
    plan = json.loads(await connection.fetchval(explained, vector, DEPTH))[0]["Plan"]
    return int(plan["Shared Hit Blocks"]) + int(plan["Shared Read Blocks"])


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    _say(f"{machine()}\n")
    asyncio.run(measure(int(sys.argv[1]) if sys.argv[1:] else PASSAGES))
