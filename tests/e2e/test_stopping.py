"""Stopping, killing and starting again: what was acknowledged is still there."""

import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.conversation import (
    ask,
    create_session,
    follow,
    history,
    never_reading,
    text_of,
    upload,
)
from tests.e2e.process import QuothProcess, database_processes
from tests.fakes.groq_server import GroqServer, answer, groq_server_in_thread

# a busy machine begins fifty answers late
pytestmark = pytest.mark.timeout(300)

STREAMS = 50
GRACE = 0.5


@pytest.fixture
def groq() -> Iterator[GroqServer]:
    with groq_server_in_thread() as server:
        yield server


def test_a_stop_with_many_answers_under_way_keeps_what_was_said(
    data_dir: Path, groq: GroqServer
) -> None:
    """After the grace each stream ends with an error, and its text reads as interrupted.

    The process ends soon after its grace, although one client reads nothing.
    """
    server = QuothProcess(data_dir, groq.base_url, shutdown_grace_seconds=GRACE, chat_rate_limit=0)
    with server, server.client() as client:
        upload(client, "Something to ask about.")
        sessions = [create_session(client) for _ in range(STREAMS)]
        groq.enqueue(*(answer(*["word "] * 300, drip_seconds=0.2) for _ in range(STREAMS + 1)))
        # a reader that fails ends the wait of the others
        begun = threading.Barrier(STREAMS + 1, timeout=60)

        def read(session: str) -> list[dict[str, Any]]:
            events = []
            with server.client() as own:
                for event in ask(own, session, f"Question of {session}?"):
                    events.append(event)
                    if len(events) == 4:
                        begun.wait()
            return events

        with (
            ThreadPoolExecutor(STREAMS) as threads,
            never_reading(server, create_session(client)),
        ):
            reading = [threads.submit(read, session) for session in sessions]
            begun.wait()
            server.send(signal.SIGTERM)
            status = server.wait(GRACE + 3)
            streams = [each.result() for each in reading]
    assert status == 0
    for events in streams:
        assert [each["type"] for each in events].count("error") == 1
        assert (events[-1]["code"], events[-1]["partial"]) == ("interrupted", True)
    with QuothProcess(data_dir) as server, server.client() as client:
        for session, events in zip(sessions, streams, strict=True):
            kept = history(client, session)[1]
            assert kept["finish_reason"] == "interrupted"
            assert kept["content"] == text_of(events)
        told_again = follow(client, events[0]["message_id"])
    assert [{**each, "id": n} for n, each in enumerate(events, 1)] == told_again


def test_a_short_answer_is_finished_before_the_server_ends(
    data_dir: Path, groq: GroqServer
) -> None:
    """An answer that ends within the grace ends as if nothing had happened."""
    with QuothProcess(data_dir, groq.base_url) as server, server.client() as client:
        upload(client, "Something to ask about.")
        groq.enqueue(answer("One ", "two.", drip_seconds=0.5))
        events = []
        for event in ask(client, create_session(client), "Count."):
            events.append(event)
            if event["type"] == "content" and len(events) < 4:
                server.send(signal.SIGTERM)
        assert server.wait() == 0
    assert events[-1]["type"] == "done"


def test_a_killed_server_loses_nothing_that_was_acknowledged(
    data_dir: Path, groq: GroqServer
) -> None:
    """After kill -9 and a restart documents, answers and keys are there, and streams end.

    The answer that was being written is soon interrupted, with its text up to the last second, and
    its question can be asked again. An answer that had ended is told again as it was.
    """
    with QuothProcess(data_dir, groq.base_url) as server, server.client() as client:
        document = upload(client, "Kept through a kill.", "kept.txt")
        session = create_session(client)
        groq.enqueue(answer("It is ", "kept [1]."))
        whole = list(ask(client, session, "What is kept?", key="first"))
        cut_off = create_session(client)  # in the other one the question would first be rewritten
        groq.enqueue(answer(*["word "] * 300, drip_seconds=0.1))
        started = time.monotonic()
        seen = 0
        acknowledged = broken = ""
        for event in ask(client, cut_off, "Tell me everything."):
            seen += 1
            broken = broken or event.get("message_id", "")
            elapsed = time.monotonic() - started
            if event["type"] == "content" and elapsed < 1.5:
                acknowledged += event["content"]
            if elapsed > 3.0:
                break
        server.send(signal.SIGKILL)
        server.wait()
    assert database_processes(data_dir)
    with QuothProcess(data_dir, groq.base_url) as server, server.client() as client:
        assert client.get(f"/api/document/{document['document_id']}/").status_code == 200
        told_again = list(ask(client, session, "What is kept?", key="first"))
        assert told_again == whole
        assert follow(client, whole[0]["message_id"], after=2) == [
            {"id": n, **event} for n, event in enumerate(whole, 1) if n > 2
        ]
        # the stream goes on where it was cut: with its end, however much of it was lost
        [*_, end] = follow(client, broken, after=seen)
        assert (end["type"], end["code"], end["partial"]) == ("error", "interrupted", True)
        question, kept = history(client, cut_off)
        assert question["content"] == "Tell me everything."
        assert kept["finish_reason"] == "interrupted"
        assert acknowledged
        assert kept["content"].startswith(acknowledged)
        groq.enqueue(answer("Now all."))
        assert list(ask(client, cut_off, "Tell me everything."))[-1]["type"] == "done"
    assert not database_processes(data_dir)


def test_a_stop_that_comes_early_is_a_stop(data_dir: Path) -> None:
    """A server that is asked to end while it still starts ends, with status 0."""
    server = QuothProcess(data_dir)
    server.spawn()
    while "language model:" not in server.output:
        time.sleep(0.01)
    server.send(signal.SIGTERM)
    assert server.wait() == 0
    assert not database_processes(data_dir)
