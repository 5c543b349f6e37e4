"""`quoth ray-ingest` as it is run: real nodes that read files and embed with the real model."""

import json
import os
import signal
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import httpx
import pytest

from tests.e2e.command import ROOT
from tests.e2e.conversation import upload
from tests.e2e.process import QuothProcess
from tests.support.databases import temporary_directory
from tests.support.ray_nodes import PATIENT

FILES = 40
SECONDS = 600.0
QUESTION = "Which year did the mill of valley 17 close?"

pytestmark = [
    pytest.mark.faults,
    pytest.mark.at_length,  # a cluster is some ten processes
    pytest.mark.timeout(1800),
    pytest.mark.skipif(find_spec("ray") is None, reason="Ray is not installed: extra `ray`"),
]


def written(folder: Path) -> list[Path]:
    """Write Markdown and HTML files."""
    folder.mkdir()
    for number in range(FILES):
        words = f"The mill of valley {number} closed in {1900 + number}. " * (1 + number % 5)
        file, text = (
            (f"{number:02}.md", f"# Valley {number}\n\n{words}\n")
            if number % 2
            else (f"{number:02}.html", f"<h1>Valley {number}</h1><p>{words}</p>")
        )
        (folder / file).write_text(text)
    return sorted(folder.iterdir())


def ray_ingest(server: QuothProcess, folder: Path) -> subprocess.Popen[str]:
    """Start the command on a cluster of its own on this machine."""
    command = [sys.executable, "-m", "entrypoints", "ray-ingest", str(folder), "--json"]
    # in a session of its own, so that the cluster can be ended with it
    return subprocess.Popen(  # noqa: S603 - our own command
        command,
        cwd=ROOT,
        env={**server.env, **PATIENT},
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def contents(client: httpx.Client) -> dict[str, list[str]]:
    """Return the texts of the chunks of each document, by its name."""
    listed = client.get("/api/document/?limit=200").raise_for_status().json()["items"]
    assert [each["status"] for each in listed] == ["processed"] * len(listed)
    found: dict[str, list[str]] = {}
    for each in listed:
        chunks = client.get(f"/api/document/{each['document_id']}/chunk/").raise_for_status()
        assert each["filename"] not in found
        found[each["filename"]] = [chunk["content"] for chunk in chunks.json()["items"]]
    return found


def hits(client: httpx.Client) -> dict[str, float]:
    """Return the scores of the passages that a search finds."""
    found = client.post("/api/search/", json={"query": QUESTION}).raise_for_status().json()
    assert found["passages"]
    return {each["content"]: each["score"] for each in found["passages"]}


def test_files_are_stored_as_uploads_store_them_though_the_command_is_killed() -> None:
    """A second run adds what one that was killed had not, and all is as uploads store it."""
    with (
        temporary_directory() as folder,
        QuothProcess(folder / "ray", worker_places=0) as server,
        server.client() as client,
    ):
        files = written(folder / "files")
        with ray_ingest(server, folder / "files") as killed:
            assert killed.stdout is not None
            assert json.loads(killed.stdout.readline())["outcome"] == "added"
            os.killpg(killed.pid, signal.SIGKILL)
        listed = client.get("/api/document/?status=processed&limit=200").raise_for_status()
        stored = len(listed.json()["items"])
        assert 0 < stored < FILES

        with ray_ingest(server, folder / "files") as again:
            said, _ = again.communicate(timeout=SECONDS)
        assert again.returncode == 0
        outcomes = [json.loads(line)["outcome"] for line in said.splitlines()]
        assert len(outcomes) == FILES
        assert outcomes.count("added") <= FILES - stored
        by_ray, found = contents(client), hits(client)

        with QuothProcess(folder / "uploads") as other, other.client() as ordinary:
            for file in files:
                upload(ordinary, file.read_text(), file.name)
            assert by_ray == contents(ordinary)
            assert hits(ordinary) == pytest.approx(found, abs=1e-3)  # batches are rounded otherwise
