"""A job that is cancelled, as the server sees it."""

import signal
import socket
import threading
from typing import NoReturn

import pytest

from adapters.file_formats.sandbox.fork_server_process import ForkServerProcess
from adapters.file_formats.sandbox.job import Job
from adapters.file_formats.sandbox.limits import Limits
from adapters.file_formats.sandbox.messages import ENDED, MARK_OF_END, STARTED, Request
from domain.errors import ReadersUnavailable


class ReportingForkServer(ForkServerProcess):
    """Begins a job and has it cancelled; reports the end of its process before anything else."""

    def __init__(self) -> None:
        self.job: Job

    def run(self, number: int, job: socket.socket) -> bool:  # noqa: ARG002 - there is one job
        self._process_end = job.dup()
        self._process_end.sendall(STARTED)
        threading.Thread(target=self._cancel_once_asked).start()
        return True

    def _cancel_once_asked(self) -> None:
        self._process_end.recv(1 << 16)  # all: else closing it would be a reset
        self.job.cancel()

    def kill(self, number: int) -> None:  # noqa: ARG002 - as above
        with self._process_end:
            self._process_end.sendall(ENDED.pack(MARK_OF_END, -signal.SIGKILL))


def parse() -> NoReturn:
    """Is never run."""
    raise NotImplementedError


def test_a_cancelled_job_is_not_taken_for_one_that_took_too_much() -> None:
    """The kill that ends it looks like that of the memory limit, and says nothing of the file."""
    server = ReportingForkServer()
    server.job = Job(1, Request(__name__, parse.__name__, [], Limits()))
    with pytest.raises(ReadersUnavailable):
        server.job.run(server)
