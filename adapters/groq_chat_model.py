"""Chat models hosted by Groq."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, cast

from application.ports.chat_model import ChatEvent, ChatModel
from application.ports.language_model import Completion, TextDelta
from domain.answering.prompt import PromptMessage
from domain.conversation.message import FinishReason, Usage
from domain.errors import LanguageModelFailed, LanguageModelRejected, LanguageModelTimedOut

if TYPE_CHECKING:
    from groq import AsyncGroq
    from groq.types.chat import ChatCompletionChunk

_BASE_URL = "https://api.groq.com"
_CONNECT_SECONDS = 5.0
_CHECK_SECONDS = 15.0
_TEMPERATURE = 0.2  # low, to stay close to the passages; 0 can cause endless repetition

_TOO_LONG = (
    "The prompt is longer than {model}, or Groq's plan for this key, allows: lower"
    " QUOTH_CONTEXT_WINDOW."
)
_REJECTED = {
    401: "Groq does not know this key: check GROQ_API_KEY.",
    403: "Groq does not let this key use {model}: check the key's permissions at Groq,"
    " GROQ_API_KEY and QUOTH_GROQ_MODEL.",
    404: "Groq does not have {model}: check QUOTH_GROQ_MODEL and GROQ_BASE_URL.",
    413: _TOO_LONG,
}
_REJECTED_OTHERWISE = (
    "Groq refused the request ({status}): check that QUOTH_GROQ_MODEL names a chat model, and"
    " that QUOTH_CONTEXT_WINDOW is no larger than its window."
)
_BUSY = {408, 409, 424, 498}  # besides every 5xx


class GroqChatModel(ChatModel):
    """Streams Groq's chat completions.

    The reasoning of a model is dropped; only its reply is yielded. The request does not ask Groq to
    omit the reasoning, because models that do not reason reject that parameter.
    """

    def __init__(self, model: str, api_key: str, base_url: str | None = None) -> None:
        """Configure the client. The SDK is imported and connected on the first request.

        Args:
            model: The model's name at Groq.
            api_key: The API key for Groq.
            base_url: The base URL of the API; None means Groq's own.
        """
        self._model = model
        self._api_key = api_key
        self._base_url = base_url or _BASE_URL
        self._client: AsyncGroq | None = None
        self._connecting = asyncio.Lock()

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
        usage = Usage()
        try:
            client = await self._connected()
            stream = await client.chat.completions.create(
                model=self._model,
                messages=cast(Any, sent),
                max_completion_tokens=max_tokens,
                temperature=_TEMPERATURE,
                stream=True,
            )
            async with stream:
                async for chunk in stream:
                    if text := chunk.choices[0].delta.content if chunk.choices else None:
                        yield TextDelta(text)
                    finish_reason = _finish_reason(chunk) or finish_reason
                    usage = _usage(chunk) or usage
        except Exception as exc:
            # The SDK lets raw errors of three libraries through; all of them are converted here.
            raise self._failure(exc) from exc
        if finish_reason is not None:
            yield Completion(finish_reason, usage)

    async def check(self) -> None:
        """Check that Groq accepts the key and has the model."""
        try:
            client = await self._connected()
            async with asyncio.timeout(_CHECK_SECONDS):
                await client.models.retrieve(self._model)
        except TimeoutError as exc:
            raise LanguageModelTimedOut from exc
        except Exception as exc:
            raise self._failure(exc) from exc

    async def close(self) -> None:
        """Close the connections to Groq."""
        if self._client is not None:
            await self._client.close()
            self._client = None

    async def _connected(self) -> "AsyncGroq":
        async with self._connecting:
            if self._client is None:
                self._client = await asyncio.to_thread(self._connect)
            return self._client

    def _connect(self) -> "AsyncGroq":
        from groq import AsyncGroq, Timeout

        # the caller retries, so that one deadline covers the whole answer
        return AsyncGroq(
            api_key=self._api_key,
            base_url=self._base_url,
            timeout=Timeout(None, connect=_CONNECT_SECONDS),
            max_retries=0,
        )

    def _failure(self, exc: Exception) -> LanguageModelFailed:
        """Convert an error of the SDK to a domain error that says what happened and what to do."""
        from groq import APIConnectionError

        status = getattr(exc, "status_code", None)
        if isinstance(exc, APIConnectionError):
            return LanguageModelFailed(
                "Groq is not reachable: check the network and GROQ_BASE_URL, then ask again."
            )
        if not isinstance(status, int):
            return LanguageModelFailed()
        delay = _retry_after(exc)
        if status == HTTPStatus.TOO_MANY_REQUESTS:
            when = f"in {delay:.0f} s" if delay else "in a minute"
            return LanguageModelFailed(f"Groq's rate limit is used up: ask again {when}.", delay)
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status in _BUSY:
            return LanguageModelFailed(f"Groq has too much to do ({status}): ask again.", delay)
        if "context_length" in str(getattr(exc, "body", "")):
            status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        message = _REJECTED.get(status, _REJECTED_OTHERWISE)
        return LanguageModelRejected(message.format(model=self._model, status=status))


def _finish_reason(chunk: "ChatCompletionChunk") -> FinishReason | None:
    if chunk.x_groq and chunk.x_groq.error:
        raise LanguageModelFailed
    reason = chunk.choices[0].finish_reason if chunk.choices else None
    if reason is None:
        return None
    return FinishReason.LENGTH if reason == "length" else FinishReason.STOP


def _usage(chunk: "ChatCompletionChunk") -> Usage | None:
    usage = chunk.x_groq.usage if chunk.x_groq else None
    return Usage(usage.prompt_tokens, usage.completion_tokens) if usage else None


def _retry_after(exc: Exception) -> float | None:
    """Return the value of the Retry-After header in seconds, or None."""
    response = getattr(exc, "response", None)
    try:
        return max(0.0, float(response.headers["retry-after"])) if response is not None else None
    except (KeyError, ValueError):
        return None
