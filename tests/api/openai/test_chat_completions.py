"""Chat completions, as the official SDK asks for them."""

import asyncio
import json
import time

import httpx
import openai
import pytest

from domain.conversation.message import FinishReason
from domain.errors import LanguageModelFailed
from tests.api.client import LIGHTHOUSE
from tests.api.openai.conftest import FakeServer

PIECES = ["The lighthouse of Skerryvore was built ", "by Alan Stevenson [1]."]
ANSWER = "".join(PIECES)


def asked(text: str) -> list[openai.types.chat.ChatCompletionMessageParam]:
    """Return a conversation of one question."""
    return [{"role": "user", "content": text}]


def test_the_models_are_listed(sdk: openai.OpenAI) -> None:
    """The default model has the name quoth and its own, and another name is not found."""
    assert [each.id for each in sdk.models.list()] == ["quoth", "extractive"]
    assert sdk.models.retrieve("extractive").object == "model"
    with pytest.raises(openai.NotFoundError, match="There is no model 'gpt/4'") as caught:
        sdk.models.retrieve("gpt/4")
    assert caught.value.code == "model_not_found"


def test_a_whole_answer_has_its_sources_and_citations(
    sdk: openai.OpenAI, fake_server: FakeServer
) -> None:
    """The message carries the text, and beside OpenAI's fields sources, citations and outcome."""
    fake_server.fakes.model.enqueue(PIECES)
    completion = sdk.chat.completions.create(
        model="quoth",
        messages=asked("Who built the lighthouse?"),
        temperature=0,
        tools=[{"type": "function", "function": {"name": "ignored"}}],
    )
    [choice] = completion.choices
    assert (choice.message.content, choice.finish_reason) == (ANSWER, "stop")
    assert completion.usage is not None
    assert completion.usage.total_tokens == 17
    extra = choice.message.model_extra
    assert extra is not None
    [source], [citation] = extra["sources"], extra["citations"]
    assert (source["source_id"], source["content"]) == (1, LIGHTHOUSE)
    assert citation["verified"] is True
    cited = LIGHTHOUSE[citation["char_start"] : citation["char_end"]]
    assert cited == citation["cited_text"]
    assert extra["quoth"]["groundedness"] == 1


def test_a_client_limits_the_answer(sdk: openai.OpenAI, fake_server: FakeServer) -> None:
    """The model is told the limits; an answer that reached one ends with `length`."""
    model = fake_server.fakes.model
    model.enqueue("The lighthouse", finish_reason=FinishReason.LENGTH)
    completion = sdk.chat.completions.create(
        model="quoth",
        messages=asked("Who built the lighthouse?"),
        max_tokens=9,
        stop=["\n", ""],
    )
    assert completion.choices[0].finish_reason == "length"
    prompt = model.history[-1]
    assert (prompt.max_answer_tokens, prompt.limits.stop) == (9, ("\n",))
    model.enqueue("The lighthouse")
    sdk.chat.completions.create(
        model="quoth",
        messages=asked("Who built the lighthouse?"),
        max_completion_tokens=8,
        stop="END",
    )
    prompt = model.history[-1]  # what was limited otherwise is not in the cache
    assert (prompt.max_answer_tokens, prompt.limits.stop) == (8, ("END",))
    with pytest.raises(openai.BadRequestError):
        sdk.chat.completions.create(model="quoth", messages=asked("Who?"), max_tokens=0)


def test_a_stream_adds_up_to_the_whole_answer(sdk: openai.OpenAI, fake_server: FakeServer) -> None:
    """The SDK accumulates the chunks to what the request without a stream returns."""
    fake_server.fakes.model.enqueue(PIECES)
    question = asked("Who built the lighthouse at sea?")
    with sdk.chat.completions.stream(
        model="quoth", messages=question, stream_options={"include_usage": True}
    ) as stream:
        for _ in stream:
            pass
        streamed = stream.get_final_completion()
    whole = sdk.chat.completions.create(model="quoth", messages=question)
    one, other = streamed.choices[0].message, whole.choices[0].message
    assert one.content == other.content == ANSWER
    for name in ("sources", "citations", "quoth"):
        mine, its = (each.model_extra[name] for each in (one, other) if each.model_extra)
        assert without_ids(mine) == without_ids(its)
    assert streamed.usage is not None
    assert streamed.usage.total_tokens == 17


def without_ids(value: object) -> str:
    """Return a value as JSON without what differs between two answers."""
    text = json.dumps(value)
    if isinstance(value, list):
        text = json.dumps([{**each, "citation_id": None} for each in value])
    return text


def test_usage_comes_only_when_asked(sdk: openai.OpenAI) -> None:
    """The last chunk without choices has the usage, and is missing without the option."""
    question = asked("Who built the lighthouse, again?")
    chunks = list(sdk.chat.completions.create(model="quoth", messages=question, stream=True))
    assert all(each.choices and each.usage is None for each in chunks)
    options: openai.types.chat.ChatCompletionStreamOptionsParam = {"include_usage": True}
    *others, last = sdk.chat.completions.create(
        model="quoth", messages=question, stream=True, stream_options=options
    )
    assert (last.choices, all(each.choices for each in others)) == ([], True)
    assert last.usage is not None


def test_the_history_is_that_of_the_request(sdk: openai.OpenAI, fake_server: FakeServer) -> None:
    """What was said before is the history, instructions are not, and nothing is stored."""
    fake_server.fakes.chats.messages.clear()
    sdk.chat.completions.create(
        model="quoth",
        messages=[
            {"role": "system", "content": "You are a pirate."},
            {"role": "user", "content": [{"type": "text", "text": "Who built the lighthouse?"}]},
            {"role": "assistant", "content": ANSWER},
            {"role": "user", "content": "When was the lighthouse built?"},
        ],
    )
    prompt = fake_server.fakes.model.history[-1]
    assert prompt.question == "When was the lighthouse built?"
    said = [(each.role.value, each.content) for each in prompt.history]
    assert said == [("user", "Who built the lighthouse?"), ("assistant", ANSWER)]
    assert not fake_server.fakes.chats.sessions
    assert not fake_server.fakes.chats.messages


def test_an_abstention_is_a_stop_with_a_reason(sdk: openai.OpenAI, fake_server: FakeServer) -> None:
    """An answer that abstains ends as OpenAI's do, and says why in its outcome."""
    fake_server.fakes.model.enqueue("It is not said.", finish_reason=FinishReason.ABSTAINED)
    completion = sdk.chat.completions.create(model="quoth", messages=asked("How high is it?"))
    [choice] = completion.choices
    assert choice.finish_reason == "stop"
    assert choice.message.model_extra is not None
    assert choice.message.model_extra["quoth"]["reason"] == "not_answered_by_passages"


def test_a_model_that_fails_is_an_error(sdk: openai.OpenAI, fake_server: FakeServer) -> None:
    """Without a stream it is a status, in a stream the error, and neither claims to be saved."""
    fake_server.fakes.model.enqueue("Half", error=LanguageModelFailed())
    with pytest.raises(openai.InternalServerError) as caught:
        sdk.chat.completions.create(model="quoth", messages=asked("What fails?"))
    assert caught.value.status_code == 502
    assert caught.value.code == "language_model_failed"
    assert "saved" not in str(caught.value)
    fake_server.fakes.model.enqueue("Half", error=LanguageModelFailed())
    with pytest.raises(openai.APIError, match="stopped before the end") as streamed:
        list(sdk.chat.completions.create(model="quoth", messages=asked("What?"), stream=True))
    assert streamed.value.code == "language_model_failed"


def test_a_client_that_leaves_stops_the_model(sdk: openai.OpenAI, fake_server: FakeServer) -> None:
    """Closing a stream before its end cancels the answer."""
    model = fake_server.fakes.model
    model.stopped.clear()
    model.enqueue(["Some words ", "never said."], pause=asyncio.Event())
    stream = sdk.chat.completions.create(model="quoth", messages=asked("Why?"), stream=True)
    next(each for each in stream if each.choices[0].delta.content)
    stream.close()
    while not model.stopped.is_set():
        time.sleep(0.01)


def test_a_scope_is_asked(sdk: openai.OpenAI) -> None:
    """The field within limits the documents, and an unknown collection is not found."""
    nobody = {"within": {"filename": "other.txt"}}
    question = asked("Who built the lighthouse?")
    answer = sdk.chat.completions.create(model="quoth", messages=question, extra_body=nobody)
    assert answer.choices[0].message.model_extra is not None
    assert answer.choices[0].message.model_extra["quoth"]["reason"] == "no_documents"
    unknown = {"within": {"collections": ["none"]}}
    with pytest.raises(openai.NotFoundError, match="There is no collection 'none'"):
        sdk.chat.completions.create(model="quoth", messages=question, extra_body=unknown)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"messages": []}, "invalid_request"),
        ({"messages": [{"role": "user", "content": " "}]}, "message_empty"),
        ({"messages": [{"role": "user", "content": "x" * 32_001}]}, "message_too_long"),
        ({"messages": [{"role": "user", "content": [{"type": "image_url"}]}]}, "not_supported"),
        ({"n": 2}, "not_supported"),
        ({"response_format": {"type": "json_object"}}, "not_supported"),
        ({"model": "gpt-4"}, "model_not_found"),
        ({"messages": "Who?"}, "invalid_request"),
    ],
)
def test_what_cannot_be_answered_is_refused(
    fake_server: FakeServer, change: dict[str, object], code: str
) -> None:
    """A request that is wrong, or asks for another form of answer, gets the reason."""
    body = {"model": "quoth", "messages": asked("Who?"), **change}
    response = httpx.post(f"{fake_server.address}/v1/chat/completions", json=body)
    assert response.status_code == (404 if code == "model_not_found" else 400)
    assert response.json()["error"]["code"] == code


def test_every_error_has_the_envelope(fake_server: FakeServer) -> None:
    """Every refusal, by a handler, the framework or before both, has the same form."""
    path = "/v1/chat/completions"
    site, host = {"Sec-Fetch-Site": "cross-site"}, {"Host": "evil.example"}
    with httpx.Client(base_url=fake_server.address) as http:
        responses = [
            (404, http.get("/v1/nothing", headers={"Accept": "text/html"})),
            (405, http.get(path)),
            (400, http.post(path, content=b"{")),
            (413, http.post(path, content=b" " * 2_000_000)),
            (403, http.post(path, json={}, headers=site)),
            (421, http.get("/v1/models/", headers=host)),
        ]
    for status, response in responses:
        error = response.json()["error"]
        assert (response.status_code, set(error)) == (status, {"message", "type", "param", "code"})
        assert response.headers["content-type"] == "application/json"
        assert response.headers["x-request-id"]


def test_open_webui_is_shown_sources_as_it_reads_them(fake_server: FakeServer) -> None:
    """With its headers, each source comes first as an event; pages count from 0."""
    with fake_server.client(default_headers={"X-OpenWebUI-Chat-Id": "1"}) as sdk:
        chunks = sdk.chat.completions.create(
            model="quoth", messages=asked("Who built the lighthouse for a page?"), stream=True
        )
        events = [each.model_extra["event"] for each in chunks if each.model_extra]
    [event] = events
    assert event["type"] == "source"
    assert event["data"]["document"] == [LIGHTHOUSE]
    assert event["data"]["source"]["name"] == "lighthouse.txt"


def test_tasks_of_open_webui_are_no_questions(sdk: openai.OpenAI, fake_server: FakeServer) -> None:
    """Without a chat model a task gets an empty result in its form, and no search."""
    before = len(fake_server.fakes.model.history)
    task = '### Task:\nSuggest tags.\n### Output:\nJSON format: { "tags": ["one", "two"] }'
    whole = sdk.chat.completions.create(model="quoth", messages=asked(task))
    assert whole.choices[0].message.content == '{"tags": []}'
    chunks = sdk.chat.completions.create(model="quoth", messages=asked(task), stream=True)
    text = "".join(each.choices[0].delta.content or "" for each in chunks)
    assert text == '{"tags": []}'
    assert len(fake_server.fakes.model.history) == before
