"""Chat models of any server that speaks OpenAI's protocol."""

import asyncio
import os
from collections.abc import AsyncGenerator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from adapters.chat_models.failures import Service, failure_of
from adapters.chat_models.lazy_sdk import (
    CHECK_SECONDS,
    CONNECT_SECONDS,
    LazySdk,
    ask_briefly,
)
from adapters.chat_models.openai_chunks import Chunk, finish_reason_of, model_of, text_of, usage_of
from adapters.chat_models.openai_dialect import Dialect
from application.ports.chat_model import ChatEvent, ChatModel
from application.ports.language_model import Completion, TextDelta
from domain.answering.prompt import PromptMessage
from domain.conversation.message import FinishReason, Usage
from domain.errors import LanguageModelFailed, LanguageModelRejected, LanguageModelTimedOut

if TYPE_CHECKING:
    from openai import AsyncOpenAI, AsyncStream

_NO_KEY = "none"  # servers without keys accept any; the SDK refuses an empty one


class OpenAICompatibleChatModel(ChatModel):
    """Streams chat completions of OpenAI, Ollama, vLLM, llama.cpp, LM Studio, LiteLLM and others.

    Servers differ in the parameters that they accept: one that is refused is left out from then on.
    Reasoning beside the reply is dropped. A reply without a finish reason broke off, however
    properly its stream ended.
    """

    def __init__(
        self,
        model: str,
        base_url: str,
        api_key: str = "",
        *,
        provider: str = "openai",
        service: Service | None = None,
        parameters: Mapping[str, Any] = MappingProxyType({}),
    ) -> None:
        """Configure the client. The SDK is imported and connected on the first request.

        Args:
            model: The model's name at the server.
            base_url: The address of the API, usually with `/v1` at its end.
            api_key: The API key; empty for a server without keys.
            provider: The first part of the name.
            service: What messages name; by default the settings of `openai`.
            parameters: What else is sent with each request.
        """
        self._model = model
        self._base_url = base_url
        self._api_key = api_key
        self._provider = provider
        self._service = service or Service(
            "The model server", model, "QUOTH_OPENAI_MODEL", "OPENAI_API_KEY", "OPENAI_BASE_URL"
        )
        self._dialect = Dialect()
        self._parameters = dict(parameters)
        self._sdk = LazySdk("openai", self._connect)

    @property
    def name(self) -> str:
        """The model's name at the server, prefixed with the provider."""
        return f"{self._provider}:{self._model}"

    async def stream(
        self, messages: Sequence[PromptMessage], max_tokens: int
    ) -> AsyncGenerator[ChatEvent, None]:
        """Make one attempt: yield the reply as it arrives, then a Completion."""
        finish_reason: FinishReason | None = None
        usage = Usage.unknown()
        model: str | None = None
        try:
            client = await self._sdk.client()
            stream = await self._begin(client, messages, max_tokens)
            async with stream:
                async for chunk in stream:
                    if text := text_of(chunk):
                        yield TextDelta(text)
                    finish_reason = finish_reason_of(chunk) or finish_reason
                    usage = usage_of(chunk) or usage
                    model = model_of(chunk) or model
        except Exception as exc:
            # broken JSON is a raw error of the standard library; all are converted here
            raise self._failure(exc) from exc
        if finish_reason is not None:
            yield Completion(finish_reason, usage, model)

    async def check(self) -> None:
        """Check that the server accepts the key and has the model."""
        try:
            async with asyncio.timeout(CHECK_SECONDS):
                if not await self._is_listed(await self._sdk.client()):
                    # some servers list no models, or have more than they list
                    await ask_briefly(self)
        except TimeoutError as exc:
            raise LanguageModelTimedOut from exc
        except Exception as exc:
            raise self._failure(exc) from exc

    async def close(self) -> None:
        """Close the connections to the server."""
        await self._sdk.close()

    async def _is_listed(self, client: "AsyncOpenAI") -> bool:
        from openai import NotFoundError

        try:
            return any(each.id == self._model for each in (await client.models.list()).data)
        except (NotFoundError, ValueError, TypeError, AttributeError):
            return False

    async def _begin(
        self, client: "AsyncOpenAI", messages: Sequence[PromptMessage], max_tokens: int
    ) -> "AsyncStream[Chunk]":
        from openai import AsyncStream, BadRequestError, UnprocessableEntityError

        sent = [{"role": message.role, "content": message.content} for message in messages]
        while True:
            dialect = self._dialect
            body = {
                "model": self._model,
                "messages": sent,
                "stream": True,
                **dialect.parameters(max_tokens),
                **self._parameters,
            }
            try:
                stream = await client.post(
                    "/chat/completions",
                    body=body,
                    cast_to=object,
                    stream=True,
                    stream_cls=AsyncStream[Chunk],
                )
            except (BadRequestError, UnprocessableEntityError) as exc:
                self._dialect = dialect.without_what_is_refused(str(exc.body))
                if self._dialect == dialect:
                    raise
                continue
            if "text/html" in stream.response.headers.get("content-type", ""):
                await stream.close()
                raise LanguageModelRejected(
                    f"{self._service.name} answered with a web page: check"
                    f" {self._service.address_setting}, which usually ends in /v1."
                )
            return stream

    def _connect(self) -> "AsyncOpenAI":
        from openai import AsyncOpenAI, Omit, Timeout

        # Variables that are meant for OpenAI would be sent to whatever server this is.
        foreign = ["OpenAI-Organization", "OpenAI-Project"]
        for line in os.environ.get("OPENAI_CUSTOM_HEADERS", "").splitlines():
            name, colon, _ = line.partition(":")
            foreign += [name.strip()] * bool(colon)
        # None and "" would not take them away; the type of the parameter does not know it
        headers: Any = {name: Omit() for name in foreign}
        # the caller retries, so that one deadline covers the whole answer
        return AsyncOpenAI(
            api_key=self._api_key or _NO_KEY,
            base_url=self._base_url,
            timeout=Timeout(None, connect=CONNECT_SECONDS),
            max_retries=0,
            default_headers=headers,
        )

    def _failure(self, exc: Exception) -> LanguageModelFailed:
        from openai import APIConnectionError

        return failure_of(exc, self._service, unreachable=APIConnectionError)
