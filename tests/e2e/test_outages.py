"""A database that restarts, freezes or cannot be reached while documents and questions arrive."""

import os
import random
import signal
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import httpx
import psutil
import pytest

from adapters.embedded_postgres import EmbeddedPostgres
from tests.e2e.conversation import ask, create_session, history
from tests.e2e.process import QuothProcess
from tests.fakes.groq_server import GroqServer, answer, groq_server_in_thread
from tests.support.databases import temporary_directory
from tests.support.silent_proxy import silent_proxy

RESTARTS = int(os.environ.get("TEST_OUTAGES", "2"))
REFUSED_SECONDS = 5.0  # until a request is refused
RECOVERY_SECONDS = 10.0  # until the server is healthy again
END_SECONDS = 60.0

pytestmark = [pytest.mark.faults, pytest.mark.timeout(1800)]


@dataclass
class Work:
    """What clients were told, each while the database comes and goes."""

    documents: list[str] = field(default_factory=list)
    questions: list[tuple[str, str]] = field(default_factory=list)  # session, message
    refusals: list[httpx.Response] = field(default_factory=list)
    stop: threading.Event = field(default_factory=threading.Event)


@pytest.fixture(scope="module")
def groq() -> Iterator[GroqServer]:
    with groq_server_in_thread() as server:
        yield server


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with temporary_directory() as folder:
        yield folder


@pytest.fixture(scope="module")
def database(folder: Path) -> Iterator[EmbeddedPostgres]:
    """A server of its own, which Quoth does not start or stop, and which keeps what it commits."""
    embedded = EmbeddedPostgres(folder / "database")
    embedded.start()
    try:
        yield embedded
    finally:
        embedded.stop()


@pytest.fixture(scope="module")
def server(folder: Path, database: EmbeddedPostgres, groq: GroqServer) -> Iterator[QuothProcess]:
    with QuothProcess(
        folder / "data", groq.base_url, chat_rate_limit=0, database_url=database.start()
    ) as process:
        yield process


def processes_of(folder: Path) -> list[psutil.Process]:
    """Return the postmaster and its children."""
    pid = (folder / "postgres" / "postmaster.pid").read_text().split("\n")[0]
    postmaster = psutil.Process(int(pid))
    return [postmaster, *postmaster.children()]


def upload_all_the_time(server: QuothProcess, work: Work) -> None:
    with server.client() as client:
        number = 0
        while not work.stop.is_set():
            number += 1
            sent = {"file": (f"note-{number}.txt", f"Note {number} of the mill.".encode())}
            response = client.post("/api/document/", files=sent)
            if response.status_code in (200, 201):
                work.documents.append(response.json()["document_id"])
            else:
                work.refusals.append(response)


def ask_all_the_time(server: QuothProcess, work: Work) -> None:
    with server.client() as client:
        while not work.stop.is_set():
            created = client.post("/api/session/create/")
            if created.status_code != 201:
                work.refusals.append(created)
                continue
            session = created.json()["session_id"]
            try:
                for event in ask(client, session, "What of the mill?"):
                    if event["type"] == "start":
                        work.questions.append((session, event["message_id"]))
            except httpx.HTTPError:
                pass  # refused before it began, which the next session is told


def eventually(condition: Callable[[], bool], seconds: float, what: str) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"not within {seconds} s: {what}"
        time.sleep(0.1)


def has_ended(client: httpx.Client, session: str, message_id: str) -> bool:
    """Return whether an answer that began has ended. It has to be there."""
    [found] = [each for each in history(client, session) if each["message_id"] == message_id]
    return found["finish_reason"] is not None


def is_healthy(client: httpx.Client) -> bool:
    return client.get("/api/health/").status_code == 200


def test_a_database_that_restarts_loses_nothing(
    server: QuothProcess, folder: Path, database: EmbeddedPostgres, groq: GroqServer
) -> None:
    """What was acknowledged is there after each restart, and Quoth needs none of its own."""
    work = Work()
    groq.enqueue(*[answer(*["word "] * 10, "Done [1].", drip_seconds=0.05)] * 2000)
    moments = random.Random(RESTARTS)  # noqa: S311 - the same moments each time
    clients = [
        threading.Thread(target=upload_all_the_time, args=(server, work)),
        threading.Thread(target=ask_all_the_time, args=(server, work)),
    ]
    for each in clients:
        each.start()
    try:
        with server.client() as client:
            for _ in range(RESTARTS):
                time.sleep(moments.uniform(0.5, 2.0))
                postmaster, *_ = processes_of(folder / "database")
                postmaster.send_signal(signal.SIGQUIT)  # the immediate mode
                psutil.wait_procs([postmaster], timeout=END_SECONDS)
                assert database.revive()
                eventually(lambda: is_healthy(client), RECOVERY_SECONDS, "healthy again")
    finally:
        work.stop.set()
        for each in clients:
            each.join()
    groq.clear()
    assert work.documents
    assert work.questions
    for refused in work.refusals:
        assert refused.status_code == 503, refused.text
        assert int(refused.headers["Retry-After"]) > 0
    with server.client() as client:
        for document_id in work.documents:
            document = client.get(f"/api/document/{document_id}/").json()
            assert (document["status"], document["total_chunks"]) == ("processed", 1), document
        for session, message_id in work.questions:
            eventually(
                partial(has_ended, client, session, message_id), END_SECONDS, "the end of an answer"
            )
    assert "Traceback" not in server.output


def refusals_at_once(server: QuothProcess, session: str) -> list[tuple[float, httpx.Response]]:
    """Return how long each kind of request took to be refused, and how."""

    def upload(client: httpx.Client) -> httpx.Response:
        return client.post("/api/document/", files={"file": ("frozen.txt", b"Ice on the mill.")})

    requests: list[Callable[[httpx.Client], httpx.Response]] = [
        lambda client: client.get("/api/document/"),
        lambda client: client.get(f"/api/session/{session}/"),
        lambda client: client.post("/api/search/", json={"query": "mill"}),
        lambda client: client.post("/api/chat/", json={"session_id": session, "message": "A?"}),
        lambda client: client.get("/api/health/"),
        upload,
    ]
    answers: list[tuple[float, httpx.Response]] = []

    def send(request: Callable[[httpx.Client], httpx.Response]) -> None:
        with server.client() as client:
            started = time.monotonic()
            response = request(client)
            answers.append((time.monotonic() - started, response))

    threads = [threading.Thread(target=send, args=(each,)) for each in requests]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(answers) == len(requests)
    return answers


def are_refused_soon(answers: list[tuple[float, httpx.Response]]) -> None:
    """Check that each request was told within seconds to come back later."""
    for seconds, refused in answers:
        assert refused.status_code == 503, refused.text
        assert int(refused.headers["Retry-After"]) > 0, refused.request.url
        assert seconds < REFUSED_SECONDS, (refused.request.url, seconds)


def test_a_database_that_freezes_is_unavailable_soon(server: QuothProcess, folder: Path) -> None:
    """Requests are refused within seconds, and everything goes on once it is thawed."""
    with server.client() as client:
        session = create_session(client)
        eventually(lambda: is_healthy(client), RECOVERY_SECONDS, "healthy before")
        frozen = processes_of(folder / "database")
        for each in frozen:
            each.suspend()
        try:
            answers = refusals_at_once(server, session)
        finally:
            for each in frozen:
                if each.is_running():
                    each.resume()
        are_refused_soon(answers)
        eventually(lambda: is_healthy(client), RECOVERY_SECONDS, "healthy again")
        sent = {"file": ("thawed.txt", b"The mill turns again.")}
        assert client.post("/api/document/", files=sent).status_code == 201


def test_a_database_that_cannot_be_reached_is_unavailable_soon(
    folder: Path, database: EmbeddedPostgres, groq: GroqServer
) -> None:
    """The network swallows everything and resets nothing: as if it froze, and nothing is lost."""
    groq.enqueue(*[answer(*["word "] * 10, "Done [1].", drip_seconds=0.05)] * 10)
    with (
        silent_proxy(database.start()) as proxy,
        QuothProcess(
            folder / "reached",
            groq.base_url,
            chat_rate_limit=0,
            database_url=proxy.dsn,
        ) as server,
        server.client() as client,
    ):
        sent = {"file": ("before.txt", b"The mill stands by the water.")}
        stored = client.post("/api/document/", files=sent).json()["document_id"]
        session = create_session(client)
        events = ask(client, session, "What of the mill?")
        message_id = next(each["message_id"] for each in events if each["type"] == "start")
        with proxy.swallowing():
            are_refused_soon(refusals_at_once(server, session))
        eventually(lambda: is_healthy(client), RECOVERY_SECONDS, "healthy again")
        assert client.get(f"/api/document/{stored}/").json()["status"] == "processed"
        eventually(partial(has_ended, client, session, message_id), END_SECONDS, "the answer ends")
        sent = {"file": ("after.txt", b"The mill is in reach again.")}
        assert client.post("/api/document/", files=sent).status_code == 201
        assert "Traceback" not in server.output
    groq.clear()
