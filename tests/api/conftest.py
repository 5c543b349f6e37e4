"""Fixtures that serve the real application on fakes, in this process."""

from collections.abc import AsyncIterator

import pytest

from entrypoints.settings import Settings
from tests.api.client import Client, served
from tests.fakes.wiring import Fakes, test_settings


@pytest.fixture
def fakes() -> Fakes:
    return Fakes()


@pytest.fixture
def settings() -> Settings:
    """Override this in a module to change settings for its tests."""
    return test_settings()


@pytest.fixture
async def client(fakes: Fakes, settings: Settings) -> AsyncIterator[Client]:
    async with served(fakes, settings) as client:
        yield client
