"""A crowd: 500 questions in the same moment, and 200 clients that leave in the middle."""

import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import psutil

from tests.benchmarks.figures import Figure, percentiles
from tests.benchmarks.sizes import Sizes
from tests.e2e.conversation import create_session, history, upload
from tests.e2e.crowd import Asked, ask_at_once, places_for
from tests.e2e.process import QuothProcess
from tests.fakes.groq_server import GroqServer, answer, groq_server_in_thread

CROWD, LEAVING = 500, 200
BEGUN_SECONDS = 5.0
PIECES, DRIP = 40, 0.1
LEFT_AFTER = 300  # bytes of the stream
PATIENCE = 120.0  # seconds


def run(_: Sizes) -> list[Figure]:
    """Measure how a crowd is received, and what clients leave behind."""
    with (
        tempfile.TemporaryDirectory(prefix="quoth-bench-") as folder,
        groq_server_in_thread() as groq,
        QuothProcess(
            Path(folder) / "data",
            groq.base_url,
            chat_rate_limit=0,
            max_answers=places_for(LEAVING),
        ) as server,
    ):
        with server.client() as client:
            upload(client, "Something to ask about.")
        ask_at_once(server, _sessions(server, 3))  # one-time work is not counted
        return [*_received(server, groq), *_left(server, groq)]


def _received(server: QuothProcess, groq: GroqServer) -> list[Figure]:
    groq.enqueue(*[answer("At once. ", "Done [1].")] * CROWD)
    asked = ask_at_once(server, _sessions(server, CROWD))
    groq.clear()
    statuses = Counter(each.status for each in asked)
    ends = Counter(each.last for each in asked if each.status == 200)
    slowest = max(each.begun for each in asked)
    return [
        Figure(
            f"{CROWD} questions at once: answered, refused, failed",
            f"{ends['done']}, {statuses[503]}, {CROWD - ends['done'] - statuses[503]}",
            bar="none fails",
            met=ends["done"] + statuses[503] == CROWD,
        ),
        Figure(
            "the slowest beginning or refusal of them",
            f"{slowest:.1f} s",
            bar=f"≤ {BEGUN_SECONDS:.0f} s",
            met=slowest <= BEGUN_SECONDS,
        ),
        _times("the beginnings", asked, 200),
        _times("the refusals", asked, 503),
    ]


def _times(what: str, asked: Sequence[Asked], status: int) -> Figure:
    begun = [each.begun for each in asked if each.status == status]
    return Figure(what, percentiles(begun) if len(begun) > 1 else "none")


def _left(server: QuothProcess, groq: GroqServer) -> list[Figure]:
    process = psutil.Process(server.pid)
    before = process.num_fds()
    sessions = _sessions(server, LEAVING)
    groq.enqueue(*[answer(*["word "] * PIECES, "Done [1].", drip_seconds=DRIP)] * LEAVING)
    started = time.monotonic()
    ask_at_once(server, sessions, LEFT_AFTER)
    ends = Counter[str | None]({None: LEAVING})
    with server.client() as client:
        while None in ends and time.monotonic() - started < PATIENCE:
            time.sleep(1)
            last = [history(client, each)[-1] for each in sessions]
            ends = Counter(each["finish_reason"] for each in last)
    took = time.monotonic() - started
    time.sleep(6)  # idle connections to the model are closed after 5 s
    more = process.num_fds() - before
    return [
        Figure(
            f"answers of {LEAVING} clients that leave in the middle: whole, others",
            f"{ends['stop']}, {LEAVING - ends['stop']}, in {took:.0f} s",
            bar="all whole",
            met=ends["stop"] == LEAVING,
        ),
        Figure("descriptors more than before them", str(more), bar="none", met=more <= 0),
    ]


def _sessions(server: QuothProcess, count: int) -> list[str]:
    with server.client() as client:
        return [create_session(client) for _ in range(count)]
