"""A server that is killed while it works on documents."""

import json
import os
import random
import signal
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.e2e.process import QuothProcess, free_port
from tests.support.databases import temporary_directory
from tests.support.receivers import Receiver, a_receiver

KILLS = int(os.environ.get("TEST_SERVER_KILLS", "1"))
SECONDS = 60.0
NAMES = ("heron.txt", "mill.txt", "note.txt")
SMALL = ("note.txt", "memo.txt")
PROCESSED, DELETED = "document.processed", "document.deleted"

pytestmark = pytest.mark.faults


def content_of(name: str, kill: int) -> bytes:
    """Return a text that takes a second or more to embed, unless it is small."""
    count = 3 if name in SMALL else 150
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


def wait_until_processed(client: httpx.Client, ids: list[str]) -> None:
    """Return once all documents are processed; until then none has a chunk."""
    deadline = time.monotonic() + SECONDS
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


def told_of(receiver: Receiver) -> dict[str, list[str]]:
    """Return the types of events of each document, in the order of their first arrival."""
    told: dict[str, list[str]] = {}
    for each in list(receiver.received):
        event = json.loads(each.body)
        types = told.setdefault(event["data"]["document_id"], [])
        if event["type"] not in types:
            types.append(event["type"])
    return told


@pytest.fixture
def process() -> Iterator[QuothProcess]:
    with (
        temporary_directory() as folder,
        QuothProcess(folder / "data", webhook_private_addresses="true") as started,
    ):
        yield started


@pytest.mark.timeout(3600)
def test_a_server_that_is_killed_goes_on_where_it_was(process: QuothProcess) -> None:
    """All that was acknowledged is processed within a minute of the restart, as if undisturbed.

    A webhook whose receiver is away until the server was killed is told of everything, in order.
    """
    moments = random.Random(KILLS)  # noqa: S311 - the same moments each time
    port = free_port()
    with process.client() as client:
        webhook = {"url": f"http://127.0.0.1:{port}/", "events": [PROCESSED, DELETED]}
        assert client.post("/api/webhook/", json=webhook).status_code == 201
    for kill in range(KILLS):
        with process.client() as client:
            memo = send(client, "memo.txt", kill, "true")["document_id"]
            ids = [send(client, name, kill, "false")["document_id"] for name in NAMES]
            time.sleep(moments.uniform(0.0, 2.0))
        process.send(signal.SIGKILL)
        process.wait()
        process.spawn()
        with a_receiver(port=port) as receiver, process.client() as client:
            process.wait_until_healthy()
            wait_until_processed(client, ids)
            expected = {memo: [PROCESSED]}
            for name, each in zip(NAMES, ids, strict=True):
                found = chunks(client, each)
                assert client.delete(f"/api/document/{each}/").status_code == 200
                undisturbed = send(client, name, kill, "true")["document_id"]
                assert chunks(client, undisturbed) == found
                expected |= {each: [PROCESSED, DELETED], undisturbed: [PROCESSED]}
            deadline = time.monotonic() + SECONDS
            while told_of(receiver) != expected:
                assert time.monotonic() < deadline, (told_of(receiver), expected)
                time.sleep(0.1)
