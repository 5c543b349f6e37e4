"""A real `quoth serve` in a process of its own."""

import signal
import socket
import ssl
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import httpx
import psutil

from tests.e2e.command import Command, environment
from tests.e2e.prepared import prepare

START_SECONDS = 90.0
STOP_SECONDS = 60.0
# trusts nobody, and so reads no certificates, which takes longer than most requests
NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def database_processes(data_dir: Path) -> list[psutil.Process]:
    """Return the database servers that run on a data directory."""
    found = []
    for process in psutil.process_iter(["cmdline"]):
        line = process.info["cmdline"] or []
        if any(str(data_dir) in argument for argument in line) and "postgres" in line[0]:
            found.append(process)
    return found


class QuothProcess:
    """Starts on entry, once healthy; stops on exit. `output` is what it printed."""

    def __init__(
        self,
        data_dir: Path,
        groq: str | None = None,
        *,
        output: Path | None = None,
        key: str | None = None,
        fresh: bool = False,
        **settings: object,
    ) -> None:
        """Choose a port.

        `key` is what its clients send, in `headers`. A `fresh` server has an interpreter of its own
        and sets up its data directory, as on a person's machine.
        """
        self.env = environment(data_dir, **settings)
        if groq is not None:
            self.env |= {"GROQ_API_KEY": "test-key", "GROQ_BASE_URL": groq}
            # whatever is asked goes to the model, as long as there is a document
            self.env |= {"QUOTH_SEARCH_MIN_CONFIDENCE": "0", "QUOTH_SEARCH_MIN_SCORE": "-1"}
        self.data_dir = data_dir
        self.port = free_port()
        self.base_url = f"http://127.0.0.1:{self.port}"
        data_dir.mkdir(parents=True, exist_ok=True)
        self._output = output or data_dir / "server.out"
        self.headers = {} if key is None else {"Authorization": f"Bearer {key}"}
        self._fresh = fresh
        self._process: Command | subprocess.Popen[bytes] | None = None

    @property
    def output(self) -> str:
        """Everything that was printed so far."""
        return self._output.read_text()

    @property
    def pid(self) -> int:
        """The server's process id."""
        return self._running().pid

    @property
    def runs(self) -> bool:
        """Whether it was started and has not ended."""
        return self._process is not None and self._process.poll() is None

    @property
    def memory(self) -> int:
        """The resident memory of the server, without its database and its readers, in MiB."""
        return int(psutil.Process(self.pid).memory_info().rss) // 1024**2

    def __enter__(self) -> Self:
        self.spawn()
        self.wait_until_healthy()
        return self

    def spawn(self) -> None:
        """Start the process and return immediately."""
        arguments = ("serve", "--port", str(self.port))
        cwd, output = self.data_dir.parent, self._output
        if not self._fresh:
            if not self.env.keys() & {"QUOTH_DATABASE_URL", "QUOTH_EMBEDDING_MODEL"}:
                prepare(self.data_dir)
            self._process = Command(*arguments, env=self.env, cwd=cwd, output=output, errors=output)
            return
        with output.open("ab") as file:
            self._process = subprocess.Popen(  # noqa: S603 - our own command
                [sys.executable, "-m", "entrypoints", *arguments],
                env=self.env,
                cwd=cwd,
                stdout=file,
                stderr=file,
                start_new_session=True,
            )

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.runs:
            self.stop()

    def wait_until_healthy(self) -> None:
        """Return once health is 200."""
        deadline = time.monotonic() + START_SECONDS
        with self.client() as client:
            while time.monotonic() < deadline:
                if self._running().poll() is not None:
                    raise AssertionError(f"the server ended while starting:\n{self.output}")
                try:
                    if client.get("/api/health/").status_code == 200:
                        return
                except httpx.TransportError:
                    pass
                time.sleep(0.1)
        raise AssertionError(f"the server did not become healthy:\n{self.output}")

    def send(self, number: signal.Signals) -> None:
        """Send a signal."""
        self._running().send_signal(number)

    def wait(self, seconds: float = STOP_SECONDS) -> int:
        """Return the exit status once the process has ended, which has to be in time."""
        return self._running().wait(seconds)

    def stop(self) -> int:
        """Ask it to end, as Ctrl-C does, and return its exit status."""
        self.send(signal.SIGINT)
        return self.wait()

    def client(self, **options: Any) -> httpx.Client:
        """Return a client of it."""
        options = {"headers": self.headers} | options
        return httpx.Client(base_url=self.base_url, timeout=60, verify=NO_TLS, **options)

    def _running(self) -> Command | subprocess.Popen[bytes]:
        assert self._process is not None
        return self._process
