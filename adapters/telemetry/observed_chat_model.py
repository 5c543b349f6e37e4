"""Spans and metrics of chat models."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from time import perf_counter

from opentelemetry.trace import SpanKind

from adapters.telemetry.metrics import Metrics
from adapters.telemetry.texts import input_messages, output_messages
from adapters.telemetry.tracing import OpenSpan, Tracing
from application.ports.chat_model import ChatEvent, ChatModel
from application.ports.language_model import Completion, TextDelta
from domain.answering.prompt import PromptMessage
from domain.conversation.message import FinishReason
from domain.errors import LanguageModelFailed


class ObservedChatModel(ChatModel):
    """Observes a chat model. Its name is `provider:model`."""

    def __init__(self, chat: ChatModel, tracing: Tracing, metrics: Metrics) -> None:
        self._chat = chat
        self._tracing = tracing
        self._metrics = metrics

    @property
    def name(self) -> str:
        """The name of the chat model."""
        return self._chat.name

    async def stream(
        self, messages: Sequence[PromptMessage], max_tokens: int
    ) -> AsyncGenerator[ChatEvent, None]:
        """Make one attempt, in a span of its own."""
        provider, _, model = self.name.partition(":")
        started, first = perf_counter(), None
        with self._tracing.span(
            f"chat {model}",
            SpanKind.CLIENT,
            current=False,  # between its events others work
            gen_ai__operation__name="chat",
            gen_ai__provider__name=provider,
            gen_ai__request__model=model,
            gen_ai__request__max_tokens=max_tokens,
        ) as span:
            span.quote("gen_ai.input.messages", lambda: input_messages(messages))
            pieces: list[str] = []
            ended = FinishReason.ERROR
            try:
                async with aclosing(self._chat.stream(messages, max_tokens)) as events:
                    async for event in events:
                        if isinstance(event, Completion):
                            ended = event.finish_reason
                            self._end(event, span)
                        elif first is None:
                            first = perf_counter() - started
                            span.say({"gen_ai.response.time_to_first_chunk": first})
                        if isinstance(event, TextDelta):
                            pieces.append(event.text)
                        yield event
            except LanguageModelFailed as exc:
                self._metrics.model_failures.labels(self.name, exc.code).inc()
                raise
            finally:
                span.quote(
                    "gen_ai.output.messages", lambda: output_messages("".join(pieces), ended.value)
                )
                self._metrics.model_seconds.labels(self.name).observe(perf_counter() - started)

    def _end(self, completion: Completion, span: OpenSpan) -> None:
        usage = completion.usage
        span.say(
            {
                "gen_ai.response.finish_reasons": [completion.finish_reason.value],
                "gen_ai.response.model": completion.model,
                "gen_ai.usage.input_tokens": usage.prompt_tokens,
                "gen_ai.usage.output_tokens": usage.completion_tokens,
            }
        )
        for kind, tokens in (("input", usage.prompt_tokens), ("output", usage.completion_tokens)):
            if tokens:
                self._metrics.tokens.labels(self.name, kind).inc(tokens)

    async def check(self) -> None:
        """Ask the provider whether it accepts the key and the model."""
        await self._chat.check()

    async def close(self) -> None:
        """Close the connections."""
        await self._chat.close()
