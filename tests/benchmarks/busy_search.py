"""Searching while a large ingest runs, compared with searching while nothing else runs."""

import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import httpx

from entrypoints.commands.ingest import FILES_AT_ONCE
from tests.benchmarks.figures import Figure, p95, percentiles, times
from tests.benchmarks.sizes import Sizes
from tests.benchmarks.text import questions, real_text
from tests.e2e.conversation import upload
from tests.e2e.process import QuothProcess

LIBRARY_SHARE = 0.05  # of the megabytes that the ingest benchmark uses
FILES, FILE_MEGABYTES = 20, 0.1
ROUNDS = 4
PAUSE = 0.1  # seconds between the questions of one person
SLOWER = 2.0


def run(sizes: Sizes) -> list[Figure]:
    """Search in turns, idle and beside an ingest, so that both see the same other load."""
    library = sizes.megabytes * LIBRARY_SHARE
    # read in advance: it would take the time of the searches
    texts = [real_text(FILE_MEGABYTES, library + n * FILE_MEGABYTES) for n in range(FILES)]
    idle: list[float] = []
    busy: list[float] = []
    with (
        tempfile.TemporaryDirectory(prefix="quoth-bench-") as folder,
        QuothProcess(Path(folder) / "data") as server,
        server.client() as client,
    ):
        upload(client, real_text(library), "library.md")
        asked = iter(questions((2 * ROUNDS + 1) * sizes.questions // ROUNDS))
        share = sizes.questions // ROUNDS
        _searches(client, [next(asked) for _ in range(share)])  # one-time work is not counted
        files = count()
        for _round in range(ROUNDS):
            idle += _searches(client, [next(asked) for _ in range(share)])
            with _ingest(server, texts, files):
                busy += _searches(client, [next(asked) for _ in range(share)])
    ratio = p95(busy) / p95(idle)
    return [
        Figure(
            "hybrid search in the server beside an ingest",
            percentiles(busy),
            f"{percentiles(idle)} without it",
            times(ratio),
            f"p95 ≤ {SLOWER:.0f} ×",
            ratio <= SLOWER,
        )
    ]


def _searches(client: httpx.Client, asked: Sequence[str]) -> list[float]:
    """Return the seconds of each search."""
    seconds = []
    for question in asked:
        started = time.perf_counter()
        client.post("/api/search/", json={"query": question}).raise_for_status()
        seconds.append(time.perf_counter() - started)
        time.sleep(PAUSE)
    return seconds


@contextmanager
def _ingest(server: QuothProcess, texts: Sequence[str], files: Iterator[int]) -> Iterator[None]:
    """Upload files one after another, as many concurrently as `quoth ingest` does."""
    stop = threading.Event()

    def send(number: int) -> None:
        text = f"# File {number}\n\n{texts[number % FILES]}"
        with server.client() as client:
            client.timeout = 600
            upload(client, text, f"{number}.md")

    def keep_sending() -> None:
        while not stop.is_set():
            send(next(files))

    with ThreadPoolExecutor(FILES_AT_ONCE) as threads:
        sending = [threads.submit(keep_sending) for _ in range(FILES_AT_ONCE)]
        time.sleep(1.0)
        try:
            yield
        finally:
            stop.set()
    for each in sending:
        each.result()
