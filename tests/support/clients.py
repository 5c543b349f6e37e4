"""The Python client, with the application in this process."""

from dishka import AsyncContainer

from entrypoints.api.app import create_api
from entrypoints.in_process import InProcessTransport
from quoth import AsyncClient, Retries
from tests.support.acting import EVERYBODY


def client_of(container: AsyncContainer) -> AsyncClient:
    """Return a client of the application that a container wires. It holds no connection."""
    transport = InProcessTransport(create_api(container, EVERYBODY))
    return AsyncClient("http://localhost", transport=transport, retries=Retries(0))
