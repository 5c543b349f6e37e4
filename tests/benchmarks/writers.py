"""How much faster several processes store documents than one, given their vectors."""

import asyncio
import multiprocessing
import os
import time
from multiprocessing.synchronize import Barrier

import numpy as np

from adapters.postgres.database import Database
from application.access.acting import acting_as
from domain.access.principal import LOCAL_USER
from tests.benchmarks.databases import DIMENSION, postgres
from tests.benchmarks.figures import Figure, times
from tests.benchmarks.library import SyntheticLibrary
from tests.benchmarks.sizes import Sizes
from tests.contracts.stores import library_in
from tests.support.databases import MODEL, DatabaseServer
from tests.support.documents import embedded

WRITERS = 8
DOCUMENTS = 12  # of each writer
CHUNKS = 30
RATIO = 4.0


def run(sizes: Sizes) -> list[Figure]:
    """Let one writer and eight take turns, each turn on an empty database."""
    with postgres() as server:
        turns = [[_rate(server, writers) for writers in (1, WRITERS)] for _ in range(sizes.rounds)]
    one, many = np.median(turns, axis=0)
    return [
        Figure(
            f"storing documents of {CHUNKS} chunks, {WRITERS} writers on {os.cpu_count()} cores",
            f"{many:.0f} chunks/s",
            f"{one:.0f} chunks/s by one",
            times(many / one),
            f"≥ {times(RATIO)}",
            bool(many / one >= RATIO),
        )
    ]


def _rate(server: DatabaseServer, writers: int) -> float:
    """Return how many chunks a second some writers store together."""

    async def store() -> float:
        async with server.empty_database() as dsn:
            database = Database()
            await database.open(dsn, MODEL, DIMENSION)
            await database.close()
            return await asyncio.to_thread(_together, dsn, writers)

    return asyncio.run(store())


def _together(dsn: str, writers: int) -> float:
    context = multiprocessing.get_context("spawn")
    barrier = context.Barrier(writers + 1)
    processes = [
        context.Process(target=_write, args=(dsn, number, barrier)) for number in range(writers)
    ]
    for process in processes:
        process.start()
    barrier.wait()
    started = time.perf_counter()
    for process in processes:
        process.join()
    seconds = time.perf_counter() - started
    if any(process.exitcode for process in processes):
        raise RuntimeError("a writer failed")
    return writers * DOCUMENTS * CHUNKS / seconds


def _write(dsn: str, writer: int, barrier: Barrier) -> None:
    made = SyntheticLibrary(DIMENSION, seed=writer).questions(DOCUMENTS * CHUNKS, 180, 180)
    chunks = [
        embedded(number % CHUNKS, text, tuple(vector.tolist()))
        for number, (text, vector) in enumerate(made)
    ]

    async def store() -> None:
        database = Database(pool_size=2)
        await database.open(dsn, MODEL, DIMENSION)
        library = library_in(database)
        barrier.wait()
        for number in range(DOCUMENTS):
            own = chunks[number * CHUNKS : (number + 1) * CHUNKS]
            await library.add(f"{writer} {number}", *own, language="en")
        await database.close()

    with acting_as(LOCAL_USER):
        asyncio.run(store())
