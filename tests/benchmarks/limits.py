"""How many requests several processes count for the rate limits, in PostgreSQL and in Valkey."""

import asyncio
import multiprocessing
import random
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier

import numpy as np

from adapters.in_memory_rate_limiter import InMemoryRateLimiter
from adapters.postgres.database import Database
from adapters.postgres.rate_limiter import PostgresRateLimiter
from adapters.valkey.rate_limiter import ValkeyRateLimiter
from application.access.acting import acting_as
from application.ports.rate_limiter import RateLimiter
from domain.access.principal import LOCAL_USER
from domain.limits.rate_limit import Limited, RateLimit
from tests.benchmarks.databases import DIMENSION, postgres
from tests.benchmarks.figures import Figure, p50, percentiles
from tests.benchmarks.sizes import Sizes
from tests.support.databases import MODEL, DatabaseServer
from tests.support.valkey_server import ValkeyProcess, connected

PROCESSES = 3
AT_ONCE = 2  # requests of each process at the same time
CLIENTS = 500
EACH = 8  # requests of each client to each process: a few more than are admitted
LIMIT = RateLimit(Limited.QUESTIONS, 20, 3600)
ADMITTED = CLIENTS * min(LIMIT.most, PROCESSES * EACH)
CHECKS_A_SECOND = 5_000
MEDIAN_MS = 1.0


@dataclass(frozen=True, slots=True)
class Counted:
    """How many requests one process admitted, and how long each check and all of them took."""

    admitted: int
    checks: Sequence[float]
    seconds: float


def run(sizes: Sizes) -> list[Figure]:
    """Let three processes count in each, in turns."""
    valkey = ValkeyProcess()
    valkey.start()
    turns: dict[str, list[list[Counted]]] = {"PostgreSQL": [], "Valkey": []}
    try:
        with postgres() as server:
            for _ in range(sizes.rounds):
                turns["PostgreSQL"].append(asyncio.run(_in_new_database(server)))
                valkey.forget()
                turns["Valkey"].append(_together("Valkey", valkey.url))
    finally:
        valkey.remove()
    return [figure for store, rounds in turns.items() for figure in _figures(store, rounds)]


def _figures(store: str, rounds: Sequence[Sequence[Counted]]) -> list[Figure]:
    what = f"limits in {store}, {PROCESSES} processes"
    rates = [
        sum(len(each.checks) for each in counted) / max(each.seconds for each in counted)
        for counted in rounds
    ]
    admitted = [sum(each.admitted for each in counted) for counted in rounds]
    checks = [seconds for counted in rounds for each in counted for seconds in each.checks]
    rate = float(np.median(rates))
    exact = set(admitted) == {ADMITTED}
    return [
        Figure(
            f"{what}, checks a second",
            f"{rate:,.0f}",
            bar=f"≥ {CHECKS_A_SECOND:,}",
            met=rate >= CHECKS_A_SECOND,
        ),
        Figure(
            f"{what}, {AT_ONCE} checks of each at once",
            percentiles(checks),
            bar=f"p50 ≤ {MEDIAN_MS:.0f} ms",
            met=p50(checks) <= MEDIAN_MS,
        ),
        Figure(
            f"{what}, admitted of {len(checks) // len(rounds):,}",
            ", ".join(f"{each:,}" for each in sorted(set(admitted))),
            bar=f"{ADMITTED:,} in each round",
            met=exact,
        ),
    ]


async def _in_new_database(server: DatabaseServer) -> list[Counted]:
    async with server.empty_database() as dsn:
        database = Database()
        await database.open(dsn, MODEL, DIMENSION)
        await database.close()
        return await asyncio.to_thread(_together, "PostgreSQL", dsn)


def _together(store: str, address: str) -> list[Counted]:
    context = multiprocessing.get_context("spawn")
    barrier = context.Barrier(PROCESSES)
    results: Queue[Counted] = context.Queue()
    processes = [
        context.Process(target=_process, args=(store, address, number, barrier, results))
        for number in range(PROCESSES)
    ]
    for process in processes:
        process.start()
    counted = [results.get(timeout=300) for _ in processes]
    for process in processes:
        process.join()
    return counted


def _process(
    store: str, address: str, number: int, barrier: Barrier, results: "Queue[Counted]"
) -> None:
    with acting_as(LOCAL_USER):
        results.put(asyncio.run(_count(store, address, number, barrier)))


async def _count(store: str, address: str, number: int, barrier: Barrier) -> Counted:
    requests = [f"client {each}" for each in range(CLIENTS)] * EACH
    random.Random(number).shuffle(requests)  # noqa: S311 - an order
    waiting = iter(requests)
    checks: list[float] = []
    admitted = 0

    async def send(limiter: RateLimiter) -> None:
        nonlocal admitted
        for client in waiting:
            began = time.perf_counter()
            allowance = await limiter.hit(LIMIT, client)
            checks.append(time.perf_counter() - began)
            admitted += allowance.admitted

    async with _limiter(store, address) as limiter:
        await asyncio.gather(*(limiter.hit(LIMIT, f"warm up {each}") for each in range(AT_ONCE)))
        barrier.wait()
        began = time.perf_counter()
        await asyncio.gather(*(send(limiter) for _ in range(AT_ONCE)))
        return Counted(admitted, checks, time.perf_counter() - began)


@asynccontextmanager
async def _limiter(store: str, address: str) -> AsyncIterator[RateLimiter]:
    if store == "Valkey":
        async with connected(address) as valkey:
            # what it counts instead is too much, and seen in the figures
            yield ValkeyRateLimiter(valkey, InMemoryRateLimiter())
        return
    database = Database(pool_size=AT_ONCE)
    await database.open(address, MODEL, DIMENSION)
    try:
        yield PostgresRateLimiter(database)
    finally:
        await database.close()
