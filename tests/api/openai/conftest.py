"""A server on fakes behind a real socket, for clients that bring their own HTTP."""

import asyncio
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import openai
import pytest
import uvicorn

from entrypoints.api.app import create_api
from tests.api.client import LIGHTHOUSE
from tests.fakes.wiring import Fakes, fake_container, test_settings
from tests.support.acting import EVERYBODY
from tests.support.serving import listening


@dataclass
class FakeServer:
    """The application on fakes, served by a thread. Its library has one document."""

    fakes: Fakes
    address: str
    loop: asyncio.AbstractEventLoop

    def client(self, **options: Any) -> openai.OpenAI:
        """Return the official client, as its users make it."""
        return openai.OpenAI(
            base_url=f"{self.address}/v1", api_key="none", max_retries=0, timeout=20, **options
        )


@pytest.fixture
def sdk(fake_server: FakeServer) -> Iterator[openai.OpenAI]:
    """The official client."""
    with fake_server.client() as client:
        yield client


@pytest.fixture(scope="session")
def fake_server() -> Iterator[FakeServer]:
    """Serve one application for all tests of clients."""
    fakes = Fakes()
    with asyncio.Runner() as runner:
        container = fake_container(fakes, test_settings())
        config = uvicorn.Config(
            create_api(container, EVERYBODY),
            port=0,
            log_level="critical",
            lifespan="off",
            access_log=False,
        )
        server = uvicorn.Server(config)
        with listening() as listener:
            thread = threading.Thread(target=lambda: runner.run(server.serve(sockets=[listener])))
            thread.start()
            address = "http://{}:{}".format(*listener.getsockname())
            httpx.post(f"{address}/api/document/", files={"file": ("lighthouse.txt", LIGHTHOUSE)})
            yield FakeServer(fakes, address, runner.get_loop())
            server.should_exit = True
            thread.join(10)
