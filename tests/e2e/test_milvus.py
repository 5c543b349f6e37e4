"""One whole server whose passages Milvus finds, here in a file, and the commands for its index."""

import asyncio
import importlib.util
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import httpx
import pytest

from tests.e2e.command import quoth
from tests.e2e.conversation import ask, create_session, text_of, upload
from tests.e2e.process import QuothProcess
from tests.e2e.replicas import database_in
from tests.support.databases import temporary_directory

HERON, MILL = "The heron nests in the old mill.", "The ferry leaves at nine in the morning."
WRITTEN_SECONDS = 120.0
EMPTIED = """
import sys
from pymilvus import MilvusClient
client = MilvusClient(sys.argv[1])
for name in client.list_collections():
    client.load_collection(name)
    client.delete(name, filter="id >= 0")
client.close()
"""

pytestmark = [
    pytest.mark.at_length,
    pytest.mark.timeout(900),
    pytest.mark.skipif(
        not all(map(importlib.util.find_spec, ("pymilvus", "milvus_lite"))),
        reason="not installed: pip install 'quoth[milvus]' milvus-lite",
    ),
]


@dataclass
class Site:
    """A server, its database, and the file of Milvus, which one process at a time can open."""

    folder: Path
    database: str
    server: QuothProcess

    @property
    def file(self) -> str:
        """The file of Milvus."""
        return self.server.env["QUOTH_MILVUS_URI"]

    def wait_until_written(self) -> None:
        """Wait until Milvus has everything that changed."""
        deadline = time.monotonic() + WRITTEN_SECONDS
        while asyncio.run(changes_in(self.database)):
            assert time.monotonic() < deadline, self.server.output
            time.sleep(0.2)

    def quoth(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a command while the server does not."""
        return quoth(*arguments, env=self.server.env, cwd=self.folder)


async def changes_in(database: str) -> int:
    connection = await asyncpg.connect(database)
    try:
        return int(await connection.fetchval("SELECT count(*) FROM index_changes"))
    finally:
        await connection.close()


@pytest.fixture
def site() -> Iterator[Site]:
    with temporary_directory() as folder, database_in(folder) as url:
        server = QuothProcess(
            folder / "data", database_url=url, milvus_uri=str(folder / "milvus.db")
        )
        yield Site(folder, url, server)


def found(client: httpx.Client) -> list[str]:
    """Return the files of the passages that a search finds."""
    response = client.post("/api/search/", json={"query": "heron"}).raise_for_status()
    return [each["filename"] for each in response.json()["passages"]]


def test_a_library_is_searched_compared_and_rebuilt_in_milvus(site: Site) -> None:
    """Milvus gets what is added and deleted, decides what is found, and is put in order again.

    The names of the files are words of no question: the database finds those.
    """
    with site.server, site.server.client() as client:
        upload(client, HERON, "one.txt")
        ferry = upload(client, MILL, "two.txt")["document_id"]
        assert "one.txt" in found(client)  # whether it is written yet or not
        site.wait_until_written()
        assert client.get("/api/health/").json()["milvus"] == "connected"
        assert sorted(found(client)) == ["one.txt", "two.txt"]
        client.delete(f"/api/document/{ferry}/").raise_for_status()
        assert found(client) == ["one.txt"]
        site.wait_until_written()
        answer = [*ask(client, create_session(client), "Where does the heron nest?")]
        assert HERON in text_of(answer)
    compared = site.quoth("index", "verify")
    assert compared.returncode == 0, compared.stdout + compared.stderr
    assert "equal. Library: 1 passage" in compared.stdout

    subprocess.run([sys.executable, "-c", EMPTIED, site.file], check=True)  # noqa: S603 - our own
    compared = site.quoth("index", "verify")
    assert compared.returncode == 1, compared.stdout + compared.stderr
    assert "one.txt: 1 missing" in compared.stdout
    with site.server, site.server.client() as client:
        assert found(client) == []  # so it is Milvus that is asked

    rebuilt = site.quoth("index", "rebuild")
    assert rebuilt.returncode == 0, rebuilt.stdout + rebuilt.stderr
    assert site.quoth("index", "verify").returncode == 0
    assert "✓ milvus: Milvus" in site.quoth("doctor").stdout
    with site.server, site.server.client() as client:
        assert found(client) == ["one.txt"]
        assert "Traceback" not in site.server.output
