"""The fork server: a small process that has imported the parsers, and forks for each file.

A fork of it starts in milliseconds; a new interpreter takes half a second to import the parsers. It
has one thread, knows no secret of the server, and ends with it: when the server is gone, however it
ended, the socket of commands is closed. Then all parser processes are killed.
"""

import gc
import importlib
import os
import selectors
import signal
import socket
from collections.abc import Sequence
from contextlib import suppress
from typing import NamedTuple

from adapters.file_formats.sandbox.messages import COMMAND, ENDED, MARK_OF_END, READY, RUN
from adapters.file_formats.sandbox.parser_process import run_job

_LAST_WORD_SECONDS = 2.0


def main(commands_fd: int, modules: Sequence[str]) -> None:
    """Import the modules, and fork for each job until the server is gone."""
    commands = socket.socket(fileno=commands_fd)
    for module in modules:
        # whoever needs it gets the error; the other formats can be read
        with suppress(Exception):
            importlib.import_module(module)
    gc.collect()
    gc.freeze()  # so that the children share this memory
    ForkServer(commands).serve()


class _Child(NamedTuple):
    number: int
    job: socket.socket


class ForkServer:
    """Forks a process for each job, and says on the job's socket how that process ended."""

    def __init__(self, commands: socket.socket) -> None:
        self._commands = commands
        self._children: dict[int, _Child] = {}
        self._ended, self._wakeup = socket.socketpair()
        self._selector = selectors.DefaultSelector()

    def serve(self) -> None:
        """Serve until the server closes the socket of commands."""
        self._ended.setblocking(False)
        self._wakeup.setblocking(False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self._wakeup.fileno(), warn_on_full_buffer=False)
        with suppress(BrokenPipeError):
            self._commands.sendall(READY)
        self._selector.register(self._commands, selectors.EVENT_READ)
        self._selector.register(self._ended, selectors.EVENT_READ)
        while True:
            for key, _ in self._selector.select():
                if key.fileobj is self._ended:
                    self._reap()
                elif not self._obey():
                    self._kill_all()
                    return

    def _obey(self) -> bool:
        """Obey one command, and return whether the server is still there."""
        try:
            command, sockets, _, _ = socket.recv_fds(self._commands, COMMAND.size, 1)
        except ConnectionError:
            return False
        if len(command) < COMMAND.size:
            return False
        what, number = COMMAND.unpack(command)
        if what == RUN:
            for descriptor in sockets:
                self._fork(number, socket.socket(fileno=descriptor))
        else:
            for pid, child in self._children.items():
                if child.number == number:
                    _kill_group(pid)
        return True

    def _fork(self, number: int, job: socket.socket) -> None:
        try:
            pid = os.fork()
        except OSError:  # no process or no memory: the server sees that the socket is closed
            job.close()
            return
        if pid == 0:
            try:
                os.setpgid(0, 0)
                self._forget()
                run_job(job)
            finally:
                os._exit(1)
        with suppress(OSError):  # the child does it, too: whoever is first
            os.setpgid(pid, pid)
        self._children[pid] = _Child(number, job)

    def _forget(self) -> None:
        """Close in a child what is not its own."""
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        for other in (self._selector, self._commands, self._ended, self._wakeup):
            other.close()
        for child in self._children.values():
            child.job.close()

    def _reap(self) -> None:
        with suppress(BlockingIOError):
            while self._ended.recv(4096):
                pass
        with suppress(ChildProcessError):
            while True:
                pid, status = os.waitpid(-1, os.WNOHANG)
                if not pid:
                    return
                _kill_group(pid)  # what it has started itself
                self._close(self._children.pop(pid).job, os.waitstatus_to_exitcode(status))

    def _close(self, job: socket.socket, status: int) -> None:
        with job, suppress(OSError):
            job.settimeout(_LAST_WORD_SECONDS)
            job.sendall(ENDED.pack(MARK_OF_END, status))
            job.shutdown(socket.SHUT_RDWR)

    def _kill_all(self) -> None:
        for pid in self._children:
            _kill_group(pid)


def _kill_group(pid: int) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)
