"""Embeddings that a client asks for and does not wait for cost nobody else anything."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest
import uvicorn

from entrypoints.api.app import create_api
from entrypoints.http_protocol import ProblemProtocol
from tests.fakes.wiring import Fakes, fake_container
from tests.support.acting import EVERYBODY
from tests.support.serving import listening

TEXTS = {"model": "quoth", "input": ["a lamp"] * 10}
MANY = 40  # more than are embedded at once


@pytest.fixture
def fakes() -> Fakes:
    return Fakes()


@pytest.fixture
async def http(fakes: Fakes) -> AsyncIterator[httpx.AsyncClient]:
    """A client of a real server with the application on fakes."""
    container = fake_container(fakes)
    with listening() as listener:
        app = create_api(container, EVERYBODY)
        config = uvicorn.Config(app, http=ProblemProtocol, log_config=None)
        server = uvicorn.Server(config)
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        async with httpx.AsyncClient(base_url=address, timeout=60, trust_env=False) as client:
            yield client
        server.should_exit = True
        await serving
    await container.close()


async def test_a_search_is_answered_beside_embeddings_that_nobody_waits_for(
    http: httpx.AsyncClient, fakes: Fakes
) -> None:
    """They have places of their own, and leave them with their clients."""
    embedder = fakes.embedder
    embedder.hold()
    asked = [asyncio.create_task(http.post("/v1/embeddings", json=TEXTS)) for _ in range(MANY)]
    refused_or_admitted = 0
    while refused_or_admitted < MANY:
        await asyncio.sleep(0.01)
        refused_or_admitted = sum(each.done() for each in asked) + len(embedder.passages)
    assert {each.result().status_code for each in asked if each.done()} == {503}
    admitted = len(embedder.passages)
    search = asyncio.create_task(http.post("/api/search/", json={"query": "lamp"}))
    while not embedder.queries:
        assert not search.done()
        await asyncio.sleep(0.01)

    for each in asked:
        each.cancel()
    await asyncio.gather(*asked, return_exceptions=True)
    again = asyncio.create_task(http.post("/v1/embeddings", json=TEXTS))
    while len(embedder.passages) == admitted:
        await asyncio.sleep(0.01)
        if again.done():  # it was refused
            again = asyncio.create_task(http.post("/v1/embeddings", json=TEXTS))
    embedder.release()
    assert (await search).status_code == 200
    assert (await again).status_code == 200
