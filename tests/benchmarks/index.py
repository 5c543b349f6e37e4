"""The passage index in Milvus: writing it, and searching it beside the database alone.

The Milvus is that of QUOTH_MILVUS_URI, or without it one in a file, which shows that all works and
says nothing about the speed of a cluster.
"""

import asyncio
import os
import tempfile
import time
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from adapters.milvus.client import Milvus
from adapters.milvus.collections import MilvusIndexPlaces, collections_of
from adapters.milvus.index_entries import MilvusIndexEntries
from adapters.milvus.passage_finder import MilvusPassageFinder
from adapters.postgres.database import Database
from adapters.postgres.distributed_passage_index import DistributedPassageIndex
from adapters.postgres.index_outbox import PostgresIndexOutbox
from adapters.postgres.index_register import PostgresIndexRegister
from adapters.postgres.index_source import PostgresIndexSource
from adapters.postgres.passage_index import PostgresPassageIndex
from application.indexing.feed_index import FeedIndex
from application.retrieval.retriever import POOL
from domain.retrieval.passages import SearchMode
from tests.benchmarks.databases import Filled, filled, postgres
from tests.benchmarks.figures import Figure, p50, percentiles, times
from tests.benchmarks.searching import DEPTH, EXACT, Asked, by_index, exactly, recall, timed
from tests.benchmarks.sizes import Sizes
from tests.support.databases import DatabaseServer

SAME = 0.998
EXACT_QUESTIONS = 100
NEEDED = ("pymilvus", "milvus_lite")


def run(sizes: Sizes) -> list[Figure]:
    """Write a library into Milvus and search it; nothing if the extra is not installed."""
    if any(find_spec(each) is None for each in NEEDED):
        return []
    with tempfile.TemporaryDirectory(prefix="quoth-bench-") as folder, postgres() as server:
        uri = os.environ.get("QUOTH_MILVUS_URI") or str(Path(folder) / "milvus.db")
        milvus = Milvus(uri, os.environ.get("QUOTH_MILVUS_TOKEN", ""), seconds=60.0)
        return asyncio.run(_measure(server, milvus, sizes))


async def _measure(server: DatabaseServer, milvus: Milvus, sizes: Sizes) -> list[Figure]:
    async with filled(server, sizes.passages) as library:
        database = Database()
        await database.open(library.dsn)
        places, register = MilvusIndexPlaces(milvus), PostgresIndexRegister(database)
        source, outbox = PostgresIndexSource(database), PostgresIndexOutbox(database)
        feed = FeedIndex(register, outbox, source, places, MilvusIndexEntries(milvus))
        try:
            started = time.perf_counter()
            await feed.execute()
            seconds = time.perf_counter() - started
            # a Milvus in a file indexes what is flushed, and compares the rest one by one
            for collection in collections_of(str((await register.current()).name)):
                await milvus.call(partial(_flush, collection))
            index = DistributedPassageIndex(database, MilvusPassageFinder(milvus), patience=60.0)
            asked = list(library.library.questions(sizes.questions))
            figures = [
                Figure(
                    f"writing {sizes.passages:,} passages into Milvus",
                    f"{sizes.passages / seconds:,.0f} passages/s",
                )
            ]
            compared = [
                await _compared(library, index, asked, mode, sizes.passages) for mode in SearchMode
            ]
            return [*figures, *compared, *await _exactness(library, index, database, asked)]
        finally:
            if name := (await register.current()).name:
                await places.drop(name)
            await milvus.close()
            await database.close()


def _flush(collection: str, client: Any) -> None:
    client.flush(collection)


async def _compared(
    library: Filled, index: DistributedPassageIndex, asked: Asked, mode: SearchMode, passages: int
) -> Figure:
    ours, _ = await timed(by_index(index, mode, POOL), asked)
    theirs, _ = await timed(by_index(library.index, mode, POOL), asked)
    return Figure(
        f"{mode} search in Milvus beside the database alone, {passages:,} passages",
        percentiles(ours),
        percentiles(theirs),
        times(p50(theirs) / p50(ours)),
    )


async def _exactness(
    library: Filled, index: DistributedPassageIndex, database: Database, asked: Asked
) -> list[Figure]:
    """Return which share of what is best is found, against searches that look at everything."""
    asked = asked[:EXACT_QUESTIONS]
    every_posting = PostgresPassageIndex(database, 10**9)
    _, near = await timed(by_index(index, SearchMode.VECTOR), asked)
    _, wordy = await timed(by_index(index, SearchMode.TEXT), asked)
    _, wordiest = await timed(by_index(every_posting, SearchMode.TEXT), asked)
    nearest = await exactly(library.connection, EXACT, asked)
    # no passage has a word of some questions
    worded = [(some, best) for some, best in zip(wordy, wordiest, strict=True) if best]
    by_words = recall([some for some, _ in worded], [best for _, best in worded])
    return [
        Figure(
            f"{what} search in Milvus, recall@{DEPTH} against an exact search",
            f"{share:.4f}",
            bar=f"≥ {SAME}",
            met=share >= SAME,
        )
        for what, share in (("vector", recall(near, nearest)), ("text", by_words))
    ]
