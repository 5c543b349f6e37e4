"""What the span of a chat model says."""

import json
from contextlib import suppress
from typing import Any

import pytest
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from adapters.telemetry.metrics import Metrics
from adapters.telemetry.observed_chat_model import ObservedChatModel
from adapters.telemetry.tracing import Tracing
from domain.answering.prompt import PromptMessage
from domain.errors import LanguageModelFailed
from tests.fakes.language_model import REPLIED_AS, ScriptedChatModel

MESSAGES = (PromptMessage("system", "Be brief."), PromptMessage("user", "What is it?"))


async def attributes(chat: ScriptedChatModel, *, content: bool) -> dict[str, Any]:
    """Let a model reply, and return the attributes of its span."""
    spans = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(spans))
    tracing = Tracing(provider.get_tracer("test"), content=content)
    observed = ObservedChatModel(chat, tracing, Metrics())
    with suppress(LanguageModelFailed):
        assert [event async for event in observed.stream(MESSAGES, 9)]
    [span] = spans.get_finished_spans()
    return dict(span.attributes or {})


@pytest.mark.parametrize(
    ("error", "ended"), [(None, "stop"), (LanguageModelFailed("It broke."), "error")]
)
async def test_a_span_has_what_was_read_and_written(
    error: LanguageModelFailed | None, ended: str
) -> None:
    """With texts, all messages and the reply are there in the form of the conventions."""
    chat = ScriptedChatModel()
    chat.enqueue(["A ", "heron."], error=error)
    said = await attributes(chat, content=True)
    read = json.loads(said["gen_ai.input.messages"])
    assert [(each["role"], each["parts"][0]["content"]) for each in read] == [
        ("system", "Be brief."),
        ("user", "What is it?"),
    ]
    [written] = json.loads(said["gen_ai.output.messages"])
    assert written == {
        "role": "assistant",
        "parts": [{"type": "text", "content": "A heron."}],
        "finish_reason": ended,
    }


async def test_a_span_has_no_texts_by_default() -> None:
    """Model, tokens and how it ended are there, and no word."""
    chat = ScriptedChatModel()
    chat.enqueue("A heron.")
    said = await attributes(chat, content=False)
    assert said["gen_ai.response.model"] == REPLIED_AS
    assert said["gen_ai.usage.output_tokens"] == 5
    assert not {"gen_ai.input.messages", "gen_ai.output.messages"} & said.keys()
    assert "heron" not in str(said)
