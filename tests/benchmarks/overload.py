"""Five times as many clients as answers may be written: who is admitted, and who is refused."""

import asyncio
import math
import random
import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tests.benchmarks.figures import Figure
from tests.benchmarks.sizes import Sizes
from tests.e2e.conversation import create_session, upload
from tests.e2e.crowd import Asked, ask_one, places_for
from tests.e2e.process import QuothProcess
from tests.fakes.groq_server import GroqServer, answer, groq_server_in_thread

CAPACITY = 16  # answers at the same time, of one workspace
TIMES = 5
SECONDS = 20.0
PAUSE = 1.0  # of a client that was refused, on average; shorter than it is asked to wait
PIECES, DRIP = 10, 0.1
ENOUGH = 100  # of which one in a hundred can be told
REFUSED_MS = 200.0
SLOWER = 2.0


def run(_: Sizes) -> list[Figure]:
    """Measure the answers at capacity, then those and the refusals at five times that."""
    with (
        tempfile.TemporaryDirectory(prefix="quoth-bench-") as folder,
        groq_server_in_thread() as groq,
        QuothProcess(
            Path(folder) / "data",
            groq.base_url,
            chat_rate_limit=0,
            max_answers=places_for(CAPACITY),
        ) as server,
    ):
        with server.client() as client:
            upload(client, "Something to ask about.")
        _asked(server, groq, 2, seconds=2.0)  # one-time work is not counted
        usual = _asked(server, groq, CAPACITY)
        crowded = _asked(server, groq, CAPACITY * TIMES)
    baseline = _p99([each.ended for each in usual if each.status == 200])
    admitted = [each for each in crowded if each.status == 200]
    refused = [each for each in crowded if each.status == 503]
    took, told = _p99([each.ended for each in admitted]), _p99([each.ended for each in refused])
    broken = len(crowded) - len(admitted) - len(refused)
    broken += sum(each.last != "done" for each in admitted)
    return [
        Figure(
            f"{CAPACITY} clients, as many as answers may be written: p99 of a whole answer",
            f"{baseline:.0f} ms",
        ),
        Figure(
            f"{CAPACITY * TIMES} clients: answered, refused, failed",
            f"{len(admitted)}, {len(refused)}, {broken}",
            bar="none fails",
            met=not broken,
        ),
        Figure(
            "p99 of a whole answer among them",
            f"{took:.0f} ms, × {took / baseline:.2f}",
            bar=f"≤ {SLOWER:.0f} × that at capacity",
            met=took <= SLOWER * baseline < math.inf,
        ),
        Figure(
            "p99 of a refusal, which is 503 with `Retry-After`",
            f"{told:.0f} ms",
            bar=f"≤ {REFUSED_MS:.0f} ms",
            met=told <= REFUSED_MS and all("retry-after:" in each.headers for each in refused),
        ),
    ]


def _asked(
    server: QuothProcess, groq: GroqServer, clients: int, seconds: float = SECONDS
) -> Sequence[Asked]:
    """Let each client ask again and again, and return what became of all questions."""
    with server.client() as client:
        sessions = [create_session(client) for _ in range(clients)]
    # each reply takes a second, so no more than these are needed
    replies = answer(*["word "] * PIECES, "Done [1].", drip_seconds=DRIP)
    groq.enqueue(*[replies] * int(CAPACITY * (seconds + 10)))
    until = time.monotonic() + seconds
    found: list[Asked] = []

    chance = random.Random(3)  # noqa: S311 - not for secrets

    async def ask_on(session: str) -> None:
        while time.monotonic() < until:
            found.append(asked := await ask_one(server.port, session))
            if asked.status == 503:
                # clients of one second would come back in the same moment
                await asyncio.sleep(PAUSE * chance.uniform(0.5, 1.5))

    async def ask_all() -> None:
        await asyncio.gather(*(ask_on(each) for each in sessions))

    asyncio.run(ask_all())
    groq.clear()
    return found


def _p99(seconds: Sequence[float]) -> float:
    """Return the 99th percentile in milliseconds; without end if there are too few to tell."""
    if len(seconds) < ENOUGH:
        return math.inf
    return statistics.quantiles(seconds, n=100, method="inclusive")[98] * 1000
