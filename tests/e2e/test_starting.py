"""A server that listens before it is ready."""

import time
from pathlib import Path

import httpx

from tests.e2e.process import START_SECONDS, QuothProcess, free_port


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
