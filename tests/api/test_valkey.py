"""Servers that share Valkey, and a server whose Valkey is away."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from adapters.valkey.server import Valkey
from entrypoints.container import shared
from entrypoints.runtime import Runtime
from entrypoints.settings import Settings
from tests.api.client import Client, events_of, served
from tests.fakes.wiring import Fakes, test_settings
from tests.support.valkey_server import ValkeyProcess, free_port

QUESTION = "Who built the lighthouse?"


@pytest.fixture(autouse=True)
def _name_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    """The fakes have no database that could name itself."""

    async def identity_of(_: object) -> str:
        return "a-library"

    monkeypatch.setattr(shared, "identity_of", identity_of)


@asynccontextmanager
async def server(fakes: Fakes, settings: Settings) -> AsyncIterator[Client]:
    """Serve one replica on the fakes."""
    async with served(fakes, settings) as client:
        yield client
        valkey = await client.container.get(Valkey | None)
        assert valkey is not None
        await valkey.close()


async def test_servers_share_their_answers(valkey_process: ValkeyProcess, fakes: Fakes) -> None:
    """A question is answered once for all servers, until its document is removed from any."""
    valkey_process.forget()
    settings = test_settings(valkey_url=valkey_process.url)
    async with server(fakes, settings) as one, server(fakes, settings) as other:
        document = (await one.upload()).json()["document_id"]
        streams = [
            events_of(await each.ask(await each.create_session(), QUESTION))
            for each in (one, other)
        ]
        assert [stream[0]["cached"] for stream in streams] == [False, True]
        assert len(fakes.model.history) == 1
        receipt = (await other.http.delete(f"/api/document/{document}/")).json()
        assert receipt["deleted_cached_answers"] == 1
        health = (await one.http.get("/api/health/")).json()
        assert (health["status"], health["valkey"]) == ("healthy", "connected")


async def test_a_server_works_without_its_valkey(fakes: Fakes) -> None:
    """If Valkey is away, health says so and stays healthy, and questions are answered."""
    settings = test_settings(valkey_url=f"valkey://:secret@127.0.0.1:{free_port()}")
    async with server(fakes, settings) as client:
        await client.upload()
        for _ in range(2):
            stream = events_of(await client.ask(await client.create_session(), QUESTION))
            assert (stream[0]["cached"], stream[-1]["finish_reason"]) == (False, "stop")
        response = await client.http.get("/api/health/")
        assert (response.status_code, response.json()["status"]) == (200, "healthy")
        assert response.json()["valkey"].startswith("Valkey is not reachable. Until it works, ")
        runtime = await client.container.get(Runtime)
        stages = [part for stage in runtime._stages for part in stage]
        assert await client.container.get(Valkey | None) in stages
