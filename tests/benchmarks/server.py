"""The whole server: its own process, real sockets, and a model that answers immediately.

The model is the real SDK with a local server that speaks Groq's protocol, so that the server's own
share remains.
"""

import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import psutil

from tests.benchmarks.chat import ANSWERS_EACH, USERS, WARM_UP, many_users, one_user
from tests.benchmarks.figures import Figure
from tests.benchmarks.sizes import Sizes
from tests.benchmarks.text import questions, real_text
from tests.e2e.conversation import create_session, upload
from tests.e2e.process import QuothProcess
from tests.fakes.groq_server import GroqServer, answer, groq_server_in_thread

LIBRARY_SHARE = 0.05  # of the megabytes that the ingest benchmark uses
STREAMS, PIECES = 100, 200
ALIVE, HEALTHY = 3.0, 20.0  # seconds
STARTED_BYTES = 700e6


def run(sizes: Sizes) -> list[Figure]:
    """Measure the start, answers, streams and memory."""
    with tempfile.TemporaryDirectory(prefix="quoth-bench-") as folder:
        return _measure(Path(folder), sizes)


def _measure(folder: Path, sizes: Sizes) -> list[Figure]:
    data_dir = folder / "data"
    with QuothProcess(data_dir):
        pass  # the first start creates the database and converts the tokenizer
    with groq_server_in_thread() as groq:
        server = QuothProcess(data_dir, groq.base_url, chat_rate_limit=0)
        started = time.perf_counter()
        with server, server.client() as client:
            healthy = time.perf_counter() - started
            memory = _memory(server.pid)
            alive = _alive(folder)
            upload(client, real_text(sizes.megabytes * LIBRARY_SHARE))
            alone = sizes.questions // 4 + WARM_UP
            asked = questions(alone + 2 * USERS * ANSWERS_EACH)
            return [
                Figure("start to alive", f"{alive:.1f} s", bar="≤ 3 s", met=alive <= ALIVE),
                Figure(
                    "start to healthy", f"{healthy:.1f} s", bar="≤ 20 s", met=healthy <= HEALTHY
                ),
                Figure(
                    "resident memory after the start",
                    _megabytes(memory),
                    bar="≤ 700 MB",
                    met=memory <= STARTED_BYTES,
                ),
                *one_user(client, groq, asked[:alone]),
                *many_users(server, groq, asked[alone:]),
                _streams(server, client, groq),
                Figure("resident memory in the end", _megabytes(_memory(server.pid))),
            ]


def _alive(folder: Path) -> float:
    """Return the seconds from the start of a process to its first liveness response."""
    server = QuothProcess(folder / "alive")
    started = time.perf_counter()
    server.spawn()
    while True:
        try:
            if httpx.get(f"{server.base_url}/api/health/live/").status_code == 200:
                elapsed = time.perf_counter() - started
                break
        except httpx.TransportError:
            time.sleep(0.02)
    server.wait_until_healthy()
    server.stop()
    return elapsed


def _streams(server: QuothProcess, client: httpx.Client, groq: GroqServer) -> Figure:
    sessions = [create_session(client) for _ in range(STREAMS)]
    groq.enqueue(*(answer(*["word "] * PIECES) for _ in sessions))

    def read(session: str) -> int:
        body = {"session_id": session, "message": f"Question of {session}?"}
        with server.client() as own, own.stream("POST", "/api/chat/", json=body) as response:
            return sum(line.startswith("data: ") for line in response.iter_lines())

    started = time.perf_counter()
    with ThreadPoolExecutor(STREAMS) as threads:
        events = sum(threads.map(read, sessions))
    rate = events / (time.perf_counter() - started)
    return Figure(f"events a second over {STREAMS} streams", f"{rate:,.0f}")


def _memory(pid: int) -> int:
    return int(psutil.Process(pid).memory_info().rss)


def _megabytes(size: int) -> str:
    return f"{size / 1e6:,.0f} MB"
