"""Responses, as the official SDK asks for them."""

import asyncio
import time
from uuid import uuid4

import openai
import pytest
from openai.types.responses import Response, ResponseStreamEvent

from domain.conversation.message import FinishReason
from domain.errors import LanguageModelFailed
from tests.api.client import LIGHTHOUSE
from tests.api.openai.conftest import FakeServer

PIECES = ["The lighthouse of Skerryvore was built ", "by Alan Stevenson [1]."]
ANSWER = "".join(PIECES)


def test_a_response_cites_files(sdk: openai.OpenAI, fake_server: FakeServer) -> None:
    """Its text has file citations with the span that was quoted, and the search its results."""
    fake_server.fakes.model.enqueue(PIECES)
    response = sdk.responses.create(
        model="quoth",
        input="Who built the lighthouse?",
        include=["file_search_call.results"],
        metadata={"of": "tests"},
    )
    assert (response.status, response.output_text) == ("completed", ANSWER)
    search, message = response.output
    assert search.type == "file_search_call"
    assert search.queries == ["Who built the lighthouse?"]
    assert search.results is not None
    assert search.results[0].text == LIGHTHOUSE
    assert message.type == "message"
    [content] = message.content
    assert content.type == "output_text"
    [citation] = content.annotations
    assert citation.type == "file_citation"
    assert citation.file_id == search.results[0].file_id
    extra = citation.model_extra
    assert extra is not None
    assert extra["cited_text"] == LIGHTHOUSE[extra["char_start"] : extra["char_end"]]
    assert content.text[citation.index :].startswith("[1]")
    assert response.usage is not None
    assert response.usage.total_tokens == 17
    again = sdk.responses.retrieve(response.id)
    assert (again.output_text, again.metadata) == (ANSWER, {"of": "tests"})
    [item] = sdk.responses.input_items.list(response.id)
    assert item.type == "message"


def test_words_that_no_document_has_are_no_citation(
    sdk: openai.OpenAI, fake_server: FakeServer
) -> None:
    """A quotation that is not verified is no annotation, in the response and in its stream."""
    fake_server.fakes.model.enqueue(['It was built "by a hundred giants" [1]. ', *PIECES])
    stream = list(sdk.responses.create(model="quoth", input="Who built the tower?", stream=True))
    added = [each for each in stream if each.type == "response.output_text.annotation.added"]
    ended = stream[-1]
    assert ended.type == "response.completed"
    message = ended.response.output[-1]
    assert message.type == "message"
    [content] = message.content
    assert content.type == "output_text"
    [citation] = content.annotations
    assert citation.type == "file_citation"
    assert content.text[: citation.index].endswith("Stevenson ")
    assert len(added) == 1


def test_what_a_client_asks_for_can_be_stored_whatever_it_is(
    sdk: openai.OpenAI, fake_server: FakeServer
) -> None:
    """NUL, which no store takes, is left out of its metadata, instructions and tools."""
    fake_server.fakes.model.enqueue(PIECES)
    response = sdk.responses.create(
        model="quoth",
        input="Who built it?",
        instructions="Be\0 brief.",
        metadata={"o\0f": "te\0sts"},
        extra_body={"tools": [{"type": "a\0tool"}]},
    )
    assert response.instructions == "Be brief."
    assert sdk.responses.retrieve(response.id).metadata == {"of": "tests"}


def test_the_stream_adds_up_to_the_response(sdk: openai.OpenAI, fake_server: FakeServer) -> None:
    """The SDK follows every event, and its text and annotations are those of the end."""
    fake_server.fakes.model.enqueue(PIECES)
    with sdk.responses.stream(model="quoth", input="Who built it at sea?") as stream:
        events = list(stream)
        final = stream.get_final_response()
    assert [each.sequence_number for each in events] == list(range(len(events)))
    assert final.output_text == ANSWER
    deltas = [each.delta for each in events if each.type == "response.output_text.delta"]
    assert "".join(deltas) == ANSWER
    added = [each for each in events if each.type == "response.output_text.annotation.added"]
    assert len(added) == 1
    assert events[-1].type == "response.completed"


def test_a_response_continues_another(sdk: openai.OpenAI, fake_server: FakeServer) -> None:
    """The history is what the ids lead back to, and two can continue the same response."""
    model = fake_server.fakes.model
    model.enqueue(ANSWER)
    first = sdk.responses.create(
        model="quoth",
        input=[
            {"role": "user", "content": "Hello there"},
            {"role": "assistant", "content": "Ask me."},
            {"role": "user", "content": "Who built the lighthouse?"},
        ],
    )
    for question in ("When was the lighthouse built?", "Where is the lighthouse?"):
        other = sdk.responses.create(model="quoth", input=question, previous_response_id=first.id)
        assert other.previous_response_id == first.id
        said = [each.content for each in model.history[-1].history]
        assert said == ["Hello there", "Ask me.", "Who built the lighthouse?", ANSWER]
    sdk.responses.delete(first.id)
    with pytest.raises(openai.NotFoundError):
        sdk.responses.retrieve(first.id)
    with pytest.raises(openai.NotFoundError):
        sdk.responses.create(model="quoth", input="And?", previous_response_id=first.id)
    assert sdk.responses.retrieve(other.id).status == "completed"


def started(sdk: openai.OpenAI, fake_server: FakeServer, gate: asyncio.Event) -> Response:
    """Start an answer in the background that stops after its first words."""
    model = fake_server.fakes.model
    model.asked.clear()
    model.stopped.clear()
    model.enqueue(["Some words ", "and the rest."], pause=gate)
    question = f"What is {uuid4().hex}?"  # an answer that is cached would not ask the model
    response = sdk.responses.create(model="quoth", input=question, background=True)
    assert response.status == "in_progress"
    while not model.asked.is_set():
        time.sleep(0.01)
    return response


def test_an_answer_in_the_background_is_followed_from_any_event(
    sdk: openai.OpenAI, fake_server: FakeServer
) -> None:
    """A client reads on after the last event that it has seen, during the answer and afterwards."""
    gate = asyncio.Event()
    response = started(sdk, fake_server, gate)
    seen: list[ResponseStreamEvent] = []
    with sdk.responses.retrieve(response.id, stream=True) as stream:
        for event in stream:
            seen.append(event)
            if event.type == "response.output_text.delta":
                break
    with pytest.raises(openai.ConflictError, match="still being written"):
        sdk.responses.create(model="quoth", input="And?", previous_response_id=response.id)
    fake_server.loop.call_soon_threadsafe(gate.set)
    last = seen[-1].sequence_number
    rest = list(sdk.responses.retrieve(response.id, stream=True, starting_after=last))
    numbers = [each.sequence_number for each in (*seen, *rest)]
    assert numbers == list(range(len(numbers)))
    assert rest[-1].type == "response.completed"
    assert rest[-1].response.output_text == "Some words and the rest."
    again = list(sdk.responses.retrieve(response.id, stream=True))
    assert [each.type for each in again] == [each.type for each in (*seen, *rest)]


def test_a_cancelled_answer_keeps_what_was_said(
    sdk: openai.OpenAI, fake_server: FakeServer
) -> None:
    """Cancelling stops the model and returns the text so far; a second time changes nothing."""
    response = started(sdk, fake_server, asyncio.Event())
    cancelled = sdk.responses.cancel(response.id)
    assert cancelled.status == "cancelled"
    assert fake_server.fakes.model.stopped.is_set()
    again = sdk.responses.cancel(response.id)
    assert (again.status, again.output_text) == ("cancelled", cancelled.output_text)
    assert sdk.responses.retrieve(response.id).status == "cancelled"


def test_a_model_that_fails_is_a_failed_response(
    sdk: openai.OpenAI, fake_server: FakeServer
) -> None:
    """The response has the error, and the text before it."""
    fake_server.fakes.model.enqueue("Half of it", error=LanguageModelFailed())
    response = sdk.responses.create(model="quoth", input="What fails here?")
    assert (response.status, response.output_text) == ("failed", "Half of it")
    assert response.error is not None
    assert "The text so far is saved" in response.error.message


def test_an_answer_that_reached_its_limit_is_incomplete(
    sdk: openai.OpenAI, fake_server: FakeServer
) -> None:
    """The status and the reason say so, then and when it is read again."""
    fake_server.fakes.model.enqueue("Half of", finish_reason=FinishReason.LENGTH)
    asked = "Who limited the lighthouse?"
    response = sdk.responses.create(model="quoth", input=asked, max_output_tokens=2)
    assert fake_server.fakes.model.history[-1].max_answer_tokens == 2
    for each in (response, sdk.responses.retrieve(response.id)):
        assert (each.status, each.max_output_tokens) == ("incomplete", 2)
        assert each.incomplete_details is not None
        assert each.incomplete_details.reason == "max_output_tokens"


def test_what_is_not_to_be_stored_is_not(sdk: openai.OpenAI) -> None:
    """With store false there is nothing to retrieve, and no list of sessions shows a response."""
    response = sdk.responses.create(model="quoth", input="Who built what?", store=False)
    assert response.status == "completed"
    with pytest.raises(openai.NotFoundError, match="There is no response"):
        sdk.responses.retrieve(response.id)
    sdk.responses.create(model="quoth", input="Who built what, then?")
    listed = sdk.get("/../api/session/", cast_to=object)
    assert isinstance(listed, dict)
    assert listed["items"] == []


def test_what_would_change_the_form_is_refused(sdk: openai.OpenAI) -> None:
    """Conversations, other formats, and background without storing get a reason."""
    for changes in (
        {"conversation": "conv_1"},
        {"text": {"format": {"type": "json_object"}}},
        {"background": True, "store": False},
        {"input": [{"role": "user", "content": [{"type": "input_image"}]}]},
        {"previous_response_id": "none"},
        {"tools": [{"type": "file_search", "vector_store_ids": ["none"]}]},
    ):
        with pytest.raises((openai.BadRequestError, openai.NotFoundError)):
            sdk.responses.create(model="quoth", input="Who?", extra_body=changes)
