"""Anthropic's chat models, with their own citations."""

import asyncio
import os
from collections.abc import AsyncGenerator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from adapters.chat_models.anthropic_events import EventReader
from adapters.chat_models.failures import Service, failure_of
from adapters.chat_models.lazy_sdk import (
    CHECK_SECONDS,
    CONNECT_SECONDS,
    LazySdk,
    ask_briefly,
    require_package,
)
from application.ports.chat_model import ChatEvent, ChatModel
from domain.answering.prompt import PromptMessage, PromptPassage
from domain.conversation.message import MessageRole
from domain.errors import LanguageModelFailed, LanguageModelTimedOut

if TYPE_CHECKING:
    from anthropic import AsyncAnthropic

_BASE_URL = "https://api.anthropic.com"
_CITE_NATIVELY = (
    "The passages are attached as documents with citations. Cite by means of these citations; write"
    " no numbers in square brackets."
)
_BEFORE = "(The conversation began earlier.)"  # a conversation has to begin with the user


class AnthropicChatModel(ChatModel):
    """Streams Anthropic's messages.

    The passages go out as documents, one each, and the citations that come back say which of them a
    piece of text rests on. Reasoning beside the text is dropped. A reply without a stop reason
    broke off.
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
            model: The model's name at Anthropic.
            api_key: The API key for Anthropic.
            base_url: The base URL of the API; None means Anthropic's own.
            service: How messages name the provider and its settings.
            parameters: What else is sent with each request.

        Raises:
            Misconfigured: If the SDK is not installed.
        """
        require_package("anthropic", "anthropic", "Anthropic")
        self._model = model
        self._api_key = api_key
        self._base_url = base_url or _BASE_URL
        self._parameters = dict(parameters)
        self._service = service or Service(
            "Anthropic", model, "QUOTH_ANTHROPIC_MODEL", "ANTHROPIC_API_KEY", "ANTHROPIC_BASE_URL"
        )
        self._sdk = LazySdk("anthropic", self._connect)

    @property
    def name(self) -> str:
        """The model's name at Anthropic, prefixed with `anthropic:`."""
        return f"anthropic:{self._model}"

    async def stream(
        self, messages: Sequence[PromptMessage], max_tokens: int
    ) -> AsyncGenerator[ChatEvent, None]:
        """Make one attempt: yield the reply as it arrives, then a Completion."""
        reader = EventReader()
        try:
            client = await self._sdk.client()
            stream: Any = await client.messages.create(
                model=self._model,
                system=_instructions(messages),
                messages=_conversation(messages),
                max_tokens=max_tokens,
                stream=True,
                extra_body=self._parameters,
            )
            async with stream:
                async for event in stream:
                    for each in reader.read(event):
                        yield each
        except Exception as exc:
            # broken JSON is a raw error of the standard library; all are converted here
            raise self._failure(exc) from exc
        if (end := reader.completion()) is not None:
            yield end

    async def check(self) -> None:
        """Check that Anthropic accepts the key and has the model."""
        from anthropic import NotFoundError

        try:
            async with asyncio.timeout(CHECK_SECONDS):
                client = await self._sdk.client()
                try:
                    await client.models.retrieve(self._model)
                except NotFoundError:
                    await ask_briefly(self)  # a proxy may have no list of models
        except TimeoutError as exc:
            raise LanguageModelTimedOut from exc
        except Exception as exc:
            raise self._failure(exc) from exc

    async def close(self) -> None:
        """Close the connections to Anthropic."""
        await self._sdk.close()

    def _connect(self) -> "AsyncAnthropic":
        from anthropic import AsyncAnthropic, Omit, Timeout

        # headers of the environment would be sent to whatever address this is
        lines = os.environ.get("ANTHROPIC_CUSTOM_HEADERS", "").splitlines()
        headers: Any = {line.partition(":")[0].strip(): Omit() for line in lines if ":" in line}
        # the caller retries, so that one deadline covers the whole answer
        return AsyncAnthropic(
            api_key=self._api_key,
            base_url=self._base_url,
            timeout=Timeout(None, connect=CONNECT_SECONDS),
            max_retries=0,
            default_headers=headers,
        )

    def _failure(self, exc: Exception) -> LanguageModelFailed:
        from anthropic import APIConnectionError

        return failure_of(exc, self._service, unreachable=APIConnectionError)


def _instructions(messages: Sequence[PromptMessage]) -> str:
    said = [message.content for message in messages if message.role == "system"]
    if any(message.passages for message in messages):
        said.append(_CITE_NATIVELY)
    return "\n\n".join(said)


def _conversation(messages: Sequence[PromptMessage]) -> list[Any]:
    """Return the messages in Anthropic's form; it refuses messages without text."""
    said: list[Any] = [
        {"role": message.role, "content": _content(message)}
        for message in messages
        if message.role != "system" and message.content.strip()
    ]
    if said and said[0]["role"] != MessageRole.USER.value:
        said.insert(0, {"role": MessageRole.USER.value, "content": _BEFORE})
    return said


def _content(message: PromptMessage) -> str | list[Any]:
    if not message.passages:
        return message.content
    documents = [_document(passage) for passage in message.passages]
    return [*documents, {"type": "text", "text": message.question}]


def _document(passage: PromptPassage) -> dict[str, Any]:
    return {
        "type": "document",
        "title": passage.title,
        "context": passage.label,
        "source": {"type": "content", "content": [{"type": "text", "text": passage.text}]},
        "citations": {"enabled": True},
    }
