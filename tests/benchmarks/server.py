"""The whole server from outside: its own process, real sockets, a model that answers at once.

The model is the real SDK against a local server that speaks Groq's wire protocol.
"""

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import psutil

from tests.benchmarks.figures import Figure, percentiles
from tests.benchmarks.text import documents, questions
from tests.e2e.conversation import create_session, upload
from tests.e2e.process import QuothProcess
from tests.fakes.groq_server import GroqServer, answer, groq_server_in_thread

SEARCHES = 200
ANSWERS = 50
STREAMS = 100
PIECES = 200


def run(folder: Path) -> list[Figure]:
    """Measure start, ingest, search and streams."""
    data_dir = folder / "data"
    with QuothProcess(data_dir):
        pass  # the first start makes the database and converts the tokenizer
    with groq_server_in_thread() as groq:
        server = QuothProcess(data_dir, groq.base_url, chat_rate_limit=0, database_pool_size=5)
        started = time.perf_counter()
        with server, server.client() as client:
            healthy = time.perf_counter() - started
            return [
                Figure("start to alive", f"{_alive(folder):.1f} s", "≤ 3 s"),
                Figure("start to healthy", f"{healthy:.1f} s", "≤ 20 s"),
                *_ingest(client),
                _search(client),
                *_answers(client, groq),
                _streams(server, client, groq),
                Figure("resident memory of the server", _memory(server.pid)),
            ]


def _alive(folder: Path) -> float:
    """Return the seconds from the start of a process to its first answer on liveness."""
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


def _ingest(client: httpx.Client) -> list[Figure]:
    texts = documents()
    started = time.perf_counter()
    chunks = sum(upload(client, text, f"{n}.md")["total_chunks"] for n, text in enumerate(texts))
    elapsed = time.perf_counter() - started
    megabytes = sum(len(text.encode()) for text in texts) / 1e6
    return [
        Figure("ingest, end to end", f"{megabytes / elapsed:.3f} MB/s ({megabytes:.2f} MB)"),
        Figure("ingest, chunks a second", f"{chunks / elapsed:.1f}"),
    ]


def _search(client: httpx.Client) -> Figure:
    times = []
    for question in questions()[-SEARCHES:]:
        started = time.perf_counter()
        client.post("/api/search/", json={"query": question}).raise_for_status()
        times.append(time.perf_counter() - started)
    return Figure("search over HTTP, embedding included", percentiles(times))


def _answers(client: httpx.Client, groq: GroqServer) -> list[Figure]:
    first_events, first_contents = [], []
    for question in questions()[:ANSWERS]:
        session = create_session(client)
        groq.enqueue(answer("At once. ", "Done [1]."))
        body = {"session_id": session, "message": question}
        started = time.perf_counter()
        with client.stream("POST", "/api/chat/", json=body) as response:
            first_event = first_content = 0.0
            for line in response.iter_lines():  # to the end, so that the session is free again
                elapsed = time.perf_counter() - started
                first_event = first_event or elapsed
                if '"type":"content"' in line:
                    first_content = first_content or elapsed
            first_events.append(first_event)
            first_contents.append(first_content)
    return [
        Figure("time to the first event", percentiles(first_events), "≤ 15 ms p50"),
        Figure("time to the first content", percentiles(first_contents)),
    ]


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
    return Figure(f"events a second over {STREAMS} streams, pool of 5", f"{rate:,.0f}")


def _memory(pid: int) -> str:
    return f"{psutil.Process(pid).memory_info().rss / 1e6:,.0f} MB"
