"""Ingesting real text over HTTP: throughput, the embedding's share of the time, and memory.

The embedding alone is measured in the same run, before and after, on every 20th chunk. Its time
divided by the whole also shows work that overlaps the embedding but slows it down.
"""

import asyncio
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import asyncpg
import psutil
from pgvector.asyncpg import register_vector

from entrypoints.commands.ingest import FILES_AT_ONCE
from tests.benchmarks.beside import Beside, the_reference
from tests.benchmarks.databases import postgres
from tests.benchmarks.figures import Figure, times
from tests.benchmarks.products import loaded
from tests.benchmarks.reference import create_table
from tests.benchmarks.sizes import Sizes
from tests.benchmarks.text import real_text
from tests.e2e.conversation import upload
from tests.e2e.process import QuothProcess
from tests.support.databases import DatabaseServer

DOCUMENTS, FIRST = 20, 4
EVERY = 20
REFERENCE_SHARE = 0.03  # of the text; its rate is constant
EMBEDDING_SHARE, MEMORY_GROWTH = 0.95, 1.1
PATIENCE = 1800.0  # seconds for one upload


@dataclass
class Memory:
    """The highest resident memory of a process since the last reset, in bytes."""

    peak: int = 0
    done: threading.Event = field(default_factory=threading.Event)

    def watch(self, pid: int) -> None:
        """Sample a process until `done` is set."""
        process = psutil.Process(pid)
        while not self.done.wait(0.1):
            self.peak = max(self.peak, process.memory_info().rss)


def run(sizes: Sizes) -> list[Figure]:
    """Upload the text as twenty documents, as many concurrently as `quoth ingest` does."""
    size = sizes.megabytes / DOCUMENTS
    documents = [real_text(size, skip=number * size) for number in range(DOCUMENTS)]
    text = "".join(documents)
    before = asyncio.run(_embedding_seconds(text))
    with tempfile.TemporaryDirectory(prefix="quoth-bench-") as folder:
        server = QuothProcess(Path(folder) / "data", max_upload_bytes=20_000_000)
        with server, server.client() as client, _watched(server.pid) as memory:
            client.timeout = PATIENCE
            upload(client, real_text(0.01, skip=sizes.megabytes), "first.md")
            started = time.perf_counter()
            with ThreadPoolExecutor(FILES_AT_ONCE) as clients:

                def send(numbers: range) -> None:
                    list(clients.map(lambda n: upload(client, documents[n], f"{n}.md"), numbers))

                send(range(FIRST))
                peak, memory.peak = memory.peak, 0
                send(range(FIRST, DOCUMENTS))
            seconds = time.perf_counter() - started
            growth = max(memory.peak, peak) / peak
    embedding = (before + asyncio.run(_embedding_seconds(text))) / 2
    return [
        *_rates(text, seconds, _reference_rate(text)),
        Figure(
            "ingest, share of the time that the embedding takes alone",
            f"{embedding / seconds:.0%}",
            bar=f"≥ {EMBEDDING_SHARE:.0%}",
            met=embedding / seconds >= EMBEDDING_SHARE,
        ),
        Figure(
            "ingest, memory: all of it beside its first fifth",
            f"{max(memory.peak, peak) / 1e6:,.0f} MB beside {peak / 1e6:,.0f} MB",
            ratio=times(growth),
            bar=f"flat (≤ × {MEMORY_GROWTH})",
            met=growth <= MEMORY_GROWTH,
        ),
    ]


def _rates(text: str, seconds: float, reference: float) -> list[Figure]:
    megabytes = len(text.encode()) / 1e6
    rate = megabytes / seconds
    return [
        Figure(
            f"ingest of {megabytes:.1f} MB, end to end",
            f"{rate:.3f} MB/s",
            f"{reference:.3f} MB/s",
            times(rate / reference),
        )
    ]


@contextmanager
def _watched(pid: int) -> Iterator[Memory]:
    memory = Memory()
    thread = threading.Thread(target=memory.watch, args=(pid,))
    thread.start()
    try:
        yield memory
    finally:
        memory.done.set()
        thread.join()


async def _embedding_seconds(text: str) -> float:
    """Estimate the seconds to embed all chunks from every 20th of them."""
    async with loaded() as products:
        chunks = await products.split(text)
        sample: Sequence[str] = chunks[::EVERY]
        await products.embedder.embed_passages(sample[:8])
        started = time.perf_counter()
        await products.embedder.embed_passages(sample)
        return (time.perf_counter() - started) * len(chunks) / len(sample)


def _reference_rate(text: str) -> float:
    """Estimate the megabytes per second of the reference from the beginning of the text."""
    beginning = text[: int(len(text) * REFERENCE_SHARE)]
    with postgres() as server, Beside() as beside:
        seconds = beside.run(_reference_seconds, server, beginning)
    return len(beginning.encode()) / 1e6 / seconds


def _reference_seconds(server: DatabaseServer, text: str) -> float:
    async def ingest() -> float:
        the_reference().embed(["warm up"])
        async with server.empty_database() as dsn:
            connection = await asyncpg.connect(dsn)
            await create_table(connection)
            await register_vector(connection)
            started = time.perf_counter()
            await the_reference().ingest(connection, text)
            seconds = time.perf_counter() - started
            await connection.close()
        return seconds

    return asyncio.run(ingest())
