"""What is special about servers of OpenAI's protocol, on real connections."""

from collections.abc import AsyncIterator

import pytest

from adapters.chat_models.openai_compatible_chat_model import OpenAICompatibleChatModel
from application.ports.chat_model import ChatEvent
from application.ports.language_model import Completion, TextDelta
from domain.answering.prompt import PromptMessage
from domain.conversation.message import FinishReason, Usage
from domain.errors import (
    LanguageModelFailed,
    LanguageModelRejected,
    LanguageModelTimedOut,
)
from tests.fakes.model_server import Fault, Reply, in_json
from tests.fakes.openai_server import (
    DIALECTS,
    WITHOUT_USAGE,
    Dialect,
    OpenAIServer,
    answer,
    broken_off,
    refusal,
)

MESSAGES = (PromptMessage("user", "What is it?"),)


@pytest.fixture
async def server() -> AsyncIterator[OpenAIServer]:
    async with OpenAIServer() as server:
        yield server


@pytest.fixture
async def model(server: OpenAIServer) -> AsyncIterator[OpenAICompatibleChatModel]:
    model = OpenAICompatibleChatModel("a-model", server.base_url)
    yield model
    await model.close()


async def read(model: OpenAICompatibleChatModel) -> list[ChatEvent]:
    return [event async for event in model.stream(MESSAGES, 99)]


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda each: each.name)
async def test_every_server_is_understood(
    server: OpenAIServer, model: OpenAICompatibleChatModel, dialect: Dialect
) -> None:
    """First and last chunks, null choices and deltas, and reasoning are read as they are sent."""
    server.enqueue(answer("It is ", "", "so.", reasoning="Hm.", dialect=dialect))
    assert await read(model) == [
        TextDelta("It is "),
        TextDelta("so."),
        Completion(FinishReason.STOP, Usage(12, 5), "a-model"),
    ]
    assert server.requests[0].headers["authorization"] == "Bearer none"


async def test_an_uncounted_answer_has_an_unknown_usage(
    server: OpenAIServer, model: OpenAICompatibleChatModel
) -> None:
    """A server that sends no usage did not use zero tokens."""
    server.enqueue(answer("Yes.", dialect=WITHOUT_USAGE))
    assert (await read(model))[-1] == Completion(FinishReason.STOP, Usage.unknown(), "a-model")


async def test_a_reply_is_read_without_its_thoughts(
    server: OpenAIServer, model: OpenAICompatibleChatModel
) -> None:
    """Mistral sends parts, of which only the text counts."""
    parts = [{"type": "thinking", "thinking": []}, {"type": "text", "text": "Yes."}]
    choice = {"index": 0, "delta": {"content": parts}, "finish_reason": "stop"}
    server.enqueue(Reply(events=(in_json({"choices": [choice]}),)))
    assert (await read(model))[0] == TextDelta("Yes.")


@pytest.mark.parametrize(
    ("says", "sent", "not_sent"),
    [
        (
            "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.",
            "max_completion_tokens",
            "max_tokens",
        ),
        ("'temperature' does not support 0.2 with this model.", "max_tokens", "temperature"),
        ("Extra inputs are not permitted, field: 'stream_options'", "model", "stream_options"),
    ],
)
async def test_a_refused_parameter_is_left_out_from_then_on(
    server: OpenAIServer, model: OpenAICompatibleChatModel, says: str, sent: str, not_sent: str
) -> None:
    """A server that refuses an optional parameter by name is asked again without it, once."""
    server.enqueue(refusal(400, message=says))
    assert await read(model)
    await read(model)
    first, *later = [request.body for request in server.requests]
    assert not_sent in first
    assert [(sent in body, not_sent in body) for body in later] == [(True, False)] * 2


@pytest.mark.parametrize(
    ("says", "setting"),
    [
        ("the request exceeds the available context size (exceed_context_size_error)", "WINDOW"),
        ("This model's maximum context length is 2048. 'max_completion_tokens' is…", "WINDOW"),
        ("max_tokens is too large: 8000. This model supports at most 4096.", "ANSWER_TOKENS"),
    ],
)
async def test_what_is_too_long_names_the_setting(
    server: OpenAIServer, model: OpenAICompatibleChatModel, says: str, setting: str
) -> None:
    """However a server says that the prompt or the answer is too long, the setting is named."""
    server.enqueue(*[refusal(400, message=says)] * 2)
    with pytest.raises(LanguageModelRejected, match=f"QUOTH_CONTEXT_{setting}"):
        await read(model)


async def test_a_web_page_is_not_an_answer(
    server: OpenAIServer, model: OpenAICompatibleChatModel
) -> None:
    """A 200 with HTML, as for an address without /v1, names the setting of the address."""
    server.enqueue(Reply(headers={"content-type": "text/html"}, body="<html>Hello</html>"))
    with pytest.raises(LanguageModelRejected, match="OPENAI_BASE_URL"):
        await read(model)


async def test_an_end_in_an_error_is_not_a_finish(
    server: OpenAIServer, model: OpenAICompatibleChatModel
) -> None:
    """A finish reason `error`, as OpenRouter sends it, is a failure."""
    server.enqueue(answer("It is", finish_reason="error"))
    with pytest.raises(LanguageModelFailed):
        await read(model)


async def test_nothing_of_the_environment_is_sent(
    server: OpenAIServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Variables for OpenAI's own servers do not reach the server that is set."""
    monkeypatch.setenv("OPENAI_API_KEY", "sk-private")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/elsewhere")
    monkeypatch.setenv("OPENAI_ORG_ID", "org-private")
    monkeypatch.setenv("OPENAI_PROJECT_ID", "proj-private")
    monkeypatch.setenv("OPENAI_CUSTOM_HEADERS", "X-Mine: private\nX-Other: private")
    model = OpenAICompatibleChatModel("a-model", server.base_url)
    await read(model)
    await model.close()
    assert "private" not in str(server.requests[0].headers)


async def test_the_check_asks_the_list_and_then_the_model(
    server: OpenAIServer, model: OpenAICompatibleChatModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A listed model is good; another one has to answer, because lists are not complete."""
    server.lists("another", "a-model")
    await model.check()
    assert server.requests == []
    server.lists("another")
    await model.check()
    assert len(server.requests) == 1
    server.pages.clear()  # no list at all
    server.enqueue(refusal(404), broken_off(by=Fault.CLEAN_CLOSE), broken_off(by=Fault.STALL))
    with pytest.raises(LanguageModelRejected, match="QUOTH_OPENAI_MODEL"):
        await model.check()
    with pytest.raises(LanguageModelFailed):
        await model.check()
    monkeypatch.setattr("adapters.chat_models.openai_compatible_chat_model.CHECK_SECONDS", 0.1)
    with pytest.raises(LanguageModelTimedOut):
        await model.check()
