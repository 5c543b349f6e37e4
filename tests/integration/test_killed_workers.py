"""Workers that are killed or stopped at any moment: nothing is lost, doubled or half there."""

import asyncio
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest

from adapters.postgres.database import Database
from domain.documents.jobs import MAX_ATTEMPTS
from tests.e2e.command import ROOT
from tests.fakes.embedder import FakeEmbedder
from tests.support.databases import DatabaseServer
from tests.support.documents import a_document
from tests.support.durable_work import DIMENSION, Work, content_of, work_on
from tests.support.silent_proxy import silent_proxy
from tests.support.uploads import a_file, an_upload

KILLS = int(os.environ.get("TEST_KILLS", "4"))
DOCUMENTS = 4
SECONDS = 60.0


def text_of(number: int) -> str:
    """Return a text of 200 paragraphs, each of which is in no other place."""
    paragraphs = (
        " ".join(f"d{number}p{paragraph}w{word}" for word in range(16)) for paragraph in range(200)
    )
    return "\n\n".join(paragraphs)


pytestmark = pytest.mark.faults


@pytest.fixture
async def dsn(embedded_server: DatabaseServer) -> AsyncIterator[str]:
    async with embedded_server.migrated_database(DIMENSION) as dsn:
        yield dsn


@pytest.fixture
async def database(dsn: str) -> AsyncIterator[Database]:
    opened = Database(pool_size=4)
    await opened.open(dsn)
    yield opened
    await opened.close()


@contextmanager
def worker(dsn: str, record: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A worker in a process of its own, killed at the end of the block."""
    command = [sys.executable, "-m", "tests.support.durable_work"]
    process = subprocess.Popen(  # noqa: S603 - our own command
        [*command, dsn, str(record)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


async def undisturbed(database: Database, tmp_path: Path) -> list[str]:
    """Return what becomes of each text without any disturbance; nothing of it is left."""
    work = work_on(database, _embedder(), tmp_path / "uploads")
    digests = []
    for number in range(DOCUMENTS):
        ingested = await work.ingest.execute(an_upload("a.txt", text_of(number).encode()))
        digests.append((await content_of(database, ingested.document.id))[0])
    async with database.owner() as connection:
        await connection.execute("TRUNCATE documents CASCADE")
    return digests


def _embedder() -> FakeEmbedder:
    return FakeEmbedder(DIMENSION)


async def queued(work: Work, number: int) -> UUID:
    text = text_of(number)
    document = a_document(text, filename=f"{number}.txt")
    return (await work.jobs.enqueue(document, a_file(text.encode()))).id


async def expire_leases(database: Database) -> None:
    """Let the leases of killed workers end now, and not in 30 seconds."""
    async with database.connection() as connection:
        await connection.execute(
            "UPDATE document_jobs SET lease_expires_at = clock_timestamp(), attempts = 1"
            " WHERE lease IS NOT NULL"
        )


async def vectors_are_written(database: Database) -> bool:
    """Return whether a transaction that has not ended writes vectors."""
    async with database.connection() as connection:
        found: bool = await connection.fetchval(
            "SELECT EXISTS (SELECT FROM pg_locks WHERE mode = 'RowExclusiveLock'"
            " AND relation = 'chunk_embeddings'::regclass)"
        )
    return found


async def check_nothing_is_half_there(database: Database) -> int:
    """Check that only processed documents have chunks and words, and return how many there are."""
    async with database.connection() as connection:
        assert not await connection.fetchval(
            "SELECT count(*) FROM document_chunks JOIN documents ON id = document_id"
            " WHERE status <> 'processed'"
        )
        assert not await connection.fetchval(
            "SELECT count(*) FROM documents WHERE (status = 'processed')"
            " = EXISTS (SELECT FROM document_jobs WHERE document_id = id)"
        )
        processed: int = await connection.fetchval(
            "SELECT count(*) FROM documents WHERE status = 'processed'"
        )
    return processed


async def until_processed(database: Database, count: int) -> None:
    """Wait until so many documents are processed."""
    deadline = time.monotonic() + SECONDS
    while await check_nothing_is_half_there(database) < count:
        assert time.monotonic() < deadline, "not all is processed in time"
        await asyncio.sleep(0.05)


async def until_there_are_no_jobs(database: Database) -> None:
    """Wait until all work is done."""
    deadline = time.monotonic() + SECONDS
    async with database.connection() as connection:
        while await connection.fetchval("SELECT count(*) FROM document_jobs"):
            assert time.monotonic() < deadline, "not all is done in time"
            await asyncio.sleep(0.05)


@pytest.mark.timeout(3600)
async def test_workers_can_be_killed_at_any_moment(
    database: Database, dsn: str, tmp_path: Path
) -> None:
    """After each kill the next worker goes on, and in the end all is as without any.

    Each kill costs at most one embedding of what its worker had in work.
    """
    expected = await undisturbed(database, tmp_path)
    moments = random.Random(KILLS)  # noqa: S311 - the same moments each time
    work, record, kills = work_on(database, _embedder(), tmp_path), tmp_path / "embedded.txt", 0
    while kills < KILLS:
        record.write_text("")
        ids = [await queued(work, number) for number in range(DOCUMENTS)]
        round_kills = 0
        while kills < KILLS and await check_nothing_is_half_there(database) < DOCUMENTS:
            with worker(dsn, record) as process:
                begun = len(record.read_text())
                while len(record.read_text()) == begun:
                    await asyncio.sleep(0.01)
                    if await check_nothing_is_half_there(database) == DOCUMENTS:
                        break
                await asyncio.sleep(moments.uniform(0.0, 0.6))
                process.send_signal(signal.SIGKILL)
                process.wait()
            kills += 1
            round_kills += 1
            await expire_leases(database)
        with worker(dsn, record):
            await until_processed(database, DOCUMENTS)
        assert [(await content_of(database, each))[0] for each in ids] == expected
        counts = Counter(record.read_text().splitlines())
        assert max(counts.values()) <= 1 + round_kills
        async with database.owner() as connection:
            await connection.execute("TRUNCATE documents CASCADE")


@pytest.mark.timeout(3600)
async def test_a_version_is_whole_whenever_its_worker_is_killed(
    database: Database, dsn: str, tmp_path: Path
) -> None:
    """Readers have one version whole, the earlier or the later one, and in the end the later."""
    expected = await undisturbed(database, tmp_path)
    moments = random.Random(KILLS)  # noqa: S311 - the same moments each time
    work, record = work_on(database, _embedder(), tmp_path), tmp_path / "embedded.txt"
    record.write_text("")

    async def version_in_place() -> int:
        """Return the version that readers have, which is whole."""
        async with database.connection() as connection:
            row = await connection.fetchrow("SELECT id, version, status, content FROM documents")
        number = row["version"] % DOCUMENTS
        assert (row["status"], row["content"]) == ("processed", text_of(number))
        assert (await content_of(database, row["id"]))[0] == expected[number]
        return int(row["version"])

    async def put(version: int) -> None:
        text = text_of(version % DOCUMENTS)
        named = replace(a_document(text, filename="a.txt"), external_id="a.txt")
        await work.jobs.enqueue(named, a_file(text.encode()))

    await put(1)
    with worker(dsn, record):
        await until_processed(database, 1)
    for version in range(2, 2 + max(2, KILLS // 8)):
        await put(version)
        with worker(dsn, record):
            begun = len(record.read_text())
            while len(record.read_text()) == begun:  # noqa: ASYNC110 - another process
                await asyncio.sleep(0.01)
            await asyncio.sleep(moments.uniform(0.0, 0.6))
        assert await version_in_place() in (version - 1, version)
        await expire_leases(database)
        with worker(dsn, record):
            await until_there_are_no_jobs(database)
        assert await version_in_place() == version


async def test_a_worker_that_was_stopped_stores_nothing_when_it_wakes_up(
    database: Database, dsn: str, tmp_path: Path
) -> None:
    """A worker whose job was taken over while it was frozen changes nothing of the result."""
    [expected, *_] = await undisturbed(database, tmp_path)
    work = work_on(database, _embedder(), tmp_path)
    first, second = tmp_path / "first.txt", tmp_path / "second.txt"
    first.write_text("")
    second.write_text("")
    with worker(dsn, first) as frozen:
        document_id = await queued(work, 0)
        while not first.read_text():  # noqa: ASYNC110 - another process
            await asyncio.sleep(0.005)
        frozen.send_signal(signal.SIGSTOP)
        await expire_leases(database)
        with worker(dsn, second):
            await until_processed(database, 1)
            done = await content_of(database, document_id)
            frozen.send_signal(signal.SIGCONT)
            # it goes on, finds its lease lost, and takes the next job
            other = await queued(work, 1)
            await until_processed(database, 2)
    assert done[:2] == (expected, "processed")
    assert await content_of(database, document_id) == done
    assert (await content_of(database, other))[1] == "processed"


@pytest.mark.parametrize("stores", [False, True])
async def test_a_worker_that_was_cut_off_stores_nothing_when_it_is_back(
    database: Database, dsn: str, tmp_path: Path, stores: bool
) -> None:
    """A network swallows all that it says: another worker takes over, and its result stays.

    That holds while it embeds, and while it stores, whose locks end with its session.
    """
    [expected, *_] = await undisturbed(database, tmp_path)
    work = work_on(database, _embedder(), tmp_path)
    first, second = tmp_path / "first.txt", tmp_path / "second.txt"
    first.write_text("")
    second.write_text("")
    with silent_proxy(dsn) as proxy, worker(proxy.dsn, first) as cut_off:
        document_id = await queued(work, 0)
        while not first.read_text() or (stores and not await vectors_are_written(database)):  # noqa: ASYNC110 - another process writes
            await asyncio.sleep(0.002)
        with proxy.swallowing():
            proxy.end_sessions()
            await expire_leases(database)
            with worker(dsn, second):
                await until_processed(database, 1)
                done = await content_of(database, document_id)
        # it goes on, finds its lease lost, and takes the next job
        other = await queued(work, 1)
        await until_processed(database, 2)
        assert cut_off.poll() is None
    assert done[:2] == (expected, "processed")
    assert await content_of(database, document_id) == done
    assert (await content_of(database, other))[1] == "processed"


async def test_a_file_that_ends_its_worker_each_time_is_given_up(
    database: Database, tmp_path: Path
) -> None:
    """A job that was begun five times and killed each time has failed, and others go on."""
    work = work_on(database, _embedder(), tmp_path)
    document_id = await queued(work, 0)
    for _ in range(MAX_ATTEMPTS):
        assert await work.jobs.claim_next() is not None  # a worker that is killed right after
        async with database.connection() as connection:
            await connection.execute("UPDATE document_jobs SET lease_expires_at = now()")
    assert await work.jobs.claim_next() is None
    async with database.connection() as connection:
        row = await connection.fetchrow("SELECT state, error_code FROM document_jobs")
    assert tuple(row) == ("failed", "processing_cut_off")
    assert (await content_of(database, document_id))[2] == 0
