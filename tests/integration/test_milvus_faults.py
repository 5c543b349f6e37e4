"""Milvus that is away, in the ways in which a server can be: slower once at most, never wrong."""

import asyncio
import logging
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest

from adapters.milvus.client import Milvus
from adapters.postgres.database import Database
from domain.errors import DistributedIndexUnavailable
from tests.e2e.command import ROOT
from tests.support.databases import DIMENSION, MODEL, connected
from tests.support.distributed import (
    DEFAULT,
    TEXTS,
    Distributed,
    contents,
    distributed,
    engine_in,
    fill,
    is_equal,
    some_chunks,
)
from tests.support.documents import unit
from tests.support.milvus import MilvusProcess
from tests.support.silent_proxy import SilentProxy, silent_proxy_to

SEARCH_SECONDS = 4.0  # of a search that finds out, with what the database takes
AT_ONCE_SECONDS = 1.0  # of the database alone, on a busy machine
BACK_SECONDS = 30.0
DOCUMENTS = 300  # several claims of a writer

pytestmark = [pytest.mark.faults, pytest.mark.at_length]

Fault = Callable[[MilvusProcess, SilentProxy], AbstractContextManager[None]]


@contextmanager
def frozen(process: MilvusProcess, _: SilentProxy) -> Iterator[None]:
    """It says nothing, with its connections open."""
    process.freeze()
    yield
    process.thaw()


@contextmanager
def killed(process: MilvusProcess, _: SilentProxy) -> Iterator[None]:
    """It is gone, and has to load its collections when it is back."""
    process.kill()
    yield
    process.start()


@contextmanager
def cut_off(_: MilvusProcess, proxy: SilentProxy) -> Iterator[None]:
    """The network swallows everything, and resets nothing."""
    with proxy.swallowing():
        yield


@pytest.fixture
def proxy(milvus_process: MilvusProcess) -> Iterator[SilentProxy]:
    with silent_proxy_to(milvus_process.port) as proxy:
        yield proxy


@pytest.fixture
async def milvus(proxy: SilentProxy) -> AsyncIterator[Milvus]:
    """A connection as patient as that of Quoth."""
    connection = Milvus(f"http://127.0.0.1:{proxy.port}")
    yield connection
    await connection.close()


@pytest.fixture
async def whole(database: Database, milvus: Milvus) -> Distributed:
    """A library, all of which is in Milvus."""
    whole = distributed(database, engine_in(milvus))
    await fill(whole.library)
    await whole.feed.execute()
    return whole


async def searched(whole: Distributed) -> tuple[set[str], float]:
    """Return what a search finds, and how long it takes."""
    started = time.monotonic()
    found = await whole.library.index.candidates("heron pump seal", unit(0), 10)
    return contents(found), time.monotonic() - started


async def recovered(milvus: Milvus) -> None:
    """Wait until Milvus is searched again."""
    async with asyncio.timeout(BACK_SECONDS):
        while True:
            try:
                return await milvus.check()
            except DistributedIndexUnavailable:
                await asyncio.sleep(0.02)


@pytest.mark.parametrize("fault", [frozen, killed, cut_off])
async def test_a_milvus_that_is_away_holds_up_no_search(
    whole: Distributed,
    milvus: Milvus,
    milvus_process: MilvusProcess,
    proxy: SilentProxy,
    caplog: pytest.LogCaptureFixture,
    *,
    fault: Fault,
) -> None:
    """Searches that find out wait some seconds, later ones not at all, until it is back.

    All find the same, and what is added meanwhile as well.
    """
    everything, _ = await searched(whole)
    await milvus.check()
    with fault(milvus_process, proxy):
        crowd = await asyncio.gather(*(searched(whole) for _ in range(20)))
        assert all(found == everything for found, _ in crowd)
        assert max(seconds for _, seconds in crowd) < SEARCH_SECONDS
        await whole.library.add("later", *some_chunks("A later heron"))
        everything.add("A later heron")
        for _ in range(4):
            await asyncio.sleep(1)  # it is tried again meanwhile
            found, seconds = await searched(whole)
            assert found == everything
            assert seconds < AT_ONCE_SECONDS
            for call in (milvus.check(), whole.feed.execute(), is_equal(whole)):
                with pytest.raises(DistributedIndexUnavailable, match="The database searches"):
                    await call
    warnings = [each for each in caplog.records if each.levelno >= logging.WARNING]
    assert len(warnings) == 1
    assert "Milvus" in warnings[0].getMessage()
    await recovered(milvus)
    await whole.feed.execute()
    assert await is_equal(whole)
    found, _ = await searched(whole)
    assert found == everything
    assert not milvus.is_away


async def test_milvus_need_not_be_there_at_the_start(
    database: Database, milvus_process: MilvusProcess
) -> None:
    """A connection that is not made is not waited for, and is made later."""
    milvus_process.freeze()
    milvus = Milvus(milvus_process.uri)
    started = time.monotonic()
    with pytest.raises(DistributedIndexUnavailable, match="Milvus"):
        await milvus.check()
    assert time.monotonic() - started < 2 * SEARCH_SECONDS  # with importing the library
    whole = distributed(database, engine_in(milvus))
    await fill(whole.library)
    found, seconds = await searched(whole)
    assert len(found) == 4
    assert seconds < AT_ONCE_SECONDS
    milvus_process.thaw()
    await recovered(milvus)
    await whole.feed.execute()
    assert await is_equal(whole)
    assert (await milvus.describe()).startswith("Milvus ")
    await milvus.close()


async def test_a_refused_request_fails_alone(whole: Distributed, milvus: Milvus) -> None:
    """A server that refuses something, such as what is gone, is not away."""
    finder, _, places = engine_in(milvus)
    name = (await whole.register.current()).name
    assert name is not None
    await searched(whole)
    await places.drop(name)
    found, seconds = await searched(whole)
    assert len(found) == 4
    assert seconds < AT_ONCE_SECONDS
    assert not finder.is_away()
    await milvus.check()
    await whole.feed.execute()  # it makes another one
    assert await is_equal(whole)


def killed_when_it_has_written(dsn: str, uri: str) -> None:
    """Let another process write into Milvus, and kill it when it has written some documents."""
    command = [sys.executable, "-m", "tests.support.feeding", dsn, uri]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as writer:  # noqa: S603 - ours
        assert writer.stdout is not None
        writer.stdout.readline()
        writer.kill()


async def test_a_writer_that_is_killed_leaves_all_to_the_next(
    postgres_dsn: str, milvus_process: MilvusProcess, milvus: Milvus
) -> None:
    """What a killed process had begun is written by another when its lease ends, once and in full.

    Meanwhile everything is found.
    """
    database = Database(pool_size=4)
    await database.open(postgres_dsn, MODEL, DIMENSION)
    whole = distributed(database, engine_in(milvus))
    for number in range(DOCUMENTS):
        await whole.library.add(f"{number}", *some_chunks(f"The heron of {number}"))
    await asyncio.to_thread(killed_when_it_has_written, postgres_dsn, milvus_process.uri)
    async with database.connection() as connection:
        waiting = await connection.fetchval("SELECT count(*) FROM index_changes")
    assert 0 < waiting < DOCUMENTS
    found = await whole.library.index.candidates("heron", unit(0), DOCUMENTS)
    assert len(contents(found)) == DOCUMENTS
    async with connected(postgres_dsn) as owner:
        await owner.execute("SET quoth.every_workspace = on")
        await owner.execute("UPDATE index_changes SET lease_expires_at = now()")
    await whole.feed.execute()
    assert await is_equal(whole)
    compared = await whole.compare.execute(DEFAULT)
    assert compared.in_library == DOCUMENTS
    await database.close()


async def test_searches_go_on_in_milvus_while_it_is_written_again(
    whole: Distributed, milvus: Milvus
) -> None:
    """Each search during a rebuild finds what has its words, and none waits for it."""
    with_words = {each for each in TEXTS if "heron" in each or "pump" in each}
    for number in range(100):
        await whole.library.add(f"more {number}", *some_chunks(f"A fish, number {number}"))
    rebuilding = asyncio.create_task(whole.rebuild.execute())
    searches = 0
    while not rebuilding.done():
        found, seconds = await searched(whole)
        assert with_words <= found
        assert seconds < SEARCH_SECONDS
        searches += 1
    await rebuilding
    assert searches > 1
    assert not milvus.is_away
    assert await is_equal(whole)
