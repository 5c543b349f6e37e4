"""The same files by `quoth ray-ingest` on this machine, and by two workers: time and memory."""

import json
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import psutil

from tests.benchmarks.figures import Figure, times
from tests.benchmarks.sizes import Sizes
from tests.benchmarks.text import real_text
from tests.e2e.command import ROOT
from tests.e2e.process import QuothProcess

FILE_MEGABYTES = 0.01
WORKERS = 2
PATIENCE = 3600.0  # seconds
# Ray's processes are nice by default; beside other load they would wait where workers do not
FAIR = {"RAY_worker_niceness": "0", "RAY_raylet_start_wait_time_s": "180"}


@dataclass
class Watched:
    """What the processes of one way took.

    Attributes:
        memory: The most that they held together, in bytes.
        start: Seconds until the first file was stored.
        rest: Seconds for all others.
    """

    memory: int = 0
    start: float = 0.0
    rest: float = 0.0
    done: threading.Event = field(default_factory=threading.Event)

    def watch(self, pids: Sequence[int]) -> None:
        """Sample processes and their children until `done` is set."""
        while not self.done.wait(0.5):
            self.memory = max(self.memory, sum(map(_memory_below, pids)))


def run(sizes: Sizes) -> list[Figure]:
    """Ingest files of 10 kB, first by Ray and then by workers, each into a library of its own."""
    files = max(8, int(sizes.megabytes / FILE_MEGABYTES))
    with tempfile.TemporaryDirectory(prefix="quoth-bench-") as name:
        folder = Path(name) / "files"
        folder.mkdir()
        for number in range(files):
            text = real_text(FILE_MEGABYTES, skip=number * FILE_MEGABYTES)
            (folder / f"{number:05}.md").write_text(text)
        ray = _by_ray(Path(name), folder)
        workers = _by_workers(Path(name), folder)
    return [
        Figure(
            f"{files} files of 10 kB by ray-ingest on one machine, beside {WORKERS} workers",
            f"{(files - 1) / ray.rest:.2f} files/s",
            f"{(files - 1) / workers.rest:.2f} files/s",
            times(workers.rest / ray.rest),
        ),
        Figure(
            "until the first file is stored",
            f"{ray.start:.0f} s",
            f"{workers.start:.0f} s",
            times(workers.start / ray.start),
        ),
        Figure(
            "memory of all processes but the database and the server",
            f"{ray.memory / 1e6:,.0f} MB",
            f"{workers.memory / 1e6:,.0f} MB",
            times(workers.memory / ray.memory),
        ),
    ]


def _by_ray(name: Path, folder: Path) -> Watched:
    server = QuothProcess(name / "ray", worker_places=0)
    with server:  # only so that both ways find a database that runs
        command = [sys.executable, "-m", "entrypoints", "ray-ingest", str(folder), "--json"]
        started = time.perf_counter()
        with (
            subprocess.Popen(  # noqa: S603 - our own command
                command, cwd=ROOT, env={**server.env, **FAIR}, stdout=subprocess.PIPE
            ) as process,
            _watching([process.pid]) as watched,
        ):
            assert process.stdout is not None
            for line in process.stdout:
                assert json.loads(line)["outcome"] == "added", line
                watched.start = watched.start or time.perf_counter() - started
        assert process.returncode == 0
        watched.rest = time.perf_counter() - started - watched.start
    return watched


def _by_workers(name: Path, folder: Path) -> Watched:
    server = QuothProcess(name / "workers", worker_places=0)
    with server, server.client() as client:
        client.timeout = PATIENCE
        files = sorted(folder.iterdir())
        started = time.perf_counter()
        with ExitStack() as stack:
            command = [sys.executable, "-m", "entrypoints", "worker"]
            env = {**server.env, "QUOTH_WORKER_PLACES": "3"}
            workers = [
                stack.enter_context(
                    subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL)  # noqa: S603 - our own command
                )
                for _ in range(WORKERS)
            ]
            watched = stack.enter_context(_watching([each.pid for each in workers]))
            for file in files:
                client.post(
                    "/api/document/?wait=false", files={"file": (file.name, file.read_bytes())}
                ).raise_for_status()
            _until(client, "/api/document/?status=processed&limit=1", some=True)
            watched.start = time.perf_counter() - started
            _until(client, "/api/job/?limit=1", some=False)
            watched.rest = time.perf_counter() - started - watched.start
            for each in workers:
                each.terminate()
    return watched


def _until(client: httpx.Client, path: str, *, some: bool) -> None:
    """Return once a list has some items, or none."""
    while bool(client.get(path).raise_for_status().json()["items"]) != some:
        time.sleep(0.2)


@contextmanager
def _watching(pids: Sequence[int]) -> Iterator[Watched]:
    watched = Watched()
    thread = threading.Thread(target=watched.watch, args=(pids,))
    thread.start()
    try:
        yield watched
    finally:
        watched.done.set()
        thread.join()


def _memory_below(pid: int) -> int:
    """Return the resident memory of a process and its descendants, in bytes."""
    total = 0
    with suppress(psutil.NoSuchProcess):
        process = psutil.Process(pid)
        for each in (process, *process.children(recursive=True)):
            with suppress(psutil.NoSuchProcess):
                total += each.memory_info().rss
    return total
