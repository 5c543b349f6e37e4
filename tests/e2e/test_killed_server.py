"""A server that is killed while it works on documents."""

import os
import random
import signal
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.e2e.process import QuothProcess
from tests.support.databases import temporary_directory

KILLS = int(os.environ.get("TEST_SERVER_KILLS", "1"))
SECONDS = 60.0
NAMES = ("heron.txt", "mill.txt", "note.txt")

pytestmark = pytest.mark.faults


def content_of(name: str, kill: int) -> bytes:
    """Return a text that takes a second or more to embed, but for the note."""
    count = 3 if name == "note.txt" else 150
    return "\n\n".join(
        f"Paragraph {number} of {name}, {kill}: the heron counts {number * 7} fish in the pond."
        for number in range(count)
    ).encode()


def send(client: httpx.Client, name: str, kill: int, wait: str) -> dict[str, Any]:
    files = {"file": (name, content_of(name, kill))}
    answer = client.post("/api/document/", files=files, params={"wait": wait})
    assert answer.status_code in (200, 201, 202), answer.text
    document: dict[str, Any] = answer.json()
    return document


def chunks(client: httpx.Client, document_id: str) -> list[Any]:
    items: list[Any] = client.get(
        f"/api/document/{document_id}/chunk/", params={"limit": 200}
    ).json()["items"]
    return items


@pytest.fixture
def process() -> Iterator[QuothProcess]:
    with temporary_directory() as folder, QuothProcess(folder / "data") as started:
        yield started


@pytest.mark.timeout(3600)
def test_a_server_that_is_killed_goes_on_where_it_was(process: QuothProcess) -> None:
    """All that was acknowledged is processed within a minute of the restart, as if undisturbed."""
    moments = random.Random(KILLS)  # noqa: S311 - the same moments each time
    for kill in range(KILLS):
        with process.client() as client:
            ids = [send(client, name, kill, "false")["document_id"] for name in NAMES]
            time.sleep(moments.uniform(0.0, 2.0))
        process.send(signal.SIGKILL)
        process.wait()
        process.spawn()
        process.wait_until_healthy()
        deadline = time.monotonic() + SECONDS
        with process.client() as client:
            waiting = set(ids)
            while waiting:
                assert time.monotonic() < deadline, f"not processed in time: {waiting}"
                for each in [*waiting]:
                    before = chunks(client, each)
                    document = client.get(f"/api/document/{each}/").json()
                    assert document["status"] in ("pending", "processing", "processed"), document
                    if document["status"] == "processed":
                        waiting.remove(each)
                    else:
                        assert before == []
                time.sleep(0.2)
            for name, each in zip(NAMES, ids, strict=True):
                found = chunks(client, each)
                assert client.delete(f"/api/document/{each}/").status_code == 200
                undisturbed = send(client, name, kill, "true")["document_id"]
                assert chunks(client, undisturbed) == found
