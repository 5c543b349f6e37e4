"""Clients that never read: what they cost is bounded, and the others do not notice them."""

import time
from collections.abc import Iterator
from contextlib import ExitStack

import psutil
import pytest

from tests.e2e.conversation import ask, create_session, history, never_reading, upload
from tests.e2e.process import QuothProcess
from tests.fakes.groq_server import Fault, GroqServer, answer, broken_off, groq_server_in_thread
from tests.support.databases import temporary_directory

READERS = 50
PIECE = "x" * 1000
PIECES = 4000
MEGABYTE = 1_000_000


@pytest.fixture
def groq() -> Iterator[GroqServer]:
    with groq_server_in_thread() as server:
        yield server


def test_readers_that_never_read_cost_a_bounded_buffer_each(groq: GroqServer) -> None:
    """50 of them on an answer of 4 MB do not hold 50 times that, and another answer streams."""
    with (
        temporary_directory() as folder,
        QuothProcess(folder / "data", groq.base_url, chat_rate_limit=0) as server,
        server.client() as client,
        ExitStack() as readers,
    ):
        upload(client, "Something to ask about.")
        groq.enqueue(answer("Warm."))
        list(ask(client, create_session(client), "Warm?"))
        session = create_session(client)
        groq.enqueue(broken_off(*[PIECE] * PIECES, by=Fault.STALL))
        readers.enter_context(never_reading(server, session))
        while len(messages := history(client, session)) < 2:
            time.sleep(0.05)
        before = psutil.Process(server.pid).memory_info().rss
        for _ in range(READERS):
            message_id = messages[1]["message_id"]
            readers.enter_context(never_reading(server, message_id=message_id))
        while len(history(client, session)[1]["content"]) < len(PIECE) * PIECES:
            time.sleep(0.2)
        groq.enqueue(answer("Not ", "held up."))
        events = list(ask(client, create_session(client), "Is anybody held up?"))
        grown = psutil.Process(server.pid).memory_info().rss - before
        assert [each["type"] for each in events] == ["start", "sources", *["content"] * 2, "done"]
        assert grown < READERS * len(PIECE) * PIECES / 2
