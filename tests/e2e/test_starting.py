"""A server that listens before it is ready."""

import time
from pathlib import Path

import httpx
import pytest

from entrypoints.running_server import FILE_NAME, announced_server
from tests.e2e.process import START_SECONDS, QuothProcess, database_processes, free_port


def test_a_server_that_still_waits_for_its_database_says_that_it_is_starting(
    data_dir: Path,
) -> None:
    """It listens, answers that it is starting instead of an error, and can be stopped."""
    nowhere = f"postgresql://u:secret@127.0.0.1:{free_port()}/d"
    server = QuothProcess(data_dir / "data", database_url=nowhere)
    server.spawn()
    with server.client() as client:
        deadline = time.monotonic() + START_SECONDS
        while "is listening on" not in server.output:
            assert time.monotonic() < deadline
            time.sleep(0.1)
        health = client.get("/api/health/")
        assert (health.status_code, health.json()["status"]) == (503, "starting")
        refused: httpx.Response = client.get("/api/session/")
        assert (refused.status_code, refused.json()["code"]) == (503, "starting")
        assert client.get("/api/health/live/").status_code == 200
        assert client.get("/").status_code == 200
    assert f"Quoth is listening on {server.base_url} and starting…" in server.output
    assert "is ready" not in server.output
    assert server.stop() == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no full device")
def test_output_that_nobody_can_store_stops_no_server(data_dir: Path) -> None:
    """With its output on a device without space, the server serves all the same."""
    nowhere = f"postgresql://u:secret@127.0.0.1:{free_port()}/d"
    server = QuothProcess(data_dir / "data", output=Path("/dev/full"), database_url=nowhere)
    server.spawn()
    with server.client(transport=httpx.HTTPTransport(retries=10)) as client:
        assert client.get("/api/health/").json()["status"] == "starting"
    server.stop()


def test_a_server_is_small_and_takes_its_database_with_it(data_dir: Path) -> None:
    """With its default models loaded and nothing asked, a server has at most 700 MiB.

    Ctrl-C ends it with status 0, and neither a database server nor its address is left behind.
    """
    with QuothProcess(data_dir, fresh=True) as server:
        assert server.memory <= 700
        assert database_processes(data_dir)
        found = announced_server(data_dir, "")
        assert found is not None
        assert found.address == server.base_url
        assert server.stop() == 0
    assert not database_processes(data_dir)
    assert not (data_dir / FILE_NAME).exists()
