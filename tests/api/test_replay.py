"""Answers that are read from another process than the one that writes them."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from uuid import UUID

import httpx
import pytest

from application.answering.running_answers import RunningAnswers
from domain.conversation.message import FinishReason
from domain.errors import LanguageModelFailed
from entrypoints.settings import Settings
from tests.api.client import Client, events_of, problem_of, served
from tests.fakes.chats import LEASE_SECONDS
from tests.fakes.clock import Clock
from tests.fakes.wiring import Fakes


@pytest.fixture
async def other(fakes: Fakes, settings: Settings) -> AsyncIterator[Client]:
    """A second server on the same database."""
    async with served(fakes, settings) as client:
        yield client


async def begin(client: Client, fakes: Fakes) -> tuple[str, str, "asyncio.Task[httpx.Response]"]:
    """Ask, wait for the first piece, and return the session, the answer's id and the request."""
    await client.upload()
    session = await client.create_session()
    fakes.model.enqueue(["One ", "two."], pause=asyncio.Event())
    asking = asyncio.create_task(client.ask(session, "What?"))
    await fakes.model.asked.wait()
    message_id = str((await client.messages(session))[1]["message_id"])
    live = await client.container.get(RunningAnswers)
    while not await live.get(UUID(message_id)).read(2, 5.0):
        pass
    return session, message_id, asking


async def test_a_finished_answer_is_told_again_elsewhere(
    client: Client, other: Client, fakes: Fakes
) -> None:
    """Another process replays the same numbered events, of a new answer and of a cached one."""
    await client.upload()
    fakes.model.enqueue(["Alan ", "Stevenson [1]."])
    for _ in range(2):
        events = events_of(await client.ask(await client.create_session(), "Who built it?"))
        message_id = events[0]["message_id"]
        assert await other.events(message_id) == events
        assert await other.events(message_id, after=3) == events[3:]
        assert await other.events(message_id, after=len(events)) == []
    assert events[0]["cached"] is True


async def test_an_answer_that_failed_or_was_cancelled_is_told_again_elsewhere(
    client: Client, other: Client, fakes: Fakes
) -> None:
    """Another process replays a failure with its message, and a cancellation."""
    await client.upload()
    fakes.model.enqueue(["Half "], error=LanguageModelFailed("The model is on fire."))
    failed = events_of(await client.ask(await client.create_session(), "What?"))
    assert failed[-1]["error"] == "The model is on fire."
    assert await other.events(failed[0]["message_id"]) == failed
    fakes.model.asked.clear()
    _, message_id, asking = await begin(client, fakes)
    await client.http.post(f"/api/chat/{message_id}/cancel/")
    assert await other.events(message_id) == events_of(await asking)


async def test_an_answer_that_is_written_elsewhere_is_followed(
    client: Client, other: Client, fakes: Fakes
) -> None:
    """Another process streams what is saved until the answer ends."""
    session, message_id, asking = await begin(client, fakes)
    following = asyncio.create_task(other.events(message_id))
    await asyncio.sleep(0)
    await client.http.post(f"/api/chat/{message_id}/cancel/")
    assert await following == events_of(await asking)
    assert (await other.ask(session, "Next?")).status_code == 200


async def test_an_answer_that_is_written_elsewhere_cannot_be_cancelled(
    client: Client, other: Client, fakes: Fakes
) -> None:
    """Another process gets 409 when it cancels a running answer, and 202 after its end."""
    _, message_id, asking = await begin(client, fakes)
    response = await other.http.post(f"/api/chat/{message_id}/cancel/")
    assert (response.status_code, problem_of(response)["code"]) == (409, "answered_elsewhere")
    await client.http.post(f"/api/chat/{message_id}/cancel/")
    await asking
    assert (await other.http.post(f"/api/chat/{message_id}/cancel/")).status_code == 202


async def test_an_answer_whose_writer_was_killed_ends_for_every_reader(
    client: Client, other: Client, fakes: Fakes
) -> None:
    """If the writer dies, readers get the saved events and then interrupted."""
    clock = Clock()
    fakes.chats.clock = clock
    session, message_id, asking = await begin(client, fakes)
    asking.cancel()
    [kept] = [each for each in fakes.chats.messages.values() if str(each.id) == message_id]
    fakes.chats.messages[kept.id] = replace(
        kept, content="One ", stream=(-1, 4), metadata=replace(kept.metadata, question="What?")
    )
    clock.advance(LEASE_SECONDS)
    events = await other.events(message_id)
    assert [event["type"] for event in events] == ["start", "sources", "content", "error"]
    assert (events[-1]["code"], events[-1]["partial"]) == ("interrupted", True)
    for seen in (4, 9):
        [last] = await other.events(message_id, after=seen)
        assert last == {**events[-1], "id": seen + 1}
    answer = (await other.messages(session))[1]
    assert (answer["content"], answer["finish_reason"]) == ("One ", FinishReason.INTERRUPTED)
    fakes.model.enqueue("Again.")
    assert events_of(await other.ask(session, "What?"))[-1]["type"] == "done"
    await (await client.container.get(RunningAnswers)).drain(0.0)


async def test_a_question_has_no_events(client: Client) -> None:
    """Following or cancelling the id of a question returns 404."""
    session = await client.create_session()
    await client.ask(session, "What?")
    question = (await client.messages(session))[0]["message_id"]
    for method, what in (("GET", "events"), ("POST", "cancel")):
        response = await client.http.request(method, f"/api/chat/{question}/{what}/")
        assert (response.status_code, problem_of(response)["code"]) == (404, "message_not_found")
