"""Latency of chat: how long answers take to begin, for one user and for many.

The model answers immediately or after a known time, so that the server's share remains.
"""

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import httpx

from tests.benchmarks.figures import Figure, p50, p95, percentiles
from tests.e2e.conversation import create_session
from tests.e2e.process import QuothProcess
from tests.fakes.groq_server import GroqServer, answer

WARM_UP = 5
USERS, ANSWERS_EACH = 20, 5
PIECES_READ, DRIP = 20, 0.1  # seconds between the pieces of an answer
READING = (PIECES_READ + 3) * DRIP  # with the time before and after the pieces
FIRST_EVENT_P50, CONTENT_P50, CONTENT_P95 = 15.0, 40.0, 90.0


def one_user(client: httpx.Client, groq: GroqServer, asked: Sequence[str]) -> list[Figure]:
    """Ask one question after the other; the first few are not counted."""
    groq.enqueue(*[answer("At once. ", "Done [1].")] * len(asked))
    measured = [_first_ones(client, question) for question in asked][WARM_UP:]
    events, contents = zip(*measured, strict=True)
    return [
        Figure(
            "time to the first event",
            percentiles(events),
            bar=f"≤ {FIRST_EVENT_P50:.0f} ms p50",
            met=p50(events) <= FIRST_EVENT_P50,
        ),
        Figure(
            "time to the first content, the server's share",
            percentiles(contents),
            bar=f"≤ {CONTENT_P50:.0f} ms p50",
            met=p50(contents) <= CONTENT_P50,
        ),
    ]


def many_users(server: QuothProcess, groq: GroqServer, asked: Sequence[str]) -> list[Figure]:
    """Let users ask concurrently, each the next question as soon as the last is answered.

    First, every answer takes as long as one of a hosted model. Then every answer comes immediately
    and no user pauses, which overloads the server.
    """
    half = USERS * ANSWERS_EACH
    groq.enqueue(*[answer(*["word "] * PIECES_READ, drip_seconds=DRIP)] * half)
    # the first piece is the second event
    reading = [each - 2 * DRIP for each in _contents(server, asked[:half], pause=READING / USERS)]
    groq.enqueue(*[answer("At once. ", "Done [1].")] * half)
    hurried = _contents(server, asked[half:], pause=0)
    return [
        Figure(
            f"the same with {USERS} users, whose answers take {READING:.1f} s each",
            percentiles(reading),
            bar=f"≤ {CONTENT_P95:.0f} ms p95",
            met=p95(reading) <= CONTENT_P95,
        ),
        Figure(f"the same with {USERS} users who never pause", percentiles(hurried)),
    ]


def _contents(server: QuothProcess, asked: Sequence[str], pause: float) -> list[float]:
    """Return the seconds to each first content; the users begin one after the other."""

    def ask(user: int) -> list[float]:
        time.sleep(user * pause)
        with server.client() as client:
            return [_first_ones(client, question)[1] for question in asked[user::USERS]]

    with ThreadPoolExecutor(USERS) as threads:
        return [each for own in threads.map(ask, range(USERS)) for each in own]


def _first_ones(client: httpx.Client, question: str) -> tuple[float, float]:
    """Return the seconds to the first event of an answer and to its first content."""
    session = create_session(client)
    body = {"session_id": session, "message": question}
    event = content = 0.0
    started = time.perf_counter()
    with client.stream("POST", "/api/chat/", json=body) as response:
        for line in response.iter_lines():  # to the end, as a reader does
            elapsed = time.perf_counter() - started
            event = event or elapsed
            if '"type":"content"' in line:
                content = content or elapsed
    if not content:
        raise RuntimeError(f"the answer to {question!r} has no content")
    return event, content
