"""Milvus Lite for tests: in a file for the run, or as a server that they may freeze and kill."""

import importlib.util
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

import pytest

from adapters.milvus.client import Milvus
from tests.support.valkey_server import free_port

STARTED_SECONDS = 60.0


def skip_without_milvus() -> None:
    """Skip the test if Milvus Lite is not installed."""
    for package in ("pymilvus", "milvus_lite"):
        if importlib.util.find_spec(package) is None:
            pytest.skip(f"{package} is not installed: pip install 'quoth[milvus]' milvus-lite")


@pytest.fixture(scope="session")
def milvus(tmp_path_factory: pytest.TempPathFactory) -> Milvus:
    """A Milvus in a file of its own. One process at a time can open a file."""
    skip_without_milvus()
    folder: Path = tmp_path_factory.mktemp("milvus")
    return Milvus(str(folder / f"{uuid4().hex}.db"), seconds=60.0)  # on a busy machine, too


class MilvusProcess:
    """A server at one port, which may be started again and again and has its data then."""

    def __init__(self) -> None:
        self.port = free_port()
        self._folder = Path(tempfile.mkdtemp(prefix="milvus-"))
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def uri(self) -> str:
        """The address."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start the server, and wait until it listens."""
        command = [sys.executable, "-m", "milvus_lite", "server", "--host", "127.0.0.1"]
        options = ["--port", str(self.port), "--data-dir", str(self._folder / "data")]
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603 - our own command
                [*command, *options], stdout=log, stderr=log
            )
        deadline = time.monotonic() + STARTED_SECONDS
        while self._process.poll() is None and time.monotonic() < deadline:
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.port)):
                return
            time.sleep(0.05)
        raise AssertionError((self._folder / "log").read_text())

    def freeze(self) -> None:
        """Let the server go silent, with its connections open."""
        self._running.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on."""
        self._running.send_signal(signal.SIGCONT)

    def kill(self) -> None:
        """Kill the server."""
        self._running.kill()
        self._running.wait()

    def remove(self) -> None:
        """Kill the server, and delete its files."""
        if self._process is not None:
            self.kill()
        shutil.rmtree(self._folder)

    @property
    def _running(self) -> "subprocess.Popen[bytes]":
        assert self._process is not None
        return self._process


@pytest.fixture
def milvus_process() -> Iterator[MilvusProcess]:
    """A server that the test may stop."""
    skip_without_milvus()
    process = MilvusProcess()
    try:
        process.start()
        yield process
    finally:
        process.remove()
