"""Uploads that do not wait, and the work on them over HTTP."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest

from application.documents.work_off_jobs import WorkOffJobs
from domain.documents.jobs import SMALL_BYTES
from tests.api.client import Client, problem_of
from tests.fakes.wiring import Fakes

HERON = b"The heron nests in the old mill. "


@asynccontextmanager
async def worker(client: Client) -> AsyncIterator[None]:
    """Let the server's worker run during the block."""
    task = asyncio.create_task((await client.container.get(WorkOffJobs)).execute())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def send(
    client: Client, content: bytes, name: str = "a.txt", **params: Any
) -> httpx.Response:
    files = {"file": (name, content)}
    return await client.http.post("/api/document/", files=files, params=params)


async def follow(
    client: Client, document_id: str, after: int | None = None
) -> list[dict[str, Any]]:
    """Return the events of a document to their end, each with its id."""
    headers = {} if after is None else {"Last-Event-ID": str(after)}
    response = await client.http.get(f"/api/document/{document_id}/events/", headers=headers)
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/event-stream")
    events = []
    for block in response.text.split("\n\n"):
        fields = dict(
            line.split(": ", 1) for line in block.splitlines() if not line.startswith(":")
        )
        if "data" in fields:
            events.append({"id": int(fields["id"]), **json.loads(fields["data"])})
    return events


async def test_an_upload_that_does_not_wait_is_pending_until_a_worker_comes(client: Client) -> None:
    """It is answered with 202, its address, and a document that can be followed to its end."""
    response = await send(client, HERON, wait="false")
    assert response.status_code == 202
    document = response.json()
    assert (document["status"], document["total_chunks"]) == ("pending", 0)
    assert response.headers["location"] == f"/api/document/{document['document_id']}/"
    pending = await client.http.get("/api/document/", params={"status": "pending"})
    assert [each["document_id"] for each in pending.json()["items"]] == [document["document_id"]]
    assert (await send(client, HERON, wait="false")).json() == document
    async with worker(client):
        events = await follow(client, document["document_id"])
    *progress, done = events
    assert done == {
        "id": done["id"], "type": "done", "document_id": document["document_id"],
        "status": "processed", "total_chunks": 1,
    }  # fmt: skip
    assert {event["type"] for event in progress} <= {"progress"}
    ids = [event["id"] for event in events]
    assert ids == sorted(set(ids))
    again = await send(client, HERON, wait="false")
    assert (again.status_code, again.json()["status"]) == (200, "processed")


async def test_large_files_do_not_wait_unless_asked_to(client: Client) -> None:
    """Above 1 MB the answer is 202 by default, and `wait=true` waits for any size."""
    text = (HERON * (SMALL_BYTES // len(HERON) + 1))[: SMALL_BYTES + 1]
    assert (await send(client, text)).status_code == 202
    waited = await send(client, text, wait="true")
    assert (waited.status_code, waited.json()["status"]) == (201, "processed")
    assert (await send(client, text[:1000])).status_code == 201


@pytest.mark.parametrize(
    ("name", "content", "status", "code"),
    [
        ("a.png", b"\x89PNG\r\n\x1a\n" + bytes(50), 415, "unsupported_file_type"),
        ("a.txt", b"", 400, "file_empty"),
    ],
)
async def test_what_no_worker_could_read_is_refused_at_once(
    client: Client, fakes: Fakes, name: str, content: bytes, status: int, code: str
) -> None:
    """A file of another format, or without bytes, leaves nothing behind."""
    problem = problem_of(await send(client, content, name, wait="false"))
    assert (problem["status"], problem["code"]) == (status, code)
    assert not fakes.library.entries


async def test_a_document_that_failed_says_why_and_can_be_retried(
    client: Client, fakes: Fakes
) -> None:
    """Its events end with an error; after a retry they end well. Then nothing is left to do."""
    fakes.embedder.fail_with(RuntimeError("out of memory"))
    document = (await send(client, HERON, wait="false")).json()
    place = f"/api/document/{document['document_id']}"
    async with worker(client):
        *_, error = await follow(client, document["document_id"])
        assert (error["type"], error["code"]) == ("error", "processing_failed")
        failed = (await client.http.get(f"{place}/")).json()
        assert (failed["status"], failed["error_message"]) == ("failed", error["error"])
        fakes.embedder.recover()
        retried = await client.http.post(f"{place}/retry/")
        assert retried.status_code == 202
        *_, done = await follow(client, document["document_id"], after=error["id"])
        assert done["type"] == "done"
        assert done["id"] > error["id"]
    for act in ("retry", "cancel"):
        problem = problem_of(await client.http.post(f"{place}/{act}/"))
        assert (problem["status"], problem["code"]) == (409, "nothing_to_do")


async def test_a_document_can_be_cancelled(client: Client, fakes: Fakes) -> None:
    """What is cancelled while it is embedded is not stored, and an upload that waits is told."""
    fakes.embedder.hold()
    document = (await send(client, HERON, wait="false")).json()
    place = f"/api/document/{document['document_id']}"
    async with worker(client):
        while not fakes.embedder.passages:  # noqa: ASYNC110 - the fake records
            await asyncio.sleep(0.001)
        waiting = asyncio.create_task(send(client, HERON, wait="true"))
        response = await client.http.post(f"{place}/cancel/")
        assert (response.status_code, response.json()["status"]) == (202, "cancelled")
        fakes.embedder.release()
        *_, end = await follow(client, document["document_id"])
        answer = await waiting
        # it came before the cancellation and is told, or after it as a new upload
        if answer.status_code == 409:
            assert answer.json()["code"] == end["code"] == "processing_cancelled"
        else:
            assert answer.status_code == 201


async def test_an_unknown_document_has_no_events_and_no_job(client: Client) -> None:
    """Each of the addresses is 404 for a document that does not exist."""
    place = "/api/document/01900000-0000-7000-8000-000000000000"
    assert (await client.http.get(f"{place}/events/")).status_code == 404
    for act in ("retry", "cancel"):
        assert (await client.http.post(f"{place}/{act}/")).status_code == 404
