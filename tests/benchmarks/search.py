"""Searching a large synthetic library: in the adapter, in the reference and in the server."""

import asyncio
import tempfile
import time
from pathlib import Path

from application.retrieval.retriever import POOL
from domain.retrieval.passages import SearchMode
from tests.benchmarks import reference
from tests.benchmarks.databases import Filled, filled, postgres
from tests.benchmarks.figures import Figure, p50, p95, percentiles, times
from tests.benchmarks.searching import (
    DEPTH,
    EXACT,
    WARM_UP,
    Asked,
    by_index,
    exactly,
    recall,
    timed,
)
from tests.benchmarks.sizes import Sizes
from tests.benchmarks.text import questions
from tests.e2e.process import QuothProcess
from tests.support.databases import DatabaseServer

EXACT_QUESTIONS = 100
VECTOR_P50, RECALL, TEXT_P95, SERVER_P95 = 4.0, 0.99, 20.0, 35.0

REFERENCE_ID = "SELECT id FROM reference_chunks ORDER BY embedding <=> $1 LIMIT $2"
FILL_REFERENCE = """
INSERT INTO reference_chunks (content, embedding)
SELECT content, embedding
FROM document_chunks JOIN chunk_embeddings USING (document_id, chunk_index)
"""


def run(sizes: Sizes) -> list[Figure]:
    """Fill a database and search it in every mode."""
    with postgres() as server:
        return asyncio.run(_measure(server, sizes))


async def _measure(server: DatabaseServer, sizes: Sizes) -> list[Figure]:
    async with filled(server, sizes.passages) as library:
        asked = list(library.library.questions(sizes.questions))
        figures = [
            *await _by_meaning(library, asked, f"{sizes.passages:,}"),
            *await _by_words(library, asked, f"{sizes.passages:,}"),
        ]
        seconds = await asyncio.to_thread(_over_http, library.dsn, sizes.questions)
    over_http = Figure(
        f"hybrid search in the server, embedding included, {sizes.passages:,} passages",
        percentiles(seconds),
        bar=f"≤ {SERVER_P95:.0f} ms p95",
        met=p95(seconds) <= SERVER_P95,
    )
    return [*figures, over_http]


async def _by_meaning(library: Filled, asked: Asked, passages: str) -> list[Figure]:
    ours, found = await timed(by_index(library.index, SearchMode.VECTOR), asked)
    exact = await exactly(library.connection, EXACT, asked[:EXACT_QUESTIONS])
    theirs, their_recall = await _reference(library, asked)
    ratio, our_recall = p50(theirs) / p50(ours), recall(found, exact)
    return [
        Figure(
            f"vector search, {passages} passages",
            percentiles(ours),
            percentiles(theirs),
            times(ratio),
            f"≤ {VECTOR_P50:.0f} ms p50",
            p50(ours) <= VECTOR_P50,
        ),
        Figure(
            f"vector search, recall@{DEPTH} against an exact search",
            f"{our_recall:.3f}",
            f"{their_recall:.3f}",
            times(our_recall / their_recall) if their_recall else "",
            f"≥ {RECALL}",
            our_recall >= RECALL,
        ),
    ]


async def _reference(library: Filled, asked: Asked) -> tuple[list[float], float]:
    connection = library.connection
    await reference.create_table(connection)
    # equals inserting row by row: the lists of an index are fixed when it is created
    await connection.execute(FILL_REFERENCE)
    await connection.execute("VACUUM (ANALYZE) reference_chunks")

    async def search(_: str, vector: reference.Vector) -> list[tuple[int]]:
        return [(row["id"],) for row in await reference.search(connection, vector, DEPTH)]

    seconds, found = await timed(search, asked)
    exact = await exactly(connection, REFERENCE_ID, asked[:EXACT_QUESTIONS])
    await connection.execute("DROP TABLE reference_chunks")
    return seconds, recall(found, exact)


async def _by_words(library: Filled, asked: Asked, passages: str) -> list[Figure]:
    text, _ = await timed(by_index(library.index, SearchMode.TEXT, POOL), asked)
    hybrid, _ = await timed(by_index(library.index, SearchMode.HYBRID, POOL), asked)
    return [
        Figure(
            f"text search, {passages} passages, questions of 5 to 15 words",
            percentiles(text),
            bar=f"≤ {TEXT_P95:.0f} ms p95",
            met=p95(text) <= TEXT_P95,
        ),
        Figure(f"hybrid search without the embedding, {passages} passages", percentiles(hybrid)),
    ]


def _over_http(dsn: str, count: int) -> list[float]:
    seconds = []
    with tempfile.TemporaryDirectory(prefix="quoth-bench-") as folder:
        server = QuothProcess(Path(folder) / "data", database_url=dsn)
        with server, server.client() as client:
            for question in questions(count + WARM_UP):
                started = time.perf_counter()
                client.post("/api/search/", json={"query": question}).raise_for_status()
                seconds.append(time.perf_counter() - started)
    return seconds[WARM_UP:]
