"""Cached answers, and one answer shared by concurrent identical questions."""

import asyncio
from uuid import UUID

import httpx
import pytest

from application.answering.answer_cache import AnswerCache
from application.answering.running_answers import RunningAnswers
from domain.conversation.message import FinishReason
from domain.errors import LanguageModelFailed
from tests.api.client import Client, events_of
from tests.fakes.wiring import Fakes

ASKERS = 10


async def ask(client: Client) -> "tuple[str, asyncio.Task[httpx.Response]]":
    """Ask in a new session; return the answer's id and the request once its stream has begun."""
    session = await client.create_session()
    asking = asyncio.create_task(client.ask(session, "Who built it?"))
    live = await client.container.get(RunningAnswers)
    while len(messages := await client.messages(session)) < 2:  # noqa: ASYNC110 - a poll of HTTP
        await asyncio.sleep(0)
    message_id = str(messages[1]["message_id"])
    assert await live.get(UUID(message_id)).read(0, 5.0)
    return message_id, asking


async def test_identical_questions_at_once_share_one_call(client: Client, fakes: Fakes) -> None:
    """Concurrent identical questions call the model once, and each stream has the whole answer."""
    await client.upload()
    gate = asyncio.Event()
    fakes.model.enqueue(["Alan ", "Stevenson [1]."], pause=gate)
    asking = [await ask(client) for _ in range(ASKERS)]
    gate.set()
    streams = [events_of(await each) for _, each in asking]
    assert len(fakes.model.history) == 1
    assert [stream[0]["cached"] for stream in streams] == [False] + [True] * (ASKERS - 1)
    assert all(stream[1:-1] == streams[0][1:-1] for stream in streams)
    assert {stream[-1]["finish_reason"] for stream in streams} == {"stop"}
    assert len({stream[-1]["message_id"] for stream in streams}) == ASKERS


@pytest.mark.parametrize("fate", ["fails", "is cancelled"])
async def test_whoever_waited_in_vain_gets_an_own_answer(
    client: Client, fakes: Fakes, fate: str
) -> None:
    """If the shared answer fails or is cancelled, the waiting question gets its own answer."""
    await client.upload()
    gate = asyncio.Event()
    fakes.model.enqueue(["Half "], error=LanguageModelFailed(), pause=gate)
    first_id, first = await ask(client)
    await fakes.model.asked.wait()
    _, second = await ask(client)
    fakes.model.enqueue("Whole.")
    if fate == "fails":
        gate.set()
    else:
        await client.http.post(f"/api/chat/{first_id}/cancel/")
    ended = events_of(await first)[-1]
    assert ended.get("finish_reason") == (None if fate == "fails" else FinishReason.CANCELLED)
    events = events_of(await second)
    assert [each["type"] for each in events] == ["start", "sources", "content", "done"]
    assert events[2]["content"] == "Whole."


async def test_one_who_waits_can_be_cancelled(client: Client, fakes: Fakes) -> None:
    """Cancelling a question that waits for a shared answer does not cancel that answer."""
    await client.upload()
    gate = asyncio.Event()
    fakes.model.enqueue(["One ", "two."], pause=gate)
    _, first = await ask(client)
    waiting_id, waiting = await ask(client)
    await client.http.post(f"/api/chat/{waiting_id}/cancel/")
    assert events_of(await waiting)[-1]["finish_reason"] == FinishReason.CANCELLED
    gate.set()
    assert events_of(await first)[-1]["finish_reason"] == FinishReason.STOP


async def test_without_the_cache_the_model_is_asked(client: Client, fakes: Fakes) -> None:
    """With `"cache": false` an answer is neither read from the cache, shared nor stored in it."""
    await client.upload()
    session = client.create_session
    assert events_of(await client.ask(await session(), "Who?", cache=False))[-1]["type"] == "done"
    await client.ask(await session(), "Who?")
    events = events_of(await client.ask(await session(), "Who?", cache=False))
    assert events[0]["cached"] is False
    assert len(fakes.model.history) == 3
    fakes.model.asked.clear()
    gate = asyncio.Event()
    fakes.model.enqueue(["One ", "two."], pause=gate)
    _, first = await ask(client)
    await fakes.model.asked.wait()
    second = await client.ask(await session(), "Who built it?", cache=False)
    assert events_of(second)[0]["cached"] is False
    gate.set()
    await first


async def test_an_abstention_is_remembered_and_a_cut_answer_is_not(
    client: Client, fakes: Fakes
) -> None:
    """An abstention is cached; an answer that reached the token limit is not."""
    await client.upload()
    for reason, cached in ((FinishReason.ABSTAINED, True), (FinishReason.LENGTH, False)):
        for again in (False, cached):
            if not again:
                fakes.model.enqueue("Well.", finish_reason=reason)
            response = await client.ask(await client.create_session(), f"What of {reason}?")
            events = events_of(response)
            assert events[0]["cached"] is again
            assert events[-1]["finish_reason"] == reason


async def test_a_deleted_document_takes_its_answers_along(client: Client) -> None:
    """Deleting a document evicts the cached answers that used it, and the receipt counts them."""
    document = (await client.upload()).json()["document_id"]
    for question in ("Who built the lighthouse?", "When was the lighthouse built?"):
        await client.ask(await client.create_session(), question)
    receipt = (await client.http.delete(f"/api/document/{document}/")).json()
    assert receipt["deleted_cached_answers"] == 2
    response = await client.ask(await client.create_session(), "Who built the lighthouse?")
    start, sources, *_ = events_of(response)
    assert (start["cached"], sources["sources"]) == (False, [])


async def test_an_answer_that_a_deletion_overtook_is_not_remembered(
    client: Client, fakes: Fakes
) -> None:
    """An answer whose document is deleted while it is written is not cached."""
    document = (await client.upload()).json()["document_id"]
    gate = asyncio.Event()
    fakes.model.enqueue(["Alan ", "Stevenson [1]."], pause=gate)
    _, asking = await ask(client)
    await fakes.model.asked.wait()
    receipt = (await client.http.delete(f"/api/document/{document}/")).json()
    assert receipt["deleted_cached_answers"] == 0
    gate.set()
    assert events_of(await asking)[-1]["type"] == "done"
    answers = await client.container.get(AnswerCache)
    assert await answers.evict(UUID(document)) == 0
