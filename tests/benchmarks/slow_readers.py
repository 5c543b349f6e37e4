"""The cost of clients that never read, for the other clients."""

import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

import psutil

from tests.benchmarks.figures import Figure, p95, percentiles, times
from tests.benchmarks.sizes import Sizes
from tests.e2e.conversation import create_session, history, never_reading, upload
from tests.e2e.process import QuothProcess
from tests.fakes.groq_server import GroqServer, answer, groq_server_in_thread

READERS = 50
QUESTIONS = 100
ROUNDS = 2
LONG_ANSWER = ["word " * 200] * 300  # 300 kB, more than any of the buffers


def run(_: Sizes) -> list[Figure]:
    """Measure the time to the first event without and with clients that never read."""
    alone: list[float] = []
    beside: list[float] = []
    with (
        tempfile.TemporaryDirectory(prefix="quoth-bench-") as folder,
        groq_server_in_thread() as groq,
        QuothProcess(Path(folder) / "data", groq.base_url, chat_rate_limit=0) as server,
        server.client() as client,
    ):
        upload(client, "Something to ask about.")
        _first_events(server, groq)  # one-time work is not counted
        before = psutil.Process(server.pid).memory_info().rss
        for _round in range(ROUNDS):  # in turns, so that both see the same load
            alone += _first_events(server, groq)
            with ExitStack() as readers:
                _open_readers(server, groq, readers)
                beside += _first_events(server, groq)
                grown = psutil.Process(server.pid).memory_info().rss - before
    ratio = p95(beside) / p95(alone)
    what = f"time to the first event beside {READERS} clients that never read"
    return [
        Figure(
            what,
            percentiles(beside),
            f"{percentiles(alone)} without them",
            times(ratio),
            "p95 ≤ 1.5 ×",
            ratio <= 1.5,
        ),
        Figure("memory for them", f"{grown / 1e6:,.0f} MB"),
    ]


def _open_readers(server: QuothProcess, groq: GroqServer, readers: ExitStack) -> None:
    """Open clients that ask for long answers without reading, and wait until these are written."""
    with server.client() as client:
        sessions = [create_session(client) for _ in range(READERS)]
        for session in sessions:
            groq.enqueue(answer(*LONG_ANSWER, f"Only for {session}."))
            readers.enter_context(never_reading(server, session, f"What of {session}?"))
        for session in sessions:
            while not [m for m in history(client, session) if m["finish_reason"]]:
                time.sleep(0.1)


def _first_events(server: QuothProcess, groq: GroqServer) -> list[float]:
    taken = []
    with server.client() as client:
        for _ in range(QUESTIONS):
            session = create_session(client)
            groq.enqueue(answer("At once. ", "Done [1]."))
            body = {"session_id": session, "message": f"What of {session}?"}
            started = time.perf_counter()
            with client.stream("POST", "/api/chat/", json=body) as response:
                lines = response.iter_lines()
                next(line for line in lines if line.startswith("data: "))
                taken.append(time.perf_counter() - started)
                for _ in lines:
                    pass
    return taken
