"""Answers that are read from another process than the one that writes them."""

import asyncio
from collections.abc import AsyncIterator
from uuid import UUID

import httpx
import pytest

from application.answering.hear_answers import HearAnswers
from application.answering.keep_answers import KeepAnswers
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


async def killed(client: Client) -> None:
    """Let a server store nothing any more, as if it had been killed."""
    keep = await client.container.get(KeepAnswers)
    assert keep._work is not None
    keep._work.cancel()


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


async def test_an_answer_that_is_written_elsewhere_is_followed_and_cancelled(
    client: Client, other: Client, fakes: Fakes
) -> None:
    """Another process streams it while it is written, and stops it."""
    session, message_id, asking = await begin(client, fakes)
    hearing = [
        asyncio.create_task((await each.container.get(HearAnswers)).execute())
        for each in (client, other)
    ]
    following = asyncio.create_task(other.events(message_id))
    await asyncio.sleep(0)
    response = await other.http.post(f"/api/chat/{message_id}/cancel/")
    assert response.status_code == 202
    events = events_of(await asking)
    assert await following == events
    assert (events[-1]["type"], events[-1]["finish_reason"]) == ("done", "cancelled")
    assert (await other.http.post(f"/api/chat/{message_id}/cancel/")).status_code == 202
    assert (await other.ask(session, "Next?")).status_code == 200
    for each in hearing:
        each.cancel()


async def test_no_lost_signal_keeps_an_answer_from_being_followed_or_cancelled(
    client: Client, other: Client, fakes: Fakes
) -> None:
    """Who follows looks by itself, and who writes sees the request to stop in time."""
    fakes.channel.cut = True
    _, message_id, asking = await begin(client, fakes)
    following = asyncio.create_task(other.events(message_id))
    await asyncio.sleep(0)
    await other.http.post(f"/api/chat/{message_id}/cancel/")
    assert await following == events_of(await asking)


async def test_an_answer_whose_writer_was_killed_ends_for_every_reader(
    client: Client, other: Client, fakes: Fakes
) -> None:
    """If the writer dies, readers get the saved events and then interrupted."""
    clock = Clock()
    fakes.chats.clock = clock
    session, message_id, asking = await begin(client, fakes)
    while not (said := (await other.messages(session))[1]["content"]):  # noqa: ASYNC110 - the fake has no event for it
        await asyncio.sleep(0.01)
    await killed(client)
    clock.advance(LEASE_SECONDS)
    events = await other.events(message_id)
    assert [event["type"] for event in events] == ["start", "sources", "content", "error"]
    assert (events[-1]["code"], events[-1]["partial"]) == ("interrupted", True)
    for seen in (4, 9):
        [last] = await other.events(message_id, after=seen)
        assert last == {**events[-1], "id": seen + 1}
    answer = (await other.messages(session))[1]
    assert (answer["content"], answer["finish_reason"]) == (said, FinishReason.INTERRUPTED)
    fakes.model.enqueue("Again.")
    assert events_of(await other.ask(session, "What?"))[-1]["type"] == "done"
    asking.cancel()
    await (await client.container.get(RunningAnswers)).drain(0.0)


async def test_a_question_has_no_events(client: Client) -> None:
    """Following or cancelling the id of a question returns 404."""
    session = await client.create_session()
    await client.ask(session, "What?")
    question = (await client.messages(session))[0]["message_id"]
    for method, what in (("GET", "events"), ("POST", "cancel")):
        response = await client.http.request(method, f"/api/chat/{question}/{what}/")
        assert (response.status_code, problem_of(response)["code"]) == (404, "message_not_found")
