"""A soak: 500 streams for a minute, then a hundred users and mixed work for as long as you say.

python -m tests.benchmarks.soak --minutes 30
"""

import asyncio
import itertools
import sys
import tempfile
import time
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import httpx
import numpy as np
import psutil

from tests.benchmarks.figures import HEADER, Figure, machine, p95, percentiles
from tests.e2e.conversation import create_session, upload
from tests.e2e.crowd import ask_one, places_for
from tests.e2e.process import NO_TLS, QuothProcess
from tests.fakes.groq_server import GroqServer, answer
from tests.fakes.model_server import Reply, in_thread

STREAMS, STREAM_SECONDS, STREAM_DRIP = 500, 60.0, 1.0
# of the streams, which all last until the last one has lasted its time; two cores begin 8
BEGUN_EACH_SECOND = 6
USERS, SECONDS_BETWEEN_QUESTIONS = 100, 10.0
PIECES, DRIP = 20, 0.1  # of the answers that the users read
LEAVING = 10  # one of so many users leaves in the middle of each answer
WARM_UP = 0.3  # the share of the time that memory is not judged by
SLOPE_MB, FIRST_EVENT_MS = 1.0, 100.0
BROKEN = ("exception was never retrieved", "Traceback", "was destroyed but it is pending")


class Reading(GroqServer):
    """A model that writes as fast as a hosted one."""

    def default_reply(self) -> Reply:
        """Return an answer that takes two seconds."""
        self.requests.clear()
        return answer(*["word "] * PIECES, "Done [1].", drip_seconds=DRIP)


@dataclass
class Soaked:
    """What became of the work, and the memory of the server each second."""

    first_events: list[float] = field(default_factory=list)
    outcomes: Counter[str] = field(default_factory=Counter)
    memory: list[tuple[float, float]] = field(default_factory=list)

    @property
    def failed(self) -> int:
        """How many requests were answered otherwise than they should be."""
        return sum(n for outcome, n in self.outcomes.items() if outcome.startswith("failed"))

    def slope(self) -> float:
        """Return by how many MB a minute the memory grew after the warm-up."""
        judged = self.memory[int(len(self.memory) * WARM_UP) :]
        minutes, megabytes = np.asarray(judged).T
        return float(np.polyfit(minutes, megabytes, 1)[0])


def main() -> None:
    """Print each metric as soon as it is measured; the status is 1 if a bar was missed."""
    parser = ArgumentParser(prog="python -m tests.benchmarks.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=2.0, help="of the mixed work")
    parser.add_argument("--streams", type=int, default=STREAMS, help="at the same time")
    parser.add_argument(
        "--pause",
        type=float,
        default=SECONDS_BETWEEN_QUESTIONS,
        help="the seconds from one question of a user to the next",
    )
    arguments = parser.parse_args()
    figures = measure(arguments.minutes, arguments.streams, arguments.pause)
    rows = "\n".join(figure.row() for figure in figures)
    sys.stdout.write(f"{machine()}\n\n{HEADER}\n{rows}\n")
    sys.exit(any(figure.met is False for figure in figures))


def measure(minutes: float, streams: int, pause: float) -> list[Figure]:
    """Measure the streams, then the soak, on one server."""
    with (
        tempfile.TemporaryDirectory(prefix="quoth-bench-") as folder,
        in_thread(Reading()) as groq,
        QuothProcess(
            Path(folder) / "data",
            groq.base_url,
            chat_rate_limit=0,
            max_answers=places_for(streams),
            groq_timeout_seconds=10 * STREAM_SECONDS,  # the first ones last the longest
        ) as server,
    ):
        with server.client() as client:
            upload(client, "Something to ask about.")
        log = Path(folder) / "data" / "logs" / "quoth.log"
        streamed = _streamed(server, groq, streams)
        soaked = asyncio.run(_soak(server, minutes, pause))
        said = server.output + log.read_text()
    broken = {word: said.count(word) for word in BROKEN}
    slope, first = soaked.slope(), p95(soaked.first_events)
    return [
        *streamed,
        Figure(
            f"time to the first event, {USERS} users who ask every"
            f" {pause:g} s, beside uploads, searches and deletions",
            percentiles(soaked.first_events),
            bar=f"≤ {FIRST_EVENT_MS:.0f} ms p95",
            met=first <= FIRST_EVENT_MS,
        ),
        Figure(
            f"requests of {minutes:g} minutes that failed",
            f"{soaked.failed} of {soaked.outcomes.total():,}",
            ", ".join(f"{name} {count:,}" for name, count in sorted(soaked.outcomes.items())),
            bar="none",
            met=not soaked.failed,
        ),
        Figure(
            "growth of the server's memory after the warm-up",
            f"{slope:+.2f} MB a minute, {soaked.memory[-1][1]:,.0f} MB in the end",
            bar=f"< {SLOPE_MB:.0f} MB a minute",
            met=slope < SLOPE_MB,
        ),
        Figure(
            "tracebacks, and tasks whose exception nobody saw, in the log",
            str(sum(broken.values())),
            bar="none",
            met=not any(broken.values()),
        ),
    ]


def _streamed(server: QuothProcess, groq: GroqServer, streams: int) -> list[Figure]:
    """Let so many clients read long answers, for a minute all at the same time."""
    pieces = int((STREAM_SECONDS + streams / BEGUN_EACH_SECOND) / STREAM_DRIP)
    groq.enqueue(*[answer(*["word "] * pieces, drip_seconds=STREAM_DRIP)] * streams)
    with server.client() as client:
        sessions = [create_session(client) for _ in range(streams)]

    async def ask_one_of(number: int) -> tuple[int, str, float]:
        await asyncio.sleep(number / BEGUN_EACH_SECOND)
        asked = await ask_one(server.port, sessions[number])
        return asked.status, asked.last, asked.first

    async def ask_all() -> Sequence[tuple[int, str, float]]:
        return await asyncio.gather(*map(ask_one_of, range(streams)))

    asked = asyncio.run(ask_all())
    groq.clear()
    ends = Counter(f"{status} {last}".strip() for status, last, _ in asked)
    whole = ends.pop("200 done", 0)
    others = ", ".join(f"{count} × {end}" for end, count in ends.most_common()) or "0"
    return [
        Figure(
            f"{streams} streams, for {STREAM_SECONDS:.0f} s at the same time: whole, others",
            f"{whole}, {others}, the slowest began after {max(first for *_, first in asked):.1f} s",
            bar="all whole",
            met=whole == streams,
        )
    ]


async def _soak(server: QuothProcess, minutes: float, between: float) -> Soaked:
    """Let users ask, and others upload, search, list and delete, until the time is over."""
    soaked = Soaked()
    began = time.monotonic()
    until = began + minutes * 60
    process = psutil.Process(server.pid)
    limits = httpx.Limits(max_connections=USERS * 2)
    async with httpx.AsyncClient(
        base_url=server.base_url, timeout=60, verify=NO_TLS, limits=limits
    ) as client:

        async def again(act: Callable[[], Awaitable[object]], pause: float, begin: float) -> None:
            await asyncio.sleep(begin)
            while time.monotonic() < until:
                next_at = time.monotonic() + pause
                try:
                    await act()
                except (httpx.HTTPError, OSError, EOFError, asyncio.IncompleteReadError) as exc:
                    soaked.outcomes[f"failed: {type(exc).__name__}"] += 1
                await asyncio.sleep(max(0.0, next_at - time.monotonic()))

        async def sample() -> None:
            megabytes = process.memory_info().rss / 1e6
            soaked.memory.append(((time.monotonic() - began) / 60, megabytes))

        work = Work(client, server.port, soaked)
        users = (
            again(
                partial(work.ask, leaves=number % LEAVING == 0),
                between,
                number * between / USERS,
            )
            for number in range(USERS)
        )
        others = (
            again(work.upload, 1.0, 0.1),
            again(work.search, 0.5, 0.2),
            again(work.look_around, 1.0, 0.3),
            again(sample, 1.0, 0.0),
        )
        await asyncio.gather(*users, *others)
    return soaked


class Work:
    """What clients do, each time with a trace of its own, which they remove."""

    def __init__(self, client: httpx.AsyncClient, port: int, soaked: Soaked) -> None:
        self._client = client
        self._port = port
        self._soaked = soaked
        self._numbers = itertools.count()

    async def ask(self, *, leaves: bool) -> None:
        """Ask in a new session, read the answer or leave, and delete the session."""
        created = await self._client.post("/api/session/create/")
        self._count("sessions", created, 201)
        session = created.json()["session_id"]
        asked = await ask_one(self._port, session, 300 if leaves else None)
        if asked.status != 200 or not (leaves or asked.last == "done"):
            self._soaked.outcomes[f"failed: question {asked.status} {asked.last}"] += 1
        else:
            self._soaked.outcomes["questions"] += 1
            self._soaked.first_events.append(asked.first)
        if not leaves:
            deleted = await self._client.delete(f"/api/session/{session}/")
            self._count("deletions", deleted, 204)

    async def upload(self) -> None:
        """Upload a document, find it, and delete it."""
        number = next(self._numbers)
        text = f"Note {number}. " + f"The heron of pond {number} fishes at dawn. " * 40
        sent = await self._client.post(
            "/api/document/", files={"file": (f"note-{number}.txt", text.encode())}
        )
        self._count("uploads", sent, 201)
        path = f"/api/document/{sent.json()['document_id']}/"
        self._count("deletions", await self._client.delete(path), 200, 204)

    async def search(self) -> None:
        """Search for something else each time."""
        query = {"query": f"pond {next(self._numbers)}"}
        self._count("searches", await self._client.post("/api/search/", json=query), 200)

    async def look_around(self) -> None:
        """List documents and sessions."""
        for path in ("/api/document/", "/api/session/", "/api/health/"):
            self._count("lists", await self._client.get(path), 200)

    def _count(self, what: str, response: httpx.Response, *expected: int) -> None:
        good = response.status_code in expected
        self._soaked.outcomes[what if good else f"failed: {what} {response.status_code}"] += 1
        response.raise_for_status()


if __name__ == "__main__":
    main()
