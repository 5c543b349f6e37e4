"""`quoth worker` and `quoth jobs` beside a server that leaves the queue to them."""

import signal
import time

import httpx
import pytest

from tests.e2e.command import Command, quoth
from tests.e2e.process import QuothProcess
from tests.support.databases import temporary_directory

SECONDS = 240.0


def until(client: httpx.Client, document_id: str, status: str) -> None:
    """Wait until a document has this status."""
    deadline = time.monotonic() + SECONDS
    while client.get(f"/api/document/{document_id}/").json()["status"] != status:
        assert time.monotonic() < deadline, f"the document is not {status} in time"
        time.sleep(0.2)


@pytest.mark.timeout(600)
def test_a_worker_works_for_a_server_that_does_not() -> None:
    """Documents wait until a worker runs, can be cancelled and retried; SIGTERM ends it well."""
    with (
        temporary_directory() as folder,
        QuothProcess(folder / "data", worker_places=0) as server,
        server.client() as client,
    ):
        files = {"file": ("heron.txt", b"The heron nests in the old mill.")}
        answer = client.post("/api/document/", files=files, params={"wait": "false"})
        assert answer.status_code == 202
        document_id = answer.json()["document_id"]
        worker_env = {**server.env, "QUOTH_WORKER_PLACES": "2"}

        def jobs(*arguments: str) -> str:
            done = quoth("jobs", *arguments, env=server.env, cwd=folder)
            assert done.returncode == 0, done.stderr
            return done.stdout

        assert "pending" in jobs("list")
        assert "cancelled: heron.txt" in jobs("cancel", "heron.txt")
        until(client, document_id, "cancelled")
        assert "heron.txt" in jobs("retry", document_id)
        until(client, document_id, "pending")
        output = folder / "worker.out"
        worker = Command("worker", env=worker_env, cwd=folder, output=output, errors=output)
        try:
            until(client, document_id, "processed")
            worker.send_signal(signal.SIGTERM)
            assert worker.wait(60) == 0
        finally:
            worker.kill()
        assert jobs("list") == ""
