"""A real `quoth embedder` in a process of its own."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx

from tests.e2e.command import environment
from tests.e2e.process import NO_TLS, START_SECONDS, free_port

KEY = "the-key-of-the-embedder"


class EmbedderProcess:
    """Listens on a port that stays the same however often it is started."""

    def __init__(self, folder: Path) -> None:
        """Use a folder for its data and its output."""
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """The id of the process."""
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        """Start it; it is ready some seconds later."""
        batch = os.environ.get("QUOTH_EMBEDDING_BATCH_SIZE", "")  # of a benchmark
        with (self._folder / "embedder.out").open("ab") as output:
            self._process = subprocess.Popen(  # noqa: S603 - our own command
                [sys.executable, "-m", "entrypoints", "embedder", "--port", str(self.port)],
                env=environment(
                    self._folder / "embedder", embedder_key=KEY, embedding_batch_size=batch
                ),
                cwd=self._folder,
                stdout=output,
                stderr=output,
            )

    def wait_until_ready(self) -> None:
        """Return once its models are loaded."""
        deadline = time.monotonic() + START_SECONDS
        with httpx.Client(base_url=self.url, verify=NO_TLS) as client:
            while time.monotonic() < deadline:
                try:
                    if client.get("/api/health/ready/").is_success:
                        return
                except httpx.TransportError:
                    pass
                time.sleep(0.1)
        raise AssertionError((self._folder / "embedder.out").read_text())

    def kill(self) -> None:
        """End it at once."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def stop(self) -> int:
        """Ask it to end, as a supervisor does, and return its exit status."""
        assert self._process is not None
        self._process.send_signal(signal.SIGTERM)
        return self._process.wait(60)
