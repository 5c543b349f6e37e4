"""Requests that are repeated under an idempotency key."""

import asyncio
from uuid import uuid4

import pytest

from domain.errors import LanguageModelFailed
from entrypoints.settings import Settings
from tests.api.client import Client, events_of, problem_of
from tests.fakes.wiring import Fakes, test_settings


@pytest.fixture
def settings() -> Settings:
    return test_settings(chat_rate_limit=2)


async def test_the_same_key_gives_the_same_stream(client: Client, fakes: Fakes) -> None:
    """Repeating a question under its key replays the stream and does not count as a question."""
    await client.upload()
    session = await client.create_session()
    first = events_of(await client.ask(session, "What?", key="a"))
    for _ in range(3):
        assert events_of(await client.ask(session, "What?", key="a")) == first
    assert len(fakes.model.history) == 1
    assert len(await client.messages(session)) == 2
    assert (await client.ask(session, "What else?", key="b")).status_code == 200
    assert (await client.ask(session, "And?", key="c")).status_code == 429


async def test_a_key_joins_the_answer_that_is_being_written(client: Client, fakes: Fakes) -> None:
    """Repeating a question while it is answered streams all its events instead of a 409."""
    await client.upload()
    session = await client.create_session()
    gate = asyncio.Event()
    fakes.model.enqueue(["One ", "two."], pause=gate)
    asking = [asyncio.create_task(client.ask(session, "What?", key="a")) for _ in range(5)]
    await fakes.model.asked.wait()
    asking.append(asyncio.create_task(client.ask(session, "What?", key="a")))
    gate.set()
    streams = [events_of(await each) for each in asking]
    assert all(stream == streams[0] for stream in streams)
    assert streams[0][-1]["type"] == "done"
    assert len(fakes.model.history) == 1


async def test_a_failed_answer_stays_failed_under_its_key(client: Client, fakes: Fakes) -> None:
    """Repeating a failed question under its key replays the failure."""
    await client.upload()
    session = await client.create_session()
    fakes.model.enqueue(["Half "], error=LanguageModelFailed())
    first = events_of(await client.ask(session, "What?", key="a"))
    assert first[-1]["type"] == "error"
    assert events_of(await client.ask(session, "What?", key="a")) == first


@pytest.mark.parametrize("change", ["message", "session", "cache"])
async def test_another_question_under_the_key_is_422(client: Client, change: str) -> None:
    """A different message, session or option under the same key is refused and not stored."""
    session = await client.create_session()
    await client.ask(session, "What?", key="a")
    other = await client.create_session() if change == "session" else session
    message = "Else?" if change == "message" else "What?"
    response = await client.ask(other, message, key="a", cache=change != "cache")
    assert response.status_code == 422
    assert problem_of(response)["code"] == "idempotency_key_reused"
    assert len(await client.messages(session)) == 2


async def test_a_question_that_was_refused_may_be_sent_again(client: Client) -> None:
    """A refused request does not use up its key."""
    session = await client.create_session()
    assert (await client.ask(str(uuid4()), "What?", key="a")).status_code == 404
    assert (await client.ask(session, " ", key="a")).status_code == 400
    assert (await client.ask(session, "What?", key="a")).status_code == 200


@pytest.mark.parametrize("key", ["", "a b", "a" * 256, "schlüssel", "a\x7f"])
async def test_a_key_that_is_none_is_400(client: Client, key: str) -> None:
    """A key must have 1 to 255 visible ASCII characters."""
    for path, body in (("chat", {"json": {}}), ("document", {"files": {"file": ("a.txt", b"a")}})):
        response = await client.http.post(
            f"/api/{path}/", headers=[(b"idempotency-key", key.encode("latin-1"))], **body
        )
        assert response.status_code == 400
        assert problem_of(response)["code"] == "invalid_request"


async def test_the_longest_key_is_a_key(client: Client) -> None:
    """A key of 255 characters is accepted, including the first and last visible ones."""
    key = "!~" + "k" * 253
    assert (await client.ask(await client.create_session(), "What?", key=key)).status_code == 200


async def test_an_answer_that_was_deleted_is_not_made_again(client: Client) -> None:
    """Repeating a question whose answer was deleted returns 404."""
    session = await client.create_session()
    await client.ask(session, "What?", key="a")
    await client.http.delete(f"/api/session/{session}/")
    response = await client.ask(session, "What?", key="a")
    assert (response.status_code, problem_of(response)["code"]) == (404, "message_not_found")


async def test_an_upload_under_its_key_is_answered_as_before(client: Client) -> None:
    """Repeating the upload that created a document under its key returns 201 again.

    Without a key, or under another one, the upload returns 200.
    """
    first = await client.upload(key="a")
    again = await client.upload(key="a")
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == first.json()
    for other in (None, "b", "b"):
        response = await client.upload(key=other)
        assert (response.status_code, response.json()) == (200, first.json())


async def test_uploads_at_once_under_one_key_are_one(client: Client, fakes: Fakes) -> None:
    """Concurrent uploads under one key all return the same 201 and store one document."""
    responses = await asyncio.gather(*(client.upload(key="a") for _ in range(5)))
    assert {response.status_code for response in responses} == {201}
    assert len({response.text for response in responses}) == 1
    assert len(fakes.library.entries) == 1


@pytest.mark.parametrize(("content", "name"), [("Else.", "lighthouse.txt"), (None, "b.txt")])
async def test_another_file_under_the_key_is_422(
    client: Client, fakes: Fakes, content: str | None, name: str
) -> None:
    """Different bytes or a different name under the same key are refused and not stored."""
    await client.upload("Text.", key="a")
    response = await client.upload(content or "Text.", name, key="a")
    assert (response.status_code, problem_of(response)["code"]) == (422, "idempotency_key_reused")
    assert len(fakes.library.entries) == 1
