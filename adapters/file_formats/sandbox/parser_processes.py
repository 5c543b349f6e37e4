"""Runs tasks in parser processes, one process for each, so that no file can harm the server."""

import asyncio
import itertools
import logging
import os
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import msgspec

from adapters.file_formats.sandbox.fork_server_process import ForkServerProcess
from adapters.file_formats.sandbox.job import ForkServerLost, Job, Reply
from adapters.file_formats.sandbox.messages import Failure, Request
from adapters.file_formats.sandbox.tasks import Lane, Result, Task
from application.ports.health_probe import HealthProbe
from domain import errors

_ATTEMPTS = 2
_SCANS_AT_ONCE = 1
_PAGES_AT_ONCE = 4
_FAILURE = msgspec.msgpack.Decoder(Failure)
_ERRORS = {
    kind.code: kind
    for kind in (
        errors.UnsupportedFileType,
        errors.TextUndecodable,
        errors.FileEmpty,
        errors.FileDamaged,
        errors.FileTooComplex,
        errors.DocumentPasswordRequired,
        errors.DocumentHasNoText,
    )
}

logger = logging.getLogger(__name__)


class ParserProcesses(HealthProbe):
    """Runs tasks in processes that a fork server starts.

    The fork server is started by `open` or by the first task, and again if it has died.
    """

    def __init__(self, modules: Sequence[str], most: int | None = None) -> None:
        """Start nothing yet.

        Args:
            modules: What the fork server imports, so that its processes need not.
            most: The largest number of processes that read files at the same time, beside those
                of the other lanes; by default one for each core, and eight at most, since each may
                take a gigabyte.
        """
        self._modules = modules
        self._numbers = itertools.count()
        self._lock = threading.Lock()
        self._closed = False
        self._jobs: set[Job] = set()
        self._server: ForkServerProcess | None = None
        places = {
            Lane.FILES: most or min(8, os.cpu_count() or 1),
            Lane.SCANS: _SCANS_AT_ONCE,
            Lane.PAGES: _PAGES_AT_ONCE,
        }
        self._threads = {
            lane: ThreadPoolExecutor(places[lane], f"parser-{lane.name.lower()}") for lane in Lane
        }

    async def open(self) -> None:
        """Start the fork server, so that the first file need not wait for it.

        A failure is no reason not to start: questions can be answered, and the next call tries
        again.
        """
        with suppress(errors.ReadersUnavailable):
            await self.check()

    async def check(self) -> None:
        """Return if files can be read now; start the fork server again if it has died.

        Raises:
            ReadersUnavailable: If it does not start.
        """
        await asyncio.to_thread(self._running_server)

    async def close(self) -> None:
        """End all processes. Tasks that run fail, and no further one starts."""
        self._closed = True
        for job in self._jobs:
            job.cancel()
        await asyncio.to_thread(self._close)

    async def run(self, task: Task[Result], *arguments: str | int | float | list[int]) -> Result:
        """Run a task in a process of its own, and return its result.

        Raises:
            InvalidInput: If the task says so, or took more than its limits, or crashed; the message
                says which.
            ReadersUnavailable: If no process can be started.
        """
        if self._closed:
            raise errors.ReadersUnavailable
        request = Request(task.module, task.function, [*arguments], task.limits)
        job = Job(next(self._numbers), request)
        self._jobs.add(job)
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(self._threads[task.lane], self._run, job, task)
        except asyncio.CancelledError:
            job.cancel()
            raise
        finally:
            self._jobs.discard(job)

    def _run(self, job: Job, task: Task[Result]) -> Result:
        for _ in range(_ATTEMPTS):
            try:
                reply = job.run(self._running_server())
            except ForkServerLost:
                continue
            return _result_of(reply, task)
        raise errors.ReadersUnavailable

    def _running_server(self) -> ForkServerProcess:
        with self._lock:
            if self._closed:
                raise errors.ReadersUnavailable
            if self._server is not None and not self._server.runs():
                logger.warning("the fork server of the parsers died, and is started again")
                self._stop()
            if self._server is None:
                self._server = ForkServerProcess(self._modules)
            return self._server

    def _close(self) -> None:
        with self._lock:
            self._stop()
        for threads in self._threads.values():
            threads.shutdown(cancel_futures=True)

    def _stop(self) -> None:
        if self._server is not None:
            self._server.stop()
            self._server = None


def _result_of(reply: Reply, task: Task[Result]) -> Result:
    try:
        if reply.succeeded:
            return task.decode(reply.content)
        failure = _FAILURE.decode(reply.content)
    except msgspec.MsgspecError as exc:
        logger.warning("%s in a parser process: the result is not valid", task.function)
        raise errors.FileDamaged from exc
    if failure.place:
        logger.warning("%s in a parser process: %s", task.function, failure.place)
    raise _ERRORS.get(failure.code, errors.FileDamaged)(failure.message)
