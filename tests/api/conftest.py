"""The real application over HTTP, on fakes, in this process."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from entrypoints.api.app import create_api
from entrypoints.settings import Settings
from tests.api.client import Client
from tests.fakes.wiring import Fakes, fake_container, test_settings


@pytest.fixture
def fakes() -> Fakes:
    return Fakes()


@pytest.fixture
def settings() -> Settings:
    """Override in a module to change a setting for its tests."""
    return test_settings()


@pytest.fixture
async def client(fakes: Fakes, settings: Settings) -> AsyncIterator[Client]:
    container = fake_container(fakes, settings)
    app: Any = create_api(container)  # two spellings of an ASGI application's type meet here
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://quoth") as http:
        yield Client(http, container)
    await container.close()
