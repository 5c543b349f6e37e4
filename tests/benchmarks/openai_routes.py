"""The OpenAI-compatible API: the time that its routes add, and 100 streams on them.

Questions take turns between Quoth's own route and the two others, on one server, with a model that
answers immediately.
"""

import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx

from tests.benchmarks.figures import Figure, p50, percentiles
from tests.benchmarks.sizes import Sizes
from tests.benchmarks.text import questions, real_text
from tests.e2e.conversation import create_session, upload
from tests.e2e.process import QuothProcess
from tests.fakes.groq_server import GroqServer, answer, groq_server_in_thread

LIBRARY_SHARE = 0.05  # of the megabytes that the ingest benchmark uses
WARM_UP = 5
ADDED = 5.0  # ms
STREAMS, PIECES = 100, 200

Ask = Callable[[httpx.Client, str], float]


def run(sizes: Sizes) -> list[Figure]:
    """Measure the times to the first content, and what 100 streams receive."""
    with (
        tempfile.TemporaryDirectory(prefix="quoth-bench-") as folder,
        groq_server_in_thread() as groq,
        QuothProcess(Path(folder) / "data", groq.base_url, chat_rate_limit=0) as server,
        server.client() as client,
    ):
        upload(client, real_text(sizes.megabytes * LIBRARY_SHARE))
        return [*_first_content(client, groq, sizes.questions), _streams(server, groq)]


def _first_content(client: httpx.Client, groq: GroqServer, count: int) -> list[Figure]:
    routes: Mapping[str, Ask] = {
        "/api/chat/": _chat,
        "/v1/chat/completions": _completion,
        "/v1/responses": _response,
    }
    asked = questions((count + WARM_UP) * len(routes))
    groq.enqueue(*[answer("At once. ", "Done [1].")] * len(asked))
    times: dict[str, list[float]] = {route: [] for route in routes}
    for place in range(0, len(asked), len(routes)):
        for offset, (route, ask) in enumerate(routes.items()):
            times[route].append(ask(client, asked[place + offset]))
    own, *others = [(route, each[WARM_UP:]) for route, each in times.items()]
    return [Figure(f"time to the first content of {own[0]}", percentiles(own[1]))] + [
        _added(route, each, own[1]) for route, each in others
    ]


def _added(route: str, measured: Sequence[float], own: Sequence[float]) -> Figure:
    added = p50(measured) - p50(own)
    return Figure(
        f"the same of {route}",
        f"{percentiles(measured)}, {added:+.1f} ms",
        bar=f"≤ {ADDED:.0f} ms more at p50",
        met=added <= ADDED,
    )


def _chat(client: httpx.Client, question: str) -> float:
    body = {"session_id": create_session(client), "message": question}
    return _seconds(client, "/api/chat/", body, '"type":"content"')


def _completion(client: httpx.Client, question: str) -> float:
    messages = [{"role": "user", "content": question}]
    body = {"model": "quoth", "stream": True, "messages": messages}
    return _seconds(client, "/v1/chat/completions", body, '"delta":{"content":')


def _response(client: httpx.Client, question: str) -> float:
    body = {"model": "quoth", "stream": True, "input": question}
    return _seconds(client, "/v1/responses", body, "event: response.output_text.delta")


def _seconds(client: httpx.Client, path: str, body: Mapping[str, object], sign: str) -> float:
    content = 0.0
    started = time.perf_counter()
    with client.stream("POST", path, json=body) as response:
        for line in response.iter_lines():  # to the end, as a reader does
            if sign in line:
                content = content or time.perf_counter() - started
    if not content:
        raise RuntimeError(f"an answer of {path} has no content")
    return content


def _streams(server: QuothProcess, groq: GroqServer) -> Figure:
    groq.enqueue(*[answer(*["word "] * PIECES)] * STREAMS)

    def read(number: int) -> tuple[int, bool]:
        messages = [{"role": "user", "content": f"What is number {number} of all?"}]
        body = {"model": "quoth", "stream": True, "messages": messages}
        lines = []
        with server.client() as own, own.stream("POST", "/v1/chat/completions", json=body) as got:
            lines = [line for line in got.iter_lines() if line.startswith("data: ")]
        return len(lines), lines[-1:] == ["data: [DONE]"]

    started = time.perf_counter()
    with ThreadPoolExecutor(STREAMS) as threads:
        counts, ends = zip(*threads.map(read, range(STREAMS)), strict=True)
    rate = sum(counts) / (time.perf_counter() - started)
    return Figure(
        f"{STREAMS} streams of /v1/chat/completions: complete, chunks a second",
        f"{sum(ends)}, {rate:,.0f}",
        bar="all complete",
        met=all(ends),
    )
