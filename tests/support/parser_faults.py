"""Functions that do in a parser process what no reader should."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from domain.errors import DocumentPasswordRequired


def greet(name: str) -> str:
    """Work."""
    return f"Hello {name}"


def fail(kind: str) -> None:
    """Raise an error: one of ours, or one of a library that quotes the document."""
    if kind == "ours":
        raise DocumentPasswordRequired("Not without its password.")
    raise ValueError("a secret of the document")


def exit_early() -> None:
    """End the process as an exit of a library would."""
    sys.exit(3)


def recurse(depth: int = 0) -> int:
    """Never return from a call."""
    return recurse(depth + 1) + 1


def loop() -> None:
    """Take the processor for ever."""
    while True:
        pass


def hang() -> None:
    """Wait for ever, without work."""
    while True:
        time.sleep(60)


def allocate() -> int:
    """Take memory until there is no more."""
    taken = []
    while True:
        taken.append(bytearray(50_000_000))


def abort() -> None:
    """Do what PDFium does when it gets no memory."""
    os.abort()


def segfault() -> None:
    """Read from no address."""
    ctypes.string_at(0)


def die() -> None:
    """Be killed, as by a system that is out of memory."""
    os.kill(os.getpid(), signal.SIGKILL)


def write_a_file(path: str) -> None:
    """Write a file, which no parser may."""
    with open(path, "wb") as file:  # noqa: PTH123 - as a library would
        file.write(b"x" * 100_000)


def shout(size: int) -> str:
    """Print a lot."""
    for stream in (sys.stdout, sys.stderr):
        stream.write("x" * size)
        stream.flush()
    return "done"


def return_much(size: int) -> str:
    """Return a large result."""
    return "x" * size


def return_another_type() -> int:
    """Return what was not promised."""
    return 5


def leave_a_child(seconds: int) -> int:
    """Start a process that outlives this one, and return its id."""
    return subprocess.Popen(["sleep", str(seconds)]).pid  # noqa: S603, S607 - a test's own command


def write_its_id_and_hang(path_of_pipe: str) -> None:
    """Say which process this is, and wait for ever."""
    descriptor = os.open(path_of_pipe, os.O_WRONLY)
    os.write(descriptor, f"{os.getpid()} {os.getppid()}\n".encode())
    os.close(descriptor)
    hang()


def priority() -> list[int]:
    """Return how nice this process is, and how soon it is ended for its memory."""
    score = Path("/proc/self/oom_score_adj")
    return [os.nice(0), int(score.read_text()) if score.exists() else 1000]


def environment() -> list[str]:
    """Return the names of the environment."""
    return sorted(os.environ)


def open_files() -> list[str]:
    """Return what the open descriptors are, but for the one that lists them."""
    found = []
    for link in list(Path("/proc/self/fd").iterdir()):
        with suppress(OSError):
            found.append(str(link.readlink()))
    return found
