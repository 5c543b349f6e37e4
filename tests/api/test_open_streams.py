"""Streams of events that are open at the same time have a limit."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest

from application.access.create_key import NewKey
from domain.access.role import Role
from entrypoints.container import policies
from tests.api.client import LIGHTHOUSE, problem_of
from tests.support.keys import KeyedServer, bearing, keyed_server
from tests.support.raw_request import RawRequest
from tests.support.workspaces import member_of


@pytest.fixture
async def server(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[KeyedServer]:
    """An application with four places, three of them for one workspace."""
    monkeypatch.setattr(policies, "MOST_STREAMS", 4)
    async with keyed_server() as server:
        yield server


async def queued(server: KeyedServer, key: NewKey) -> str:
    """Queue a document that no worker comes for, and return the address of its events."""
    files = {"file": ("a.txt", b"The heron nests.")}
    created = await server.http.post(
        "/api/document/", files=files, params={"wait": "false"}, headers=bearing(key)
    )
    return str(created.headers["location"]) + "events/"


async def opened(server: KeyedServer, url: str, key: NewKey) -> RawRequest:
    """Open a stream that does not end by itself."""
    stream = RawRequest(server.app, url, bearing(key))
    async with asyncio.timeout(5):
        await stream.began.wait()
    assert stream.status == 200
    return stream


async def answering(server: KeyedServer, key: NewKey, gate: asyncio.Event) -> tuple[str, str]:
    """Begin an answer that waits for a gate, and return two addresses to follow it at."""
    await server.http.post(
        "/api/document/", files={"file": ("b.txt", LIGHTHOUSE.encode())}, headers=bearing(key)
    )
    server.fakes.model.enqueue([f"{LIGHTHOUSE} [1] ", "The end."], pause=gate)
    body = {"input": "Who built the lighthouse?", "background": True}
    begun = await server.http.post("/v1/responses", json=body, headers=bearing(key))
    answer_id = next(iter(server.fakes.chats.leases))
    return f"/api/chat/{answer_id}/events/", f"/v1/responses/{begun.json()['id']}?stream=true"


async def test_one_workspace_leaves_streams_for_another(server: KeyedServer) -> None:
    """What follows documents and answers shares the places; who leaves makes room."""
    one, two = [
        await server.make_key(Role.EDITOR, member_of(number).workspace) for number in (1, 2)
    ]
    gate = asyncio.Event()
    document = await queued(server, one)
    chat, response = await answering(server, one, gate)
    streams = [await opened(server, url, one) for url in (document, chat, response)]

    async def refused(url: str, key: NewKey) -> None:
        answer: httpx.Response = await server.http.get(url, headers=bearing(key))
        assert answer.status_code == 503
        assert "retry-after" in answer.headers
        if url.startswith("/api"):
            assert problem_of(answer)["code"] == "server_busy"

    for url in (document, chat, response):
        await refused(url, one)
    other = await opened(server, document, two)
    await refused(document, two)
    await streams.pop().leave()
    streams.append(await opened(server, document, one))
    await refused(chat, one)
    for each in (*streams, other):
        await each.leave()
    gate.set()


async def test_a_request_without_a_stream_takes_no_place(server: KeyedServer) -> None:
    """Unknown documents and answers leave all places free."""
    key = await server.make_key()
    unknown = "01900000-0000-7000-8000-000000000000"
    for _ in range(5):
        for kind in ("document", "chat"):
            answer = await server.http.get(f"/api/{kind}/{unknown}/events/", headers=bearing(key))
            assert answer.status_code == 404
