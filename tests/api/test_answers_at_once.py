"""Answers that are written at the same time have a limit."""

import asyncio
import json
from collections.abc import AsyncIterator
from threading import Event
from typing import Any

import httpx
import pytest

from application.access.create_key import NewKey
from application.retrieval import select_by_condition
from domain.access.role import Role
from domain.documents.conditions import Condition
from domain.documents.metadata import Metadata
from tests.api.client import LIGHTHOUSE
from tests.fakes.wiring import test_settings as settings_of
from tests.support.keys import KeyedServer, bearing, keyed_server
from tests.support.raw_request import RawRequest
from tests.support.workspaces import member_of

# what a question asks for whose documents are compared with a filter
FILTERS = {
    "tools": [{"type": "file_search", "filters": {"type": "ne", "key": "kind", "value": "wader"}}]
}
SECONDS = 10.0  # the longest that a comparison is held for


class Comparing:
    """Comparisons that are held until `go_on` is set. `count`: how many have begun."""

    def __init__(self) -> None:
        self.count = 0
        self.go_on = Event()

    def __call__(self, _condition: Condition, _metadata: Metadata) -> bool:
        self.count += 1
        self.go_on.wait(SECONDS)
        return True

    async def begun(self, count: int) -> None:
        """Wait until so many have begun."""
        async with asyncio.timeout(SECONDS / 2):
            while self.count < count:  # noqa: ASYNC110 - threads count
                await asyncio.sleep(0.001)


@pytest.fixture
def comparing(monkeypatch: pytest.MonkeyPatch) -> Comparing:
    """Hold all comparisons of documents."""
    comparing = Comparing()
    monkeypatch.setattr(select_by_condition, "holds", comparing)
    return comparing


@pytest.fixture
async def server() -> AsyncIterator[KeyedServer]:
    """An application with four places, three of them for one workspace."""
    async with keyed_server(settings=settings_of(max_answers=4)) as server:
        yield server


async def editor_of(server: KeyedServer, number: int) -> NewKey:
    """Make a key to a workspace, and store a document there."""
    key = await server.make_key(Role.EDITOR, member_of(number).workspace)
    files = {"file": ("a.txt", LIGHTHOUSE.encode())}
    stored = await server.http.post("/api/document/", files=files, headers=bearing(key))
    assert stored.is_success
    return key


async def ask(server: KeyedServer, key: NewKey, question: str, **options: Any) -> httpx.Response:
    """Ask for a response."""
    body = {"input": question, **options}
    return await server.http.post("/v1/responses", json=body, headers=bearing(key))


async def test_one_workspace_leaves_answers_for_another(server: KeyedServer) -> None:
    """Who holds three quarters of the places is refused, and others are answered."""
    one, two = [await editor_of(server, number) for number in (1, 2)]
    gate = asyncio.Event()

    async def begin(key: NewKey, number: int) -> httpx.Response:
        server.fakes.model.enqueue([f"{LIGHTHOUSE} [1]"], pause=gate)
        return await ask(server, key, f"Who built lighthouse {number}?", background=True)

    assert [(await begin(one, number)).status_code for number in range(3)] == [200] * 3
    refused = await begin(one, 3)
    assert (refused.status_code, refused.json()["error"]["code"]) == (503, "server_busy")
    assert "retry-after" in refused.headers
    assert (await begin(two, 4)).status_code == 200
    assert (await begin(two, 5)).status_code == 503
    gate.set()


async def test_documents_are_compared_before_an_answer_has_its_place(
    server: KeyedServer, comparing: Comparing
) -> None:
    """However many wait for that, other questions are answered, and all end with an answer."""
    key = await editor_of(server, 1)
    waiting = [
        asyncio.create_task(ask(server, key, f"Who built lighthouse {number}?", **FILTERS))
        for number in range(3)
    ]
    await comparing.begun(1)
    assert (await ask(server, key, "Who built it?")).status_code == 200
    comparing.go_on.set()
    assert [(await each).status_code for each in waiting] == [200] * 3


async def test_no_document_is_compared_for_who_finds_no_place(
    server: KeyedServer, comparing: Comparing
) -> None:
    """A question that is refused costs as little with filters as without, and is not counted."""
    comparing.go_on.set()
    key = await editor_of(server, 1)
    gate = asyncio.Event()
    for number in range(3):
        server.fakes.model.enqueue([f"{LIGHTHOUSE} [1]"], pause=gate)
        await ask(server, key, f"Who built lighthouse {number}?", background=True)
    refused = await ask(server, key, "Who built it?", **FILTERS)
    assert (refused.status_code, comparing.count) == (503, 0)
    gate.set()


async def test_no_answer_begins_for_who_leaves_while_documents_are_compared(
    server: KeyedServer, comparing: Comparing
) -> None:
    """The request ends with its client, and nothing is asked or stored."""
    key = await editor_of(server, 1)
    body = json.dumps({"input": "Who built it?", **FILTERS}).encode()
    headers = bearing(key) | {"Content-Type": "application/json", "Content-Length": str(len(body))}
    request = RawRequest(server.app, "/v1/responses", headers, "POST", body)
    await comparing.begun(1)
    leaving = asyncio.create_task(request.leave())
    await asyncio.wait([leaving], timeout=SECONDS / 2)
    ended = leaving.done()
    comparing.go_on.set()
    await leaving
    assert ended
    assert not server.fakes.chats.leases
    assert "answer.ask" not in {each.action for each in server.fakes.audit.entries}
