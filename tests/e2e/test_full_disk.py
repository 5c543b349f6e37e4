"""A server whose disk fills up, loses its database and gets space again."""

import json
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import psutil
import pytest

from tests.e2e.conversation import create_session, upload
from tests.e2e.process import QuothProcess
from tests.support.databases import temporary_directory
from tests.support.small_disks import fill, make_space, small_disk

RECOVERY_SECONDS = 10.0


@pytest.fixture
def disk() -> Iterator[Path]:
    with small_disk(700) as disk:  # more than the reserve of the database
        yield disk


@pytest.fixture
def server(disk: Path) -> Iterator[QuothProcess]:
    # its console is not on the full disk
    with (
        temporary_directory() as elsewhere,
        QuothProcess(disk / "data", output=elsewhere / "server.out", chat_rate_limit=0) as server,
    ):
        yield server


def upload_something(client: httpx.Client, name: str) -> httpx.Response:
    return client.post("/api/document/", files={"file": (name, f"The text of {name}.".encode())})


def assert_nothing_is_stored(client: httpx.Client, session: str) -> None:
    """Check that each change is refused as 507, and that health says why."""
    question = {"session_id": session, "message": "Where do the ferries go?"}
    for refused in (
        upload_something(client, "new.txt"),
        client.post("/api/session/create/"),
        client.post("/api/chat/", json=question),
    ):
        assert (refused.status_code, refused.json()["code"]) == (507, "insufficient_storage")
    health = client.get("/api/health/")
    assert (health.status_code, health.json()["status"]) == (503, "unhealthy")
    assert "disk" in health.json()["database"]


def wait_until_stored(client: httpx.Client, name: str) -> None:
    """Upload until it succeeds, which has to be soon."""
    deadline = time.monotonic() + RECOVERY_SECONDS
    while (response := upload_something(client, name)).status_code != 201:
        assert time.monotonic() < deadline, response.text
        time.sleep(0.2)


def test_a_full_disk_stops_changes_and_nothing_else(server: QuothProcess, disk: Path) -> None:
    """Changes are refused, reading goes on, the log stays whole, and space is enough to recover."""
    with server.client() as client:
        upload(client, "The ferries go to the island.", "ferries.txt")
        session = create_session(client)
        fill(disk)
        assert_nothing_is_stored(client, session)
        for _ in range(50):
            found = client.post("/api/search/", json={"query": "ferries"})
            assert len(found.json()["passages"]) == 1
        make_space(disk)
        wait_until_stored(client, "after.txt")
        health = client.get("/api/health/")
        assert health.status_code == 200, health.text

        fill(disk)
        pid = (disk / "data" / "postgres" / "postmaster.pid").read_text().split("\n")[0]
        psutil.Process(int(pid)).kill()
        while client.get("/api/document/").status_code == 200:
            pass
        assert_nothing_is_stored(client, session)
        make_space(disk)
        wait_until_stored(client, "again.txt")
        assert client.get("/api/health/").status_code == 200
        assert len(client.get("/api/document/").json()["items"]) == 3
    assert "Traceback" not in server.output
    assert server.output.count("the disk of the database is full") == 1
    for line in (disk / "data" / "logs" / "quoth.log").read_text().splitlines():
        json.loads(line)
