"""Many clients in the same moment: each gets an answer or a refusal, and none leaves a trace.

Clients that never read cost little, and the others do not notice them.
"""

import asyncio
import os
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import httpx
import psutil
import pytest

from tests.e2e.conversation import ask, create_session, history, never_reading, upload
from tests.e2e.crowd import ask_at_once, places_for
from tests.e2e.process import QuothProcess
from tests.fakes.groq_server import Fault, GroqServer, answer, broken_off, groq_server_in_thread
from tests.support.databases import temporary_directory

# hundreds of answers at once take a busy machine longer than the limit of other tests
pytestmark = pytest.mark.timeout(600)

LEAVING = int(os.environ.get("TEST_LEAVING", "50"))  # `make test-faults` sets it
# few enough for a busy machine, where all of a crowd wait for one another
CAPACITY = max(60, LEAVING)
UPLOADS = 50
WORDS = 20
IDLE_SECONDS = 6.0  # by then idle connections to the model are closed
MOST_SECONDS = 60.0
READERS = 50
PIECE = "x" * 1000
PIECES = 2000


@pytest.fixture(scope="module")
def groq() -> Iterator[GroqServer]:
    with groq_server_in_thread() as server:
        yield server


@pytest.fixture(scope="module")
def server(groq: GroqServer) -> Iterator[QuothProcess]:
    with (
        temporary_directory() as folder,
        QuothProcess(
            folder / "data", groq.base_url, chat_rate_limit=0, max_answers=places_for(CAPACITY)
        ) as process,
        process.client() as client,
    ):
        upload(client, "Something to ask about.")
        ask_at_once(process, [create_session(client)])  # one-time work
        yield process


@pytest.fixture(autouse=True)
def script(groq: GroqServer) -> Iterator[None]:
    """No test finds the replies of another."""
    yield
    groq.clear()


def test_a_crowd_is_answered_or_refused_at_once(server: QuothProcess, groq: GroqServer) -> None:
    """As many questions as the server admits are answered; the others are told when to return."""
    with server.client() as client:
        sessions = [create_session(client) for _ in range(2 * CAPACITY)]
    groq.enqueue(*[answer("At once. ", "Done [1].", drip_seconds=0.1)] * len(sessions))
    asked = ask_at_once(server, sessions)
    admitted = [each for each in asked if each.status == 200]
    refused = [each for each in asked if each.status == 503]
    assert len(admitted) >= CAPACITY
    assert len(admitted) + len(refused) == len(asked)
    assert {each.last for each in admitted} == {"done"}
    assert all("retry-after: 5" in each.headers for each in refused)
    assert max((each.begun for each in refused), default=0) < max(each.begun for each in admitted)


async def send_at_once(
    server: QuothProcess, name: str, content: bytes, wait: str
) -> list[httpx.Response]:
    """Upload one file from many clients in the same moment."""
    limits = httpx.Limits(max_connections=UPLOADS)
    url = f"http://127.0.0.1:{server.port}/api/document/"
    async with httpx.AsyncClient(limits=limits, timeout=MOST_SECONDS) as client:
        return await asyncio.gather(
            *(
                client.post(url, files={"file": (name, content)}, params={"wait": wait})
                for _ in range(UPLOADS)
            )
        )


@pytest.mark.parametrize("wait", ["true", "false"])
def test_one_file_that_many_upload_is_one_document(server: QuothProcess, wait: str) -> None:
    """All get the same document, whether they wait for it or a worker makes it, with one text."""
    text = "\n\n".join(f"Paragraph {number} of {wait}: the heron fishes." for number in range(90))
    answers = asyncio.run(send_at_once(server, "crowd.txt", text.encode(), wait))
    assert {each.status_code for each in answers} <= {200, 201 if wait == "true" else 202}
    [document_id] = {each.json()["document_id"] for each in answers}
    with server.client() as client:
        done = until_ended(client, document_id)
        listed = client.get("/api/document/", params={"filename": "crowd.txt", "limit": 200}).json()
        chunks = client.get(f"/api/document/{document_id}/chunk/", params={"limit": 200}).json()
        assert done["status"] == "processed"
        assert [each["document_id"] for each in listed["items"]] == [document_id]
        assert len(chunks["items"]) == done["total_chunks"]
        assert {text[each["char_start"] : each["char_end"]] for each in chunks["items"]} == {
            each["content"] for each in chunks["items"]
        }
        client.delete(f"/api/document/{document_id}/")


def test_a_file_that_fails_fails_once_for_all_who_upload_it(server: QuothProcess) -> None:
    """Who waits is told what is wrong, and nothing is stored; what is queued fails as one."""
    damaged = b"%PDF-1.7\nThis is the beginning of a file that was cut off."
    told = asyncio.run(send_at_once(server, "damaged.pdf", damaged, "true"))
    assert {(each.status_code, each.json()["code"]) for each in told} == {(422, "file_damaged")}
    with server.client() as client:
        find = {"filename": "damaged.pdf"}
        assert client.get("/api/document/", params=find).json()["items"] == []
        queued = asyncio.run(send_at_once(server, "damaged.pdf", damaged, "false"))
        assert {each.status_code for each in queued} == {202}
        [document_id] = {each.json()["document_id"] for each in queued}
        failed = until_ended(client, document_id)
        assert (failed["status"], failed["total_chunks"]) == ("failed", 0)
        assert failed["error_message"]
        assert client.get("/api/document/", params=find).json()["items"] == [failed]
        client.delete(f"/api/document/{document_id}/")


def until_ended(client: httpx.Client, document_id: str) -> dict[str, Any]:
    """Return a document once the work on it has ended: its stream of events ends then."""
    client.get(f"/api/document/{document_id}/events/", timeout=MOST_SECONDS)
    document: dict[str, Any] = client.get(f"/api/document/{document_id}/").json()
    return document


def tasks_of(server: QuothProcess) -> int:
    """Return how many tasks the event loop of a server has."""
    with server.client() as client:
        lines = client.get("/metrics").text.splitlines()
    [found] = [float(line.split()[1]) for line in lines if line.startswith("quoth_tasks ")]
    return int(found)


@pytest.mark.faults
def test_clients_that_leave_cost_nothing(server: QuothProcess, groq: GroqServer) -> None:
    """Every answer ends as if its client had stayed; no descriptor and no task is left of it.

    Connections to clients, to the model and to the database are descriptors.
    """
    with server.client() as client:
        # as many as will leave open the connections to the database that stay for the next ones
        ask_at_once(server, [create_session(client) for _ in range(LEAVING)])
    time.sleep(IDLE_SECONDS)
    process = psutil.Process(server.pid)
    before, tasks_before = process.num_fds(), tasks_of(server)
    with server.client() as client:
        sessions = [create_session(client) for _ in range(LEAVING)]
        groq.enqueue(*[answer(*["word "] * WORDS, "Done [1].", drip_seconds=0.1)] * LEAVING)
        left = ask_at_once(server, sessions, leave_after=300)
        assert {each.status for each in left} == {200}
        deadline = time.monotonic() + MOST_SECONDS
        ends = Counter[str | None]({None: LEAVING})
        while None in ends and time.monotonic() < deadline:
            time.sleep(0.5)
            messages = [history(client, each)[-1] for each in sessions]
            ends = Counter(each["finish_reason"] for each in messages)
        assert ends == {"stop": LEAVING}
        assert {each["content"] for each in messages} == {"word " * WORDS + "Done [1]."}
    while max(more := (process.num_fds() - before, tasks_of(server) - tasks_before)) > 0:
        assert time.monotonic() < deadline, more
        time.sleep(0.2)  # an idle connection to the model or the database closes later


def test_readers_that_never_read_cost_a_bounded_buffer_each(
    server: QuothProcess, groq: GroqServer
) -> None:
    """50 of them on an answer of 2 MB do not hold 50 times that, and another answer streams."""
    with server.client() as client, ExitStack() as readers:
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
