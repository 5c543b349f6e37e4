"""Chat over HTTP: the events of a stream, their order and how it ends."""

import asyncio
from uuid import UUID, uuid4

import pytest

from application.answering.running_answers import RunningAnswers
from domain.conversation.message import FinishReason
from domain.errors import LanguageModelFailed
from tests.api.client import LIGHTHOUSE, Client, events_of, problem_of, without_citation_ids
from tests.fakes.wiring import Fakes


async def test_an_answer_streams_with_its_sources(client: Client, fakes: Fakes) -> None:
    """The stream is start, sources, content…, done, numbered from 1, and must not be cached."""
    document = (await client.upload()).json()
    session = await client.create_session()
    fakes.model.enqueue(["Alan ", "Stevenson [1]."])
    response = await client.ask(session, "Who built the lighthouse?")
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/event-stream")
    assert response.headers["cache-control"] == "no-cache"
    assert response.headers["x-accel-buffering"] == "no"
    events = events_of(response)
    assert [event["id"] for event in events] == list(range(1, len(events) + 1))
    start, sources, *pieces, done = events
    assert UUID(start["message_id"]).version == 7
    assert (start["type"], start["question"]) == ("start", "Who built the lighthouse?")
    assert start["cached"] is False
    [source] = sources["sources"]
    assert source["source_id"] == 1
    assert source["document_id"] == document["document_id"]
    assert source["filename"] == "lighthouse.txt"
    assert source["content"] == LIGHTHOUSE[source["char_start"] : source["char_end"]]
    assert 0 < source["similarity"] <= 1
    assert source["page"] is None
    said = [piece for piece in pieces if piece["type"] == "content"]
    assert "".join(piece["content"] for piece in said) == "Alan Stevenson [1]."
    assert {piece["type"] for piece in pieces} <= {"content", "citation"}
    assert (done["type"], done["finish_reason"]) == ("done", "stop")
    assert done["message_id"] == start["message_id"]
    assert done["usage"] == {"prompt_tokens": 12, "completion_tokens": 5}
    assert set(done["timings"]) == {"embed", "search", "first_token", "total"}
    assert all(value >= 0 for value in done["timings"].values())


async def test_thanks_get_a_word_and_no_sources(client: Client) -> None:
    """Small talk ends with `stop`, without sources, citations or a reason."""
    session = await client.create_session()
    start, content, done = events_of(await client.ask(session, "Thanks!"))
    assert (start["type"], start["question"]) == ("start", "Thanks!")
    assert content["content"] == "You are welcome."
    assert (done["type"], done["finish_reason"], done["reason"]) == ("done", "stop", None)
    assert (done["groundedness"], done["sentences"]) == (None, None)
    assert (
        events_of(await client.ask(await client.create_session(), "Thanks!"))[0]["cached"] is False
    )
    [_, answer] = (await client.http.get(f"/api/session/{session}/")).json()["messages"]
    assert (answer["content"], answer["sources"]) == ("You are welcome.", [])


async def test_the_model_sees_the_passages_and_the_history(client: Client, fakes: Fakes) -> None:
    """The prompt of a question contains the exchanges before it and the passages found."""
    await client.upload()
    session = await client.create_session()
    for question in ("Who built the lighthouse?", "And why?", "When was the lighthouse built?"):
        await client.ask(session, question)
    prompt = fakes.model.history[-1]
    assert prompt.question == "When was the lighthouse built?"
    assert [passage.content for passage in prompt.passages] == [LIGHTHOUSE]
    assert prompt.history[0].content == "Who built the lighthouse?"
    assert len(prompt.history) == 4


async def test_a_repeated_question_is_answered_from_memory(client: Client, fakes: Fakes) -> None:
    """The same question in a new session streams the cached pieces without a call to the model."""
    await client.upload()
    fakes.model.enqueue(["Alan ", "Stevenson [1]."])
    first = events_of(await client.ask(await client.create_session(), "Who built it?"))
    second = events_of(await client.ask(await client.create_session(), "Who built it?"))
    assert second[0]["cached"] is True
    assert without_citation_ids(second) == without_citation_ids(first)
    assert second[-1]["finish_reason"] == "stop"
    assert len(fakes.model.history) == 1


async def test_changed_documents_forget_the_answer(client: Client, fakes: Fakes) -> None:
    """After an upload the same question is answered by the model again."""
    await client.upload()
    await client.ask(await client.create_session(), "Who built it?")
    await client.upload("Another text altogether.", "other.txt")
    events = events_of(await client.ask(await client.create_session(), "Who built it?"))
    assert events[0]["cached"] is False
    assert len(fakes.model.history) == 2


@pytest.mark.parametrize(
    ("message", "code"),
    [("", "message_empty"), (" \n", "message_empty"), ("x" * 32_001, "message_too_long")],
)
async def test_a_message_without_size_or_with_too_much_is_400(
    client: Client, message: str, code: str
) -> None:
    """An empty message and one over 32,000 characters are refused before the stream starts."""
    response = await client.ask(await client.create_session(), message)
    assert response.status_code == 400
    assert problem_of(response)["code"] == code


async def test_the_longest_message_is_answered(client: Client) -> None:
    """A question of 32,000 characters, each of four bytes and escaped in JSON, is answered."""
    response = await client.ask(await client.create_session(), "🗼" * 32_000)
    assert events_of(response)[-1]["type"] == "done"


async def test_a_nul_in_a_message_is_left_out(client: Client) -> None:
    """A NUL, which PostgreSQL cannot store, is removed from the question."""
    session = await client.create_session()
    assert events_of(await client.ask(session, "Who\u0000?"))[0]["question"] == "Who?"


async def test_an_unknown_session_is_404_before_the_stream(client: Client) -> None:
    """An unknown session is refused with a status before the stream starts."""
    response = await client.ask(str(uuid4()), "Anyone?")
    assert response.status_code == 404
    assert problem_of(response)["code"] == "session_not_found"


async def test_a_database_that_is_not_there_is_503(client: Client, fakes: Fakes) -> None:
    """Without the database a question is refused with 503."""
    session = await client.create_session()
    fakes.chats.available = False
    response = await client.ask(session, "Anyone?")
    assert response.status_code == 503
    assert problem_of(response)["code"] == "database_unavailable"


async def test_a_second_question_waits_for_the_first(client: Client, fakes: Fakes) -> None:
    """A session refuses a question while an answer is written and accepts one afterwards."""
    await client.upload()
    session = await client.create_session()
    gate = asyncio.Event()
    fakes.model.enqueue(["One ", "two."], pause=gate)
    first = asyncio.create_task(client.ask(session, "First?"))
    await fakes.model.asked.wait()
    second = await client.ask(session, "Second?")
    assert second.status_code == 409
    assert problem_of(second)["code"] == "answer_in_progress"
    gate.set()
    assert events_of(await first)[-1]["type"] == "done"
    assert (await client.ask(session, "Third?")).status_code == 200


async def test_a_failing_model_ends_the_stream_with_one_error(client: Client, fakes: Fakes) -> None:
    """The text so far is saved, the stream ends with one error, and the history shows it."""
    await client.upload()
    session = await client.create_session()
    fakes.model.enqueue(["Half an"], error=LanguageModelFailed())
    events = events_of(await client.ask(session, "What?"))
    assert [event["type"] for event in events] == ["start", "sources", "content", "error"]
    assert events[-1]["code"] == "language_model_failed"
    assert events[-1]["partial"] is True
    assert events[-1]["message_id"] == events[0]["message_id"]
    answer = (await client.http.get(f"/api/session/{session}/")).json()["messages"][1]
    assert (answer["content"], answer["finish_reason"]) == ("Half an", "error")


async def test_an_unforeseen_failure_is_one_error_without_details(
    client: Client, fakes: Fakes
) -> None:
    """An unexpected exception ends the stream with internal_error and without its message."""
    session = await client.create_session()
    fakes.embedder.fail_with(RuntimeError("secret detail"))
    response = await client.ask(session, "What?")
    assert "secret detail" not in response.text
    events = events_of(response)
    assert [event["type"] for event in events] == ["start", "error"]
    assert events[-1]["code"] == "internal_error"
    assert events[-1]["partial"] is False


async def test_a_client_that_leaves_changes_nothing(client: Client, fakes: Fakes) -> None:
    """An answer is finished and saved even if its client disconnects."""
    await client.upload()
    session = await client.create_session()
    gate = asyncio.Event()
    fakes.model.enqueue(["One ", "two."], pause=gate)
    asking = asyncio.create_task(client.ask(session, "What?"))
    await fakes.model.asked.wait()
    asking.cancel()
    await asyncio.gather(asking, return_exceptions=True)
    gate.set()
    while True:
        await asyncio.sleep(0)
        answer = (await client.http.get(f"/api/session/{session}/")).json()["messages"][1]
        if answer["finish_reason"]:
            break
    assert (answer["content"], answer["finish_reason"]) == ("One two.", "stop")


async def test_events_can_be_read_again(client: Client, fakes: Fakes) -> None:
    """A replay gives the same stream from the start, or the events after a given one."""
    await client.upload()
    session = await client.create_session()
    fakes.model.enqueue(["One ", "two."])
    events = events_of(await client.ask(session, "What?"))
    url = f"/api/chat/{events[0]['message_id']}/events/"
    assert events_of(await client.http.get(url)) == events
    assert events_of(await client.http.get(url, headers={"Last-Event-ID": "2"})) == events[2:]
    assert events_of(await client.http.get(url, params={"after": 4})) == events[4:]
    assert events_of(await client.http.get(url, params={"after": 99})) == []


async def test_a_cancelled_answer_keeps_what_was_said(client: Client, fakes: Fakes) -> None:
    """Cancelling returns 202, stops the model and saves the text that had come."""
    await client.upload()
    session = await client.create_session()
    fakes.model.enqueue(["Some words", " never said."], pause=asyncio.Event())
    asking = asyncio.create_task(client.ask(session, "What?"))
    await fakes.model.asked.wait()
    message_id = (await client.http.get(f"/api/session/{session}/")).json()["messages"][1][
        "message_id"
    ]
    live = await client.container.get(RunningAnswers)
    assert await live.get(UUID(message_id)).read(2, 5.0)  # the first piece has arrived
    response = await client.http.post(f"/api/chat/{message_id}/cancel/")
    assert (response.status_code, response.json()) == (202, {"message_id": message_id})
    events = events_of(await asking)
    assert [event["type"] for event in events] == ["start", "sources", "content", "done"]
    assert events[-1]["finish_reason"] == FinishReason.CANCELLED
    answer = (await client.http.get(f"/api/session/{session}/")).json()["messages"][1]
    assert (answer["content"], answer["finish_reason"]) == ("Some words", "cancelled")
    assert fakes.model.stopped.is_set()


@pytest.mark.parametrize(("method", "what"), [("GET", "events"), ("POST", "cancel")])
async def test_an_unknown_answer_is_404(client: Client, method: str, what: str) -> None:
    """An unknown answer can be neither followed nor cancelled."""
    response = await client.http.request(method, f"/api/chat/{uuid4()}/{what}/")
    assert response.status_code == 404
    assert problem_of(response)["code"] == "message_not_found"
