"""`quoth ask` beside a running server: the time from its start to the first byte that it prints.

Each command is a process of its own, as in a shell, which imports what it needs. The extractive
model answers, so that no model's own time is part of it.
"""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.figures import Figure, p95, percentiles
from tests.benchmarks.sizes import Sizes
from tests.benchmarks.text import questions, real_text
from tests.e2e.conversation import upload
from tests.e2e.process import QuothProcess

LIBRARY_SHARE = 0.05  # of the megabytes that the ingest benchmark uses
WARM_UP = 2
COMMANDS = 20
FIRST_BYTE = 1_000.0  # ms


def run(sizes: Sizes) -> list[Figure]:
    """Measure the commands one after the other."""
    with (
        tempfile.TemporaryDirectory(prefix="quoth-bench-") as folder,
        QuothProcess(Path(folder) / "data", chat_rate_limit=0) as server,
    ):
        with server.client() as client:
            upload(client, real_text(sizes.megabytes * LIBRARY_SHARE))
        # no question twice: the cache would answer it
        measured = [_first_byte(server, each) for each in questions(WARM_UP + COMMANDS)][WARM_UP:]
    return [
        Figure(
            "`quoth ask` beside a server, from its start to its first byte",
            percentiles(measured),
            bar="p95 ≤ 1 s",
            met=p95(measured) <= FIRST_BYTE,
        )
    ]


def _first_byte(server: QuothProcess, question: str) -> float:
    started = time.perf_counter()
    with subprocess.Popen(  # noqa: S603 - our own code
        [sys.executable, "-m", "entrypoints", "ask", question],
        env=server.env,
        cwd=server.data_dir,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as command:
        assert command.stdout is not None
        first = command.stdout.read(1)
        elapsed = time.perf_counter() - started
        command.stdout.read()
    if not first or command.returncode:
        raise RuntimeError("a command printed no answer")
    return elapsed
