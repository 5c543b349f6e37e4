"""One server with the embedded database, the real embedder and the extractive model."""

from collections.abc import Iterator

import httpx
import pytest

from tests.e2e.conversation import empty
from tests.e2e.process import QuothProcess
from tests.support.databases import temporary_directory


@pytest.fixture(scope="session")
def shared_server() -> Iterator[QuothProcess]:
    with (
        temporary_directory() as folder,
        QuothProcess(
            folder / "data", chat_rate_limit=0, webhook_private_addresses="true"
        ) as process,
    ):
        yield process


@pytest.fixture(scope="module")
def server(shared_server: QuothProcess) -> Iterator[QuothProcess]:
    """A server without anything that the tests of another file added."""
    yield shared_server
    empty(shared_server)


@pytest.fixture
def client(server: QuothProcess) -> Iterator[httpx.Client]:
    with server.client() as http:
        yield http
