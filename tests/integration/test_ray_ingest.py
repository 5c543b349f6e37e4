"""Ingesting on a real Ray cluster of three nodes, of which one is killed."""

import os
from collections.abc import AsyncIterator, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from adapters.disk_upload_files import DiskUploadFiles
from adapters.postgres.database import Database
from adapters.postgres.idempotency_keys import PostgresIdempotencyKeys
from adapters.postgres.stored_contents import PostgresStoredContents
from adapters.ray_data.upload_preparer import RayUploadPreparer
from application.documents.ingest_in_bulk import (
    BulkFile,
    BulkRequest,
    BulkResult,
    IngestInBulk,
)
from application.documents.queue_upload import QueueUpload
from tests.e2e.command import SOURCES
from tests.fakes.embedder import FakeEmbedder
from tests.fakes.text_extractor import DirectTextExtractor
from tests.support.databases import DatabaseServer
from tests.support.durable_work import DIMENSION, content_of, work_on
from tests.support.preparing import check_preparer
from tests.support.uploads import an_upload

DOCUMENTS = int(os.environ.get("TEST_RAY_DOCUMENTS", "150"))
BEFORE_THE_KILL = 20

pytestmark = [
    pytest.mark.faults,
    pytest.mark.at_length,  # three nodes are some twenty processes
    pytest.mark.timeout(900),
    pytest.mark.skipif(find_spec("ray") is None, reason="Ray is not installed: extra `ray`"),
    pytest.mark.filterwarnings("ignore::Warning"),  # those of Ray are not ours
]


@pytest.fixture
async def database(embedded_server: DatabaseServer) -> AsyncIterator[Database]:
    async with embedded_server.database(DIMENSION) as database:
        yield database


@pytest.fixture
def cluster(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Three nodes of one core: with actors of whole cores, those that read would wait for ever."""
    from tests.support.ray_nodes import PATIENT, nodes_of

    for name, value in {**PATIENT, "PYTHONPATH": SOURCES}.items():
        monkeypatch.setenv(name, value)
    with nodes_of([1, 1, 1]) as cluster:
        yield cluster


def files_in(folder: Path, count: int) -> list[BulkFile]:
    """Write files of three chunks, and return them."""
    folder.mkdir()
    for number in range(count):
        words = " ".join(f"d{number}w{word}" for word in range(48))
        (folder / f"{number:04}.txt").write_text(words)
    return [BulkFile(path, path.name) for path in sorted(folder.iterdir())]


async def test_a_killed_node_costs_no_document(
    embedded_server: DatabaseServer, database: Database, cluster: Any, tmp_path: Path
) -> None:
    """With a node killed in the middle, every document is stored once, as an upload stores it.

    A file that cannot be read and one that no node sees fail alone. A second run prepares nothing,
    so it needs no cluster.
    """
    from tests.support.ray_nodes import light_cluster

    embedder = FakeEmbedder(DIMENSION)
    work = work_on(database, embedder, tmp_path / "driver")
    queue = QueueUpload(
        DirectTextExtractor(), PostgresIdempotencyKeys(database), work.jobs, 10_000_000
    )

    def bulk(address: str) -> IngestInBulk:
        return IngestInBulk(
            RayUploadPreparer(light_cluster(address, tmp_path / "node")),
            PostgresStoredContents(database),
            work.ingest,
            queue,
            DiskUploadFiles(tmp_path / "driver"),
        )

    files = files_in(tmp_path / "files", DOCUMENTS)
    binary = tmp_path / "binary.txt"
    binary.write_bytes(b"\x89PNG\r\n\x1a\n")
    results: list[BulkResult] = []
    victim = cluster.list_all_nodes()[-1]

    def report(result: BulkResult) -> None:
        results.append(result)
        if len(results) == BEFORE_THE_KILL:
            cluster.remove_node(victim, allow_graceful=False)  # kill -9

    request = BulkRequest([*files, BulkFile(binary, "binary.txt")], report)
    await bulk(cluster.address).execute(request)
    became = {each.file.name: each for each in results}
    assert len(results) == len(became) == DOCUMENTS + 1
    assert "PNG" in became.pop("binary.txt").failure
    assert all(each.created for each in became.values())
    assert embedder.passages == []  # nothing was embedded where it was stored

    async with embedded_server.database(DIMENSION) as other:
        ordinary = work_on(other, FakeEmbedder(DIMENSION), tmp_path / "other").ingest
        for file in (files[0], files[-1]):
            document = became[file.name].document
            uploaded = await ordinary.execute(an_upload(file.name, file.path.read_bytes()))
            assert document is not None
            assert await content_of(database, document.id) == await content_of(
                other, uploaded.document.id
            )
    async with database.connection() as connection:
        rows = await connection.fetch(
            "SELECT status, count(*) AS n FROM documents_as_read GROUP BY status"
        )
    assert [tuple(row) for row in rows] == [("processed", DOCUMENTS)]

    results.clear()
    await bulk("127.0.0.1:1").execute(BulkRequest(files, results.append))
    assert len(results) == DOCUMENTS
    assert not any(each.created for each in results)


async def test_a_cluster_keeps_the_contract(cluster: Any, tmp_path: Path) -> None:
    """Uploads have their text and vectors; what cannot be read has none, what is gone a reason."""
    from tests.support.ray_nodes import light_cluster

    await check_preparer(RayUploadPreparer(light_cluster(cluster.address, tmp_path)))
