"""Stopping, killing and starting again: what was acknowledged is still there."""

import signal
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.e2e.conversation import ask, create_session, history, upload
from tests.e2e.process import QuothProcess
from tests.fakes.groq_server import GroqServer, answer, groq_server_in_thread


@pytest.fixture
def groq() -> Iterator[GroqServer]:
    with groq_server_in_thread() as server:
        yield server


def database_processes(data_dir: Path) -> list[psutil.Process]:
    """Return the database servers that run on a data directory."""
    found = []
    for process in psutil.process_iter(["cmdline"]):
        line = process.info["cmdline"] or []
        if any(str(data_dir) in argument for argument in line) and "postgres" in line[0]:
            found.append(process)
    return found


def test_a_stopped_server_takes_its_database_with_it(data_dir: Path) -> None:
    """Ctrl-C ends the server with status 0, and no database server is left behind."""
    with QuothProcess(data_dir) as server:
        assert database_processes(data_dir)
        assert server.stop() == 0
    assert not database_processes(data_dir)


def test_a_stop_in_the_middle_of_an_answer_keeps_what_was_said(
    data_dir: Path, groq: GroqServer
) -> None:
    """After the grace the stream ends with an error, and the text reads as interrupted."""
    with QuothProcess(data_dir, groq.base_url, shutdown_grace_seconds=0.5) as server:
        with server.client() as client:
            session = create_session(client)
            groq.enqueue(answer(*["word "] * 300, drip_seconds=0.2))
            events = []
            for event in ask(client, session, "Tell me everything."):
                events.append(event)
                if event["type"] == "content" and len(events) < 5:
                    server.send(signal.SIGTERM)
        assert server.wait() == 0
    assert events[-1]["type"] == "error"
    assert events[-1]["code"] == "interrupted"
    assert events[-1]["partial"] is True
    with QuothProcess(data_dir) as server, server.client() as client:
        kept = history(client, session)[1]
    assert kept["finish_reason"] == "interrupted"
    assert kept["content"] == "".join(e["content"] for e in events if e["type"] == "content")


def test_a_short_answer_is_finished_before_the_server_ends(
    data_dir: Path, groq: GroqServer
) -> None:
    """An answer that ends within the grace ends as if nothing had happened."""
    with QuothProcess(data_dir, groq.base_url) as server, server.client() as client:
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
    """After kill -9 documents and messages are there, and the database can be stopped again."""
    with QuothProcess(data_dir, groq.base_url) as server, server.client() as client:
        document = upload(client, "Kept through a kill.", "kept.txt")
        session = create_session(client)
        groq.enqueue(answer(*["word "] * 300, drip_seconds=0.1))
        started = time.monotonic()
        for event in ask(client, session, "Tell me everything."):
            if event["type"] == "content" and time.monotonic() - started > 2.5:
                break
        server.send(signal.SIGKILL)
        server.wait()
    assert database_processes(data_dir)
    with QuothProcess(data_dir) as server, server.client() as client:
        assert client.get(f"/api/document/{document['document_id']}/").status_code == 200
        question, kept = history(client, session)
        assert question["content"] == "Tell me everything."
        assert kept["content"].startswith("word word")
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


def test_a_header_does_not_make_a_new_client(data_dir: Path) -> None:
    """The limit on questions goes by the address: a forged header does not get around it."""
    with QuothProcess(data_dir, chat_rate_limit=1) as server, server.client() as client:
        body = {"session_id": create_session(client), "message": "Anyone?"}
        statuses = [
            client.post(
                "/api/chat/", json=body, headers={"X-Forwarded-For": f"10.0.0.{n}"}
            ).status_code
            for n in range(3)
        ]
    assert statuses == [200, 429, 429]
