"""Answers written by a model that runs at Groq."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Sequence
from contextlib import aclosing
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, TypeVar, cast

from application.ports.language_model import Completion, LanguageModel, ModelEvent, TextDelta
from application.ports.question_rewriter import QuestionRewriter
from domain.answering.prompt import Prompt, PromptMessage
from domain.answering.question_rewriting import MAX_ANSWER_TOKENS, parse_rewrite, rewriting_messages
from domain.conversation.message import FinishReason, Message, Usage
from domain.errors import LanguageModelFailed, LanguageModelRejected, LanguageModelTimedOut

if TYPE_CHECKING:
    from groq import AsyncGroq
    from groq.types.chat import ChatCompletionChunk

_BASE_URL = "https://api.groq.com"
_CONNECT_SECONDS = 5.0
_FIRST_RETRY_SECONDS = 0.5
_REWRITING_SECONDS = 5.0  # the search can do without
_TEMPERATURE = 0.2  # keeps to the passages, without the endless repetition that 0 can run into

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

Result = TypeVar("Result")


class GroqLanguageModel(LanguageModel, QuestionRewriter):
    """Streams answers from Groq's chat completions, and puts questions anew.

    Only the answer is passed on, not what a reasoning model thinks. Nothing is sent that asks
    Groq to leave the thoughts out, since models that do not reason refuse such a request.
    """

    def __init__(
        self,
        model: str,
        api_key: str,
        base_url: str | None = None,
        deadline: float = 60.0,
        max_retries: int = 2,
    ) -> None:
        """Prepare to ask a model; nothing is loaded or connected before the first question.

        Args:
            model: Groq's name of the model.
            api_key: The key to Groq.
            base_url: Where Groq is, if elsewhere than usual.
            deadline: The seconds that one answer may keep us waiting, retries included. The
                time that the reader of the stream takes between two pieces does not count.
            max_retries: How often an answer that broke off before its first piece is begun anew.
        """
        self._model = model
        self._api_key = api_key
        self._base_url = base_url or _BASE_URL
        self._deadline = deadline
        self._max_retries = max_retries
        self._client: AsyncGroq | None = None
        self._connecting = asyncio.Lock()

    @property
    def name(self) -> str:
        """Groq's name of the model, after `groq:`."""
        return f"groq:{self._model}"

    async def stream(self, prompt: Prompt) -> AsyncGenerator[ModelEvent, None]:
        """Yield the pieces of the answer, then one Completion.

        Raises:
            LanguageModelFailed: If Groq broke off, is not reachable or has too much to do.
            LanguageModelTimedOut: If the answer kept us waiting past the deadline.
            LanguageModelRejected: If Groq refused the request; says which setting to check.
        """
        deadline = _Deadline(self._deadline)
        attempt = 0
        while True:
            begun = False
            try:
                attempted = self._attempt(prompt.messages(), prompt.max_answer_tokens, deadline)
                async with aclosing(attempted) as events:
                    async for event in events:
                        begun = True
                        yield event
                return
            except (LanguageModelTimedOut, LanguageModelRejected):
                raise
            except LanguageModelFailed as failure:
                delay = _retry_after(failure.__cause__)
                if delay is None:
                    delay = _FIRST_RETRY_SECONDS * 2**attempt
                if begun or attempt >= self._max_retries or delay >= deadline.seconds_left:
                    raise
            attempt += 1
            await deadline.wait_for(asyncio.sleep(delay))

    async def rewrite(self, question: str, history: Sequence[Message]) -> str:
        """Return the question in words that need no history; tried once, for a few seconds.

        Raises:
            LanguageModelFailed: If Groq did not answer in time or at all.
        """
        deadline = _Deadline(min(_REWRITING_SECONDS, self._deadline))
        messages = rewriting_messages(question, history)
        async with aclosing(self._attempt(messages, MAX_ANSWER_TOKENS, deadline)) as events:
            pieces = [event.text async for event in events if isinstance(event, TextDelta)]
        return parse_rewrite(question, "".join(pieces))

    async def check(self) -> None:
        """Ask Groq whether it has the model and knows the key; no answer is written.

        Raises:
            LanguageModelFailed: If Groq cannot be reached.
            LanguageModelRejected: If it refuses; says which setting to check.
        """
        try:
            client = await self._connected()
            await _Deadline(self._deadline).wait_for(client.models.retrieve(self._model))
        except Exception as exc:
            raise self._failure(exc) from exc

    async def close(self) -> None:
        """Close the connections to Groq."""
        if self._client is not None:
            await self._client.close()
            self._client = None

    async def _attempt(
        self, messages: Sequence[PromptMessage], max_tokens: int, deadline: "_Deadline"
    ) -> AsyncGenerator[ModelEvent, None]:
        sent = [{"role": message.role, "content": message.content} for message in messages]
        finish_reason: FinishReason | None = None
        usage = Usage()
        try:
            client = await self._connected()
            stream = await deadline.wait_for(
                client.chat.completions.create(
                    model=self._model,
                    messages=cast(Any, sent),
                    max_completion_tokens=max_tokens,
                    temperature=_TEMPERATURE,
                    stream=True,
                )
            )
            async with stream:
                while chunk := await deadline.wait_for(anext(stream, None)):
                    if text := _text(chunk):
                        yield TextDelta(text)
                    finish_reason = _finish_reason(chunk) or finish_reason
                    usage = _usage(chunk) or usage
        except Exception as exc:
            # The SDK lets the raw errors of three libraries through; none goes further than this.
            raise self._failure(exc) from exc
        if finish_reason is None:
            raise LanguageModelFailed
        yield Completion(finish_reason, usage)

    async def _connected(self) -> "AsyncGroq":
        async with self._connecting:
            if self._client is None:
                self._client = await asyncio.to_thread(self._connect)
            return self._client

    def _connect(self) -> "AsyncGroq":
        from groq import AsyncGroq, Timeout

        # Retries and time limits are ours, so that one deadline holds for all of an answer.
        return AsyncGroq(
            api_key=self._api_key,
            base_url=self._base_url,
            timeout=Timeout(None, connect=_CONNECT_SECONDS),
            max_retries=0,
        )

    def _failure(self, exc: Exception) -> LanguageModelFailed:
        """Return the domain's error for a vendor's: what happened, and what to do about it."""
        from groq import APIConnectionError

        status = getattr(exc, "status_code", None)
        if isinstance(exc, TimeoutError):
            return LanguageModelTimedOut()
        if isinstance(exc, APIConnectionError):
            return LanguageModelFailed(
                "Groq is not reachable: check the network and GROQ_BASE_URL, then ask again."
            )
        if not isinstance(status, int):
            return LanguageModelFailed()
        if status == HTTPStatus.TOO_MANY_REQUESTS:
            delay = _retry_after(exc)
            when = f"in {delay:.0f} s" if delay else "in a minute"
            return LanguageModelFailed(f"Groq's rate limit is used up: ask again {when}.")
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status in _BUSY:
            return LanguageModelFailed(f"Groq has too much to do ({status}): ask again.")
        if "context_length" in str(getattr(exc, "body", "")):
            status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        message = _REJECTED.get(status, _REJECTED_OTHERWISE)
        return LanguageModelRejected(message.format(model=self._model, status=status))


class _Deadline:
    """The seconds left to wait for one answer. Only waiting uses them up."""

    def __init__(self, seconds: float) -> None:
        self.seconds_left = seconds

    async def wait_for(self, awaitable: Awaitable[Result]) -> Result:
        """Return the result.

        Raises:
            TimeoutError: If no seconds are left before it is there.
        """
        clock = asyncio.get_running_loop().time
        started = clock()
        try:
            async with asyncio.timeout(self.seconds_left):
                return await awaitable
        finally:
            self.seconds_left -= clock() - started


def _text(chunk: "ChatCompletionChunk") -> str | None:
    text = chunk.choices[0].delta.content if chunk.choices else None
    # JSON can carry what no database and no stream can: NUL, and halves of a character
    return text and text.replace("\0", "").encode("utf-8", "replace").decode()


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


def _retry_after(exc: BaseException | None) -> float | None:
    """Return the seconds that Groq asked us to wait, if it did."""
    response = getattr(exc, "response", None)
    try:
        return max(0.0, float(response.headers["retry-after"])) if response is not None else None
    except (KeyError, ValueError):
        return None
