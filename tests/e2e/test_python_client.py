"""The Python client against a real server over sockets that break."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from quoth import (
    Answer,
    AnswerEvent,
    AnswerParts,
    AsyncClient,
    Client,
    ConnectionFailed,
    DocumentErrorEvent,
    ProgressEvent,
    Retries,
)
from tests.e2e.process import QuothProcess, free_port
from tests.support.cutting_proxy import cutting

TEXT = (
    "🦜 Of the\u2028aviary.\n\nThe parrot Rosalind eats forty walnuts a day. The gate is green.\n"
)
QUESTION = "How many walnuts does the parrot Rosalind eat a day?"
SENTENCE = "The parrot Rosalind eats forty walnuts a day."
# before the first event, among the events, and before the last one
CUTS = (b'"message_id"', b'"type":"content"', b'"finish_reason"')


def whole(events: list[AnswerEvent]) -> Answer:
    """Return the answer that events make."""
    parts = AnswerParts()
    [answer] = [answer for event in events if (answer := parts.add(event))]
    return answer


@pytest.fixture
def aviary(server: QuothProcess) -> None:
    """A document about walnuts."""
    with Client(server.base_url) as client:
        client.documents.upload(TEXT.encode(), name="aviary.txt")


@pytest.mark.usefixtures("aviary")
def test_an_answer_survives_broken_connections(server: QuothProcess) -> None:
    """Cut off three times, the blocking client yields each event once, and the same answer."""
    with Client(server.base_url) as client, cutting(server.port, *CUTS) as proxy:
        expected = client.ask(QUESTION)
        assert [each.cited_text for each in expected.citations if each.verified] == [SENTENCE]
        with Client(proxy.address) as cut_off:
            answer = whole(list(cut_off.stream(QUESTION)))
        assert proxy.cuts == []
        assert answer.content == expected.content
        [citation] = answer.citations
        read = client.documents.content(
            citation.document_id, start=citation.char_start, end=citation.char_end
        )
        assert read == SENTENCE
        # the question that was sent again was answered once
        sessions = client.sessions.list()
        assert all(len(client.sessions.get(next(sessions).session_id).messages) == 2 for _ in "ab")


@pytest.mark.usefixtures("aviary")
async def test_the_client_for_asyncio_survives_them_too(server: QuothProcess) -> None:
    """So do many answers at once through the other client."""
    with cutting(server.port, *CUTS * 2) as proxy:
        async with AsyncClient(proxy.address) as client:
            answers = await asyncio.gather(*(client.ask(QUESTION) for _ in range(3)))
        assert proxy.cuts == []
    assert {SENTENCE in each.content for each in answers} == {True}


def test_an_upload_whose_response_is_lost_is_stored_once(
    server: QuothProcess, tmp_path: Path
) -> None:
    """It is sent again with its key, and the first response comes back."""
    file = tmp_path / "gate.txt"
    file.write_text("The gate of the aviary is painted green.")
    with cutting(server.port, b"HTTP/1.1 201") as proxy, Client(proxy.address) as client:
        stored = client.documents.upload(file)
        assert proxy.cuts == []
        assert stored.created
        assert client.documents.put("gates/1", file).change == "created"
        client.documents.delete(stored.document_id)


def test_work_is_followed_through_broken_connections(server: QuothProcess, tmp_path: Path) -> None:
    """A large file is queued, listed, followed from where a connection broke, and cancelled."""
    file = tmp_path / "long.csv"
    file.write_text("name,weight\n" + "".join(f"walnut {n},{n * 7}\n" for n in range(60_000)))
    with cutting(server.port, b'"type":"progress"') as proxy, Client(proxy.address) as client:
        queued = client.documents.upload(file, wait=False)
        assert [each.document_id for each in client.jobs()] == [queued.document_id]
        events = client.documents.events(queued.document_id)
        assert isinstance(next(events), ProgressEvent)
        assert proxy.cuts == []
        client.documents.cancel(queued.document_id)
        *_, last = events
        assert isinstance(last, DocumentErrorEvent)
        assert last.code == "processing_cancelled"
        assert [each.state for each in client.jobs(state="cancelled")] == ["cancelled"]
        client.documents.delete(queued.document_id)


@contextmanager
def silent_server() -> Iterator[str]:
    """Accept connections, and say nothing."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"


def test_a_server_that_is_not_there_is_said() -> None:
    """The error names the address, and whether the request was sent."""
    with (
        Client(f"http://127.0.0.1:{free_port()}", retries=Retries(1)) as client,
        pytest.raises(ConnectionFailed, match="cannot be reached") as raised,
    ):
        client.health()
    assert not raised.value.sent
    with (
        silent_server() as address,
        Client(address, timeout=0.2, retries=Retries(0)) as client,
        pytest.raises(ConnectionFailed, match="timed out") as raised,
    ):
        client.health()
    assert raised.value.sent
