"""One server with the embedded database, the real embedder and the extractive model."""

from collections.abc import Iterator

import httpx
import pytest

from tests.e2e.process import QuothProcess


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[QuothProcess]:
    with QuothProcess(tmp_path_factory.mktemp("e2e") / "data", chat_rate_limit=0) as process:
        yield process


@pytest.fixture
def client(server: QuothProcess) -> Iterator[httpx.Client]:
    with server.client() as http:
        yield http
