"""The chat models on real connections: their requests, and all faults of their servers.

The ten ways in which a stream breaks off are those of `Fault`. Before the first piece, a server
refuses, is busy, is not reachable, or breaks off; and it may be too slow, count no tokens, or leave
thoughts in the answer. Every adapter stands every one of them.
"""

import asyncio
import logging
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import aclosing
from typing import Any

import pytest

from adapters.chat_models.groq_chat_model import GroqChatModel
from adapters.llama_cpp.llama_cpp_chat_model import LlamaCppChatModel
from application.answering.chat.language_model import ChatLanguageModel
from application.ports.chat_model import ChatModel
from application.ports.language_model import Completion, ModelEvent, TextDelta
from domain.answering.prompt import Prompt
from domain.conversation.message import FinishReason, HistoryMessage, MessageRole, Usage
from domain.errors import LanguageModelFailed, LanguageModelRejected, LanguageModelTimedOut
from entrypoints.container.chat_models import create_chat_model
from entrypoints.models_file import read_chat_models
from tests.fakes.model_server import DEFAULT_ANSWER, Fault, ModelServer, in_thread
from tests.support.chat_wires import KEY, MODEL, REMOTE, WIRES, ChatWire

PROMPT = Prompt("What does it say?", max_answer_tokens=321)


@pytest.fixture(params=WIRES, ids=str)
def wire(request: pytest.FixtureRequest) -> ChatWire:
    chosen: ChatWire = request.param
    return chosen


@pytest.fixture
async def server(wire: ChatWire) -> AsyncIterator[ModelServer]:
    async with wire.server() as server:
        yield server


async def _load_sdk(chat: Any) -> None:
    """Import the SDK before the deadlines of a test start."""
    speaks: Any = await chat._chat() if isinstance(chat, LlamaCppChatModel) else chat
    await speaks._sdk.client()


Connect = Callable[..., Awaitable[ChatLanguageModel]]
"""Connects to the server at an address; takes the deadline and retries of the language model."""


@pytest.fixture
async def connect(wire: ChatWire) -> AsyncIterator[Connect]:
    opened: list[ChatModel] = []

    async def connect(base_url: str, **limits: Any) -> ChatLanguageModel:
        opened.append(wire.connect(base_url))
        await _load_sdk(opened[-1])
        return ChatLanguageModel(opened[-1], **limits)

    yield connect
    for each in opened:
        await each.close()


@pytest.fixture
async def model(server: ModelServer, connect: Connect) -> ChatLanguageModel:
    return await connect(server.base_url)


async def read(model: ChatLanguageModel) -> tuple[str, Completion]:
    """Return the text and the completion of an answer."""
    *deltas, end = [event async for event in model.stream(PROMPT)]
    assert isinstance(end, Completion)
    return "".join(delta.text for delta in deltas if isinstance(delta, TextDelta)), end


async def read_until_failure(
    model: ChatLanguageModel,
) -> tuple[list[ModelEvent], LanguageModelFailed]:
    """Return the events of an answer and the error that ends it."""
    events: list[ModelEvent] = []
    try:
        async for event in model.stream(PROMPT):
            events.append(event)  # noqa: PERF401 - the events before the failure are returned
    except LanguageModelFailed as error:
        return events, error
    pytest.fail("the answer did not fail")


async def fail(model: ChatLanguageModel) -> LanguageModelFailed:
    """Return the error that ends an answer."""
    return (await read_until_failure(model))[1]


async def test_the_request_carries_the_prompt_and_its_limits(
    wire: ChatWire, server: ModelServer, model: ChatLanguageModel
) -> None:
    """The server gets the key, the model's name, all messages in order, and the length limit."""
    earlier = HistoryMessage(MessageRole.ASSISTANT, "Before.")
    prompt = Prompt("Now?", history=(earlier,), max_answer_tokens=321)
    assert [event async for event in model.stream(prompt)]
    (request,) = server.requests
    assert wire.key_of(request) == KEY
    assert request.body["model"] == MODEL
    assert request.body["stream"] is True
    assert request.body[wire.length] == 321
    assert request.body.get("temperature", 0) <= 0.2
    said = wire.conversation_of(request)
    assert [role for role, _ in said] == ["system", "assistant", "user"]
    assert "Now?" in said[-1][1]
    assert len(server.requests) == 1


@pytest.mark.parametrize("wire", REMOTE, ids=str)
async def test_the_parameters_of_a_model_are_sent(wire: ChatWire, server: ModelServer) -> None:
    """What the models file has beside the usual goes into each request, also over the defaults."""
    parameters = {"temperature": 0.7, "top_k": 3, "thinking": {"type": "disabled"}}
    table = {
        "name": "house",
        "provider": wire.name,
        "model": MODEL,
        "base_url": server.base_url,
        "api_key_env": "KEY",
        "parameters": parameters,
    }
    chat = create_chat_model(read_chat_models({"chat": [table]}, {"KEY": KEY}).default_entry)
    assert await read(ChatLanguageModel(chat))
    await chat.close()
    assert parameters.items() <= server.requests[0].body.items()


async def test_the_name_tells_the_technology_and_the_model(
    wire: ChatWire, model: ChatLanguageModel
) -> None:
    """The name contains the provider and the model."""
    assert model.name == f"{wire.name}:{MODEL}"


async def test_no_variable_lets_the_sdk_log_prompts(
    wire: ChatWire, server: ModelServer, connect: Connect, caplog: pytest.LogCaptureFixture
) -> None:
    """The SDK of a vendor logs at no level of its own, whatever OPENAI_LOG and its like say."""
    logging.getLogger(wire.name).setLevel(logging.DEBUG)  # as the SDK does when it is imported
    await read(await connect(server.base_url))
    assert "What does it say?" in str(server.requests[0].body)
    assert "What does it say?" not in caplog.text


async def test_usage_comes_from_the_last_chunk(
    wire: ChatWire, server: ModelServer, model: ChatLanguageModel
) -> None:
    """The Completion has the token counts that the server sent."""
    server.enqueue(wire.answer("Yes.", prompt_tokens=77, completion_tokens=3))
    _, end = await read(model)
    assert (end.finish_reason, end.usage) == (FinishReason.STOP, Usage(77, 3))


@pytest.mark.parametrize("counted", [(77, None), (None, 3), (None, None)])
async def test_what_a_server_does_not_count_is_unknown(
    wire: ChatWire,
    server: ModelServer,
    model: ChatLanguageModel,
    counted: tuple[int | None, int | None],
) -> None:
    """An answer is complete with half a usage or none, and what is missing is not zero."""
    read_tokens, written = counted
    server.enqueue(wire.answer("Yes.", prompt_tokens=read_tokens, completion_tokens=written))
    text, end = await read(model)
    assert (text, end.finish_reason, end.usage) == ("Yes.", FinishReason.STOP, Usage(*counted))


async def test_the_end_names_the_model_that_replied(
    wire: ChatWire, server: ModelServer, model: ChatLanguageModel
) -> None:
    """It is named as the server names it, which may be a version of the one that was asked."""
    server.enqueue(wire.answer("Yes."))
    _, end = await read(model)
    assert end.model == wire.replied_as


@pytest.mark.parametrize("reason", ["tool_calls", "content_filter", "something_new"])
async def test_any_other_finish_reason_is_a_stop(
    wire: ChatWire, server: ModelServer, model: ChatLanguageModel, reason: str
) -> None:
    """Any finish reason but length counts as a stop."""
    server.enqueue(wire.answer("Yes.", finish_reason=reason))
    assert (await read(model))[1].finish_reason is FinishReason.STOP


async def test_reasoning_is_not_part_of_the_answer(
    wire: ChatWire, server: ModelServer, model: ChatLanguageModel
) -> None:
    """Reasoning, beside the text or in it, is left out, and empty pieces are skipped."""
    beside = wire.answer("", "Yes.", "", reasoning="The user wants to know…")
    in_text = wire.answer("\n<thi", "nk>The user wants", " to know…</thi", "nk>\n\n", "Yes.", "")
    server.enqueue(beside, in_text)
    for _ in range(2):
        events = [event async for event in model.stream(PROMPT)]
        assert events[:-1] == [TextDelta("Yes.")]


FAULTS = [fault for fault in Fault if fault is not Fault.STALL]


@pytest.mark.parametrize("fault", FAULTS)
async def test_no_truncated_answer_passes_for_a_whole_one(
    wire: ChatWire, server: ModelServer, model: ChatLanguageModel, fault: Fault
) -> None:
    """However a stream breaks off, its text is yielded, one failure raised and nothing retried."""
    server.enqueue(wire.broken_off("The sky ", by=fault))
    events, error = await read_until_failure(model)
    assert type(error) is LanguageModelFailed
    assert "".join(each.text for each in events if isinstance(each, TextDelta)) == "The sky "
    assert len(server.requests) == 1


async def test_a_stalled_stream_ends_at_the_deadline(
    wire: ChatWire, server: ModelServer, connect: Connect
) -> None:
    """A model that stops sending times out at the deadline, and the connection is closed."""
    server.enqueue(wire.broken_off("The sky ", by=Fault.STALL))
    model = await connect(server.base_url, deadline=0.2)
    assert type(await fail(model)) is LanguageModelTimedOut
    await server.requests[0].disconnected.wait()


async def test_the_deadline_holds_for_the_whole_answer(
    wire: ChatWire, server: ModelServer, connect: Connect
) -> None:
    """One deadline applies to the whole answer, however steadily its pieces arrive."""
    server.enqueue(wire.answer(*"abcdefghij", drip_seconds=0.1))
    model = await connect(server.base_url, deadline=0.35)
    events, error = await read_until_failure(model)
    assert type(error) is LanguageModelTimedOut
    assert events


async def test_retries_share_the_deadline(
    wire: ChatWire, server: ModelServer, connect: Connect
) -> None:
    """A retried answer has only the rest of the deadline."""
    wait_first = wire.refusal(503, headers={"retry-after": "1"})
    server.enqueue(wait_first, wire.answer("Yes.", drip_seconds=0.3))  # 1.2 s in all
    model = await connect(server.base_url, deadline=2.0)
    assert type(await fail(model)) is LanguageModelTimedOut
    assert len(server.requests) == 2


async def test_the_reader_s_own_time_does_not_count(
    wire: ChatWire, server: ModelServer, connect: Connect
) -> None:
    """The time that the reader takes does not count towards the deadline."""
    server.enqueue(wire.answer("a", "b", "c"))
    model = await connect(server.base_url, deadline=0.4)
    text = ""
    async with aclosing(model.stream(PROMPT)) as events:
        async for event in events:
            if isinstance(event, TextDelta):
                text += event.text
                await asyncio.sleep(0.15)  # three times, which exceeds the deadline
    assert text == "abc"


@pytest.mark.parametrize(
    ("status", "code", "setting"),
    [
        (400, "a_code", "model"),
        (400, "context_length_exceeded", "QUOTH_CONTEXT_WINDOW"),
        (401, "invalid_api_key", "key"),
        (402, "no_credit", "key"),
        (403, "permissions_error", "key"),
        (404, "model_not_found", "model"),
        (413, "request_too_large", "QUOTH_CONTEXT_WINDOW"),
        (422, "a_code", "model"),
    ],
)
async def test_a_refusal_names_the_setting_to_check(
    wire: ChatWire,
    server: ModelServer,
    model: ChatLanguageModel,
    status: int,
    code: str,
    setting: str,
) -> None:
    """A rejected request is not retried, and its error names the setting but not the key."""
    server.enqueue(wire.refusal(status, code, message=f"No: {KEY}"))
    error = await fail(model)
    assert type(error) is LanguageModelRejected
    named = {"model": wire.model_setting, "key": wire.key_setting}.get(setting, setting)
    assert named in error.message
    assert KEY not in error.message
    assert len(server.requests) == 1


@pytest.mark.parametrize("status", [429, 498, 500, 502, 503])
async def test_a_busy_server_is_asked_again(
    wire: ChatWire, server: ModelServer, model: ChatLanguageModel, status: int
) -> None:
    """A failure before the first piece is retried after the server's Retry-After."""
    busy = wire.refusal(status, headers={"retry-after": "0"})
    server.enqueue(busy, busy, wire.answer("Yes."))
    assert (await read(model))[0] == "Yes."
    assert len(server.requests) == 3


async def test_a_stream_that_breaks_before_its_first_piece_is_begun_anew(
    wire: ChatWire, server: ModelServer, connect: Connect
) -> None:
    """A connection lost before the first piece is retried without the reader noticing."""
    server.enqueue(wire.broken_off(by=Fault.RESET), wire.answer("Yes."))
    model = await connect(server.base_url, max_retries=1)
    assert (await read(model))[0] == "Yes."


async def test_retries_are_counted(
    wire: ChatWire, server: ModelServer, model: ChatLanguageModel
) -> None:
    """After the last retry the error names the server's rate limit."""
    server.enqueue(*[wire.refusal(429, headers={"retry-after": "0"})] * 4)
    error = await fail(model)
    assert type(error) is LanguageModelFailed
    assert "rate limit" in error.message
    assert len(server.requests) == 3


async def test_a_retry_that_cannot_be_in_time_is_not_waited_for(
    wire: ChatWire, server: ModelServer, model: ChatLanguageModel
) -> None:
    """A Retry-After beyond the deadline fails immediately with an error that names the time."""
    server.enqueue(wire.refusal(429, headers={"retry-after": "3600"}))
    async with asyncio.timeout(5):
        assert "3600 s" in (await fail(model)).message


async def test_an_unreachable_server_is_a_failure(wire: ChatWire, connect: Connect) -> None:
    """An unreachable server fails with an error that names the setting."""
    async with wire.server() as gone:
        base_url = gone.base_url
    model = await connect(base_url, max_retries=0)
    assert wire.address_setting in (await fail(model)).message


async def test_the_server_also_runs_beside_code_without_an_event_loop(
    wire: ChatWire, connect: Connect
) -> None:
    """The fake server also runs in a thread for code without an event loop."""
    with in_thread(wire.server()) as server:
        model = await connect(server.base_url)
        assert (await read(model))[0] == DEFAULT_ANSWER.replace(" [1]", "")  # no passage, no [1]


@pytest.mark.groq
@pytest.mark.skipif(not os.environ.get("GROQ_API_KEY"), reason="needs GROQ_API_KEY")
async def test_the_real_groq_answers() -> None:
    """Groq accepts the adapter's requests, and the adapter reads its answers."""
    chat = GroqChatModel("openai/gpt-oss-20b", os.environ["GROQ_API_KEY"])
    await chat.check()
    text, end = await read(ChatLanguageModel(chat))
    await chat.close()
    assert text
    assert end.usage.prompt_tokens


async def test_what_cannot_be_kept_is_left_out(
    wire: ChatWire, server: ModelServer, model: ChatLanguageModel
) -> None:
    """NULs are removed and lone surrogates replaced in an answer."""
    server.enqueue(wire.answer("\0", "a\0b", "c\ud83d"))
    assert (await read(model))[0] == "abc?"
