"""Answers that are written at the same time have a limit."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest

from application.access.create_key import NewKey
from domain.access.role import Role
from tests.api.client import LIGHTHOUSE
from tests.fakes.wiring import test_settings as settings_of
from tests.support.keys import KeyedServer, bearing, keyed_server
from tests.support.workspaces import member_of


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


async def test_one_workspace_leaves_answers_for_another(server: KeyedServer) -> None:
    """Who holds three quarters of the places is refused, and others are answered."""
    one, two = [await editor_of(server, number) for number in (1, 2)]
    gate = asyncio.Event()

    async def ask(key: NewKey, number: int) -> httpx.Response:
        server.fakes.model.enqueue([f"{LIGHTHOUSE} [1]"], pause=gate)
        body = {"input": f"Who built lighthouse {number}?", "background": True}
        return await server.http.post("/v1/responses", json=body, headers=bearing(key))

    assert [(await ask(one, number)).status_code for number in range(3)] == [200] * 3
    refused = await ask(one, 3)
    assert (refused.status_code, refused.json()["error"]["code"]) == (503, "server_busy")
    assert "retry-after" in refused.headers
    assert (await ask(two, 4)).status_code == 200
    assert (await ask(two, 5)).status_code == 503
    gate.set()
