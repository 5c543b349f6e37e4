"""The fork server as a process of this one: how it is started, commanded and ended."""

import json
import logging
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from adapters.file_formats.sandbox.messages import COMMAND, KILL, READY, RUN
from domain.errors import ReadersUnavailable

_START_SECONDS = 60.0
_STOP_SECONDS = 5.0

_START = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[2]);"
    " from adapters.file_formats.sandbox.fork_server import main;"
    " main(int(sys.argv[1]), json.loads(sys.argv[3]))"
)
# Nothing else of the environment is passed on: it has keys and passwords.
_PASSED = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR", "LD_LIBRARY_PATH")
_ENVIRONMENT = {
    # libraries that start threads at their import would make forking unsafe
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    # macOS ends forks that use its frameworks, unless it is told that this is meant
    "OBJC_DISABLE_INITIALIZE_FORK_SAFETY": "YES",
}

logger = logging.getLogger(__name__)


class ForkServerProcess:
    """A running fork server. Its methods may be called in any thread."""

    def __init__(self, modules: Sequence[str]) -> None:
        """Start it, and wait until it has imported the modules. Blocks.

        Raises:
            ReadersUnavailable: If it does not start.
        """
        self._lock = threading.Lock()
        self._commands, theirs = socket.socketpair()
        arguments = [str(theirs.fileno()), json.dumps(_import_path()), json.dumps([*modules])]
        with theirs:
            try:
                self._process = subprocess.Popen(  # noqa: S603 - a command of our own
                    [sys.executable, "-I", "-c", _START, *arguments],
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    pass_fds=[theirs.fileno()],
                    cwd="/",
                    env={key: os.environ[key] for key in _PASSED if key in os.environ}
                    | _ENVIRONMENT,
                    start_new_session=True,  # Ctrl-C ends the server first, and that ends this
                )
            except OSError as exc:
                self._commands.close()
                raise ReadersUnavailable from exc
        self._commands.settimeout(_START_SECONDS)
        try:
            ready = self._commands.recv(len(READY))
        except OSError:
            ready = b""
        if ready != READY:
            self.stop()
            logger.error("the fork server did not start: exit status %s", self._process.returncode)
            raise ReadersUnavailable

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    def runs(self) -> bool:
        """Return whether it is running."""
        return self._process.poll() is None

    def run(self, number: int, job: socket.socket) -> bool:
        """Start a process for a job, and return whether the fork server took the command."""
        return self._command(RUN, number, [job.fileno()])

    def kill(self, number: int) -> None:
        """Kill the process of a job and whatever it has started, unless they ended."""
        self._command(KILL, number, [])

    def stop(self) -> None:
        """End it and all its processes. Blocks for a moment."""
        with self._lock:
            self._commands.close()
        try:
            self._process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _command(self, what: bytes, number: int, descriptors: list[int]) -> bool:
        with self._lock, suppress(OSError):  # it is gone
            socket.send_fds(self._commands, [COMMAND.pack(what, number)], descriptors)
            return True
        return False


def _import_path() -> list[str]:
    return [str(Path(folder).absolute()) for folder in sys.path]
