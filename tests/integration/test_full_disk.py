"""PostgreSQL on a disk that is really full, and its end and return there."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from adapters.disk_upload_files import DiskUploadFiles
from adapters.embedded_postgres import EmbeddedPostgres
from adapters.postgres import storage_guard
from adapters.postgres.database import Database
from domain.errors import DatabaseUnavailable, InsufficientStorage, Misconfigured
from domain.paging import PageRequest
from tests.contracts.stores import Library, library_in
from tests.support.databases import DIMENSION, FAST, MODEL
from tests.support.documents import embedded, unit
from tests.support.small_disks import fill, make_space, read_only, small_disk


@dataclass
class SmallServer:
    """A server on a small disk, and a database on it that does not know the free space."""

    disk: Path
    server: EmbeddedPostgres
    database: Database
    library: Library

    def kill(self) -> None:
        """End the server at once, as the system does when it runs out of memory."""
        pid_file = self.disk / "data" / "postgres" / "postmaster.pid"
        server = psutil.Process(int(pid_file.read_text().split("\n")[0]))
        ending = [server, *server.children()]
        server.kill()
        psutil.wait_procs(ending)

    async def claim_all(self) -> None:
        """Claim documents until there is no space for another one."""
        for number in range(1000):
            await self.library.claim(f"{number} " * 200_000)


@pytest.fixture
async def small() -> AsyncIterator[SmallServer]:
    with small_disk(300) as disk:
        # as durable as for users: the server is killed
        server = EmbeddedPostgres(disk / "data")
        database = Database()
        await database.open(await asyncio.to_thread(server.start), MODEL, DIMENSION)
        try:
            yield SmallServer(disk, server, database, library_in(database))
        finally:
            await database.close()
            await asyncio.to_thread(server.stop)


async def test_a_change_without_space_is_refused_and_reading_goes_on(
    small: SmallServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What PostgreSQL has no space for is insufficient storage, and not an outage."""
    document = await small.library.add("kept", embedded(0, "kept", unit(0)))
    fill(small.disk)
    with pytest.raises(InsufficientStorage):
        await small.claim_all()
    with pytest.raises(InsufficientStorage):  # health remembers it for a while
        await small.database.check()
    assert await small.library.catalog.get(document.id) == document
    assert len(await small.library.nearest(unit(0), 1)) == 1
    make_space(small.disk)
    monkeypatch.setattr(storage_guard, "REFUSED_SECONDS", 0.0)
    await small.database.check()
    assert (await small.library.claim("after")).granted


async def test_a_server_that_ends_on_a_full_disk_comes_back_with_the_space(
    small: SmallServer,
) -> None:
    """Reviving it may fail while the disk is full, loses nothing, and succeeds afterwards."""
    document = await small.library.add("kept", embedded(0, "kept", unit(0)))
    assert small.server.revive() is False
    fill(small.disk)
    small.kill()
    fill(small.disk)  # what the server has left
    with pytest.raises(DatabaseUnavailable):
        await small.library.catalog.list(PageRequest())
    # whether it needs space to start depends on its write-ahead log
    with suppress(Misconfigured):
        await asyncio.to_thread(small.server.revive)
    make_space(small.disk)
    await asyncio.to_thread(small.server.revive)
    assert await small.library.catalog.get(document.id) == document


async def test_a_disk_that_becomes_read_only_is_told_and_recovered_from(
    small: SmallServer,
) -> None:
    """Neither the database nor an upload is written; with a writable disk both go on, whole."""
    document = await small.library.add("kept", embedded(0, "kept", unit(0)))
    uploads = DiskUploadFiles(small.disk / "uploads")
    async with uploads.new():
        pass
    small.kill()
    with read_only(small.disk):
        with pytest.raises(InsufficientStorage, match="is read-only"):
            async with uploads.new():
                pass
        with pytest.raises(DatabaseUnavailable):
            await small.library.catalog.list(PageRequest())
        with pytest.raises(Misconfigured, match="Read-only"):
            await asyncio.to_thread(small.server.revive)
    await asyncio.to_thread(small.server.revive)
    assert await small.library.catalog.get(document.id) == document
    assert (await small.library.claim("after")).granted
    async with uploads.new():
        pass


async def test_the_reserve_is_measured_on_the_disk_of_the_data(data_dir: Path) -> None:
    """The free space is that of the data directory's disk, which has to exist."""
    server = EmbeddedPostgres(data_dir / "data", options=FAST)
    with pytest.raises(OSError, match="No such file"):
        server.free_bytes()
    (data_dir / "data").mkdir()
    assert server.free_bytes() > 0
