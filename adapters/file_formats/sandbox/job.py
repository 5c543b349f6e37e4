"""One task in one parser process, as the server sees it."""

import logging
import socket
import threading
import time
from contextlib import suppress
from typing import NamedTuple

from adapters.file_formats.sandbox.exits import error_of_exit, too_large, too_slow
from adapters.file_formats.sandbox.fork_server_process import ForkServerProcess
from adapters.file_formats.sandbox.messages import (
    ENDED,
    LENGTH,
    MARK_OF_END,
    REPLY,
    STARTED,
    Request,
    encode,
)
from domain.errors import ReadersUnavailable

_START_SECONDS = 30.0
_END_SECONDS = 5.0
_BLOCK = 1 << 20

logger = logging.getLogger(__name__)


class ForkServerLost(Exception):
    """The fork server has ended, and with it the job."""


class Reply(NamedTuple):
    """What a parser process replied: an encoded result or an encoded `Failure`."""

    succeeded: bool
    content: memoryview


class Job:
    """A request to the parser processes, which one thread runs and another may cancel."""

    def __init__(self, number: int, request: Request) -> None:
        self._number = number
        self._request = request
        self._limits = request.limits
        self._lock = threading.Lock()
        self._running: tuple[ForkServerProcess, socket.socket] | None = None
        self._cancelled = False

    def cancel(self) -> None:
        """Kill the process of the job, or let none start. `run` then ends at once."""
        with self._lock:
            self._cancelled = True
            if self._running is not None:
                server, job = self._running
                server.kill(self._number)
                with suppress(OSError):
                    job.shutdown(socket.SHUT_RDWR)

    def run(self, server: ForkServerProcess) -> Reply:
        """Run the job in a process of the fork server, and return its reply. Blocks.

        Raises:
            InvalidInput: If the process took more than its limits, or crashed.
            ForkServerLost: If the fork server ended meanwhile.
            ReadersUnavailable: If the job was cancelled.
        """
        ours, theirs = socket.socketpair()
        with ours:
            with theirs, self._lock:
                if self._cancelled:
                    raise ReadersUnavailable
                if not server.run(self._number, theirs):
                    raise ForkServerLost
                self._running = server, ours
            try:
                return self._reply(server, ours)
            finally:
                with self._lock:
                    self._running = None

    def _reply(self, server: ForkServerProcess, job: socket.socket) -> Reply:
        request = encode(self._request)
        try:
            job.settimeout(_START_SECONDS)
            job.sendall(LENGTH.pack(len(request)) + request)
            if job.recv(len(STARTED)) != STARTED:
                raise ForkServerLost
            received = self._received(server, job)
        except OSError as exc:  # it does not react at all
            raise ForkServerLost from exc
        if len(received) >= REPLY.size:
            succeeded, length = REPLY.unpack_from(received)
            if len(received) >= REPLY.size + length:
                content = memoryview(received)[REPLY.size : REPLY.size + length]
                return Reply(succeeded, content)
        if self._cancelled:  # it was killed for that, whatever its end looks like
            raise ReadersUnavailable
        raise self._end(received)

    def _received(self, server: ForkServerProcess, job: socket.socket) -> bytearray:
        """Return all that the process sends until it ends.

        Raises:
            FileTooComplex: If it takes too long or sends too much; then it was killed.
        """
        received = bytearray()
        deadline = time.monotonic() + self._limits.wall_seconds
        while True:
            job.settimeout(max(0.001, deadline - time.monotonic()))
            try:
                block = job.recv(_BLOCK)
            except TimeoutError:
                self._stop(server, job)
                raise too_slow(self._limits) from None
            if not block:
                return received
            received += block
            if len(received) > self._limits.result_bytes + REPLY.size + ENDED.size:
                self._stop(server, job)
                raise too_large(self._limits)

    def _stop(self, server: ForkServerProcess, job: socket.socket) -> None:
        """Kill the process, and wait until it is gone."""
        server.kill(self._number)
        job.settimeout(_END_SECONDS)
        try:
            while job.recv(_BLOCK):
                pass
        except OSError:
            logger.warning("a parser process could not be killed: its alarm will end it")

    def _end(self, received: bytearray) -> Exception:
        """Return the error of a process that ended without a whole reply."""
        if len(received) < ENDED.size:
            return ForkServerLost()
        mark, status = ENDED.unpack_from(received, len(received) - ENDED.size)
        if mark != MARK_OF_END:
            return ForkServerLost()
        logger.warning("a parser process ended with status %d", status)
        return error_of_exit(status, self._limits)
