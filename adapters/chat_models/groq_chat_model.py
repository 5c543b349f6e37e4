"""Chat models hosted by Groq."""

import asyncio
from collections.abc import AsyncGenerator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from adapters.chat_models.failures import Service, failure_of
from adapters.chat_models.lazy_sdk import CHECK_SECONDS, CONNECT_SECONDS, LazySdk
from adapters.chat_models.openai_chunks import Chunk, finish_reason_of, model_of, text_of, usage_of
from application.ports.chat_model import ChatEvent, ChatModel
from application.ports.language_model import Completion, TextDelta
from domain.answering.prompt import PromptMessage
from domain.conversation.message import FinishReason, Usage
from domain.errors import LanguageModelFailed, LanguageModelTimedOut

if TYPE_CHECKING:
    from groq import AsyncGroq, AsyncStream

_BASE_URL = "https://api.groq.com"
_PATH = "/openai/v1/chat/completions"
_TEMPERATURE = 0.2  # low, to stay close to the passages; 0 can cause endless repetition


class GroqChatModel(ChatModel):
    """Streams Groq's chat completions.

    Reasoning beside the reply is dropped. The request does not ask Groq to omit it, because models
    that do not reason reject that parameter.
    """

    def __init__(
        self,
        model: str,
        api_key: str,
        base_url: str | None = None,
        *,
        service: Service | None = None,
        parameters: Mapping[str, Any] = MappingProxyType({}),
    ) -> None:
        """Configure the client. The SDK is imported and connected on the first request.

        Args:
            model: The model's name at Groq.
            api_key: The API key for Groq.
            base_url: The base URL of the API; None means Groq's own.
            service: How messages name the provider and its settings.
            parameters: What else is sent with each request.
        """
        self._model = model
        self._api_key = api_key
        self._base_url = base_url or _BASE_URL
        self._service = service or Service(
            "Groq", model, "QUOTH_GROQ_MODEL", "GROQ_API_KEY", "GROQ_BASE_URL"
        )
        self._parameters = dict(parameters)
        self._sdk = LazySdk("groq", self._connect)

    @property
    def name(self) -> str:
        """The model's name at Groq, prefixed with `groq:`."""
        return f"groq:{self._model}"

    async def stream(
        self, messages: Sequence[PromptMessage], max_tokens: int
    ) -> AsyncGenerator[ChatEvent, None]:
        """Make one attempt: yield the reply as it arrives, then a Completion."""
        sent = [{"role": message.role, "content": message.content} for message in messages]
        finish_reason: FinishReason | None = None
        usage = Usage.unknown()
        model: str | None = None
        try:
            async with await self._chunks(sent, max_tokens) as stream:
                async for chunk in stream:
                    if text := text_of(chunk):
                        yield TextDelta(text)
                    told = chunk.get("x_groq") or {}
                    if told.get("error"):
                        raise LanguageModelFailed
                    finish_reason = finish_reason_of(chunk) or finish_reason
                    usage = usage_of(told) or usage
                    model = model_of(chunk) or model
        except Exception as exc:
            # The SDK lets raw errors of three libraries through; all of them are converted here.
            raise self._failure(exc) from exc
        if finish_reason is not None:
            yield Completion(finish_reason, usage, model)

    async def _chunks(
        self, messages: Sequence[Mapping[str, str]], max_tokens: int
    ) -> "AsyncStream[Chunk]":
        from groq import AsyncStream

        body = {
            "model": self._model,
            "messages": messages,
            "max_completion_tokens": max_tokens,
            "temperature": _TEMPERATURE,
            "stream": True,
            **self._parameters,
        }
        client = await self._sdk.client()
        return await client.post(
            _PATH, body=body, cast_to=object, stream=True, stream_cls=AsyncStream[Chunk]
        )

    async def check(self) -> None:
        """Check that Groq accepts the key and has the model."""
        try:
            client = await self._sdk.client()
            async with asyncio.timeout(CHECK_SECONDS):
                await client.models.retrieve(self._model)
        except TimeoutError as exc:
            raise LanguageModelTimedOut from exc
        except Exception as exc:
            raise self._failure(exc) from exc

    async def close(self) -> None:
        """Close the connections to Groq."""
        await self._sdk.close()

    def _connect(self) -> "AsyncGroq":
        from groq import AsyncGroq, DefaultAsyncHttpxClient, Timeout
        from httpx import Limits

        # the caller retries, so that one deadline covers the whole answer
        return AsyncGroq(
            api_key=self._api_key,
            base_url=self._base_url,
            timeout=Timeout(None, connect=CONNECT_SECONDS),
            max_retries=0,
            # by itself, the SDK lets 100 answers be written at once, and the others wait
            http_client=DefaultAsyncHttpxClient(limits=Limits(max_connections=None)),
        )

    def _failure(self, exc: Exception) -> LanguageModelFailed:
        from groq import APIConnectionError

        return failure_of(exc, self._service, unreachable=APIConnectionError)
