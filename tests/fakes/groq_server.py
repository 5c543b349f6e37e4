"""A server that speaks Groq's protocol over real connections and can fail in many ways.

    async with GroqServer() as server:
        server.enqueue(answer("The sky ", "is blue [1]."))
        server.enqueue(broken_off("The sky ", by=Fault.RESET))
        server.enqueue(refusal(429, headers={"retry-after": "0"}))
        model = GroqChatModel("a-model", "a-key", server.base_url)

Without a script it sends DEFAULT_ANSWER.
"""

import asyncio
import contextlib
import json
from collections.abc import Iterator, Mapping

from tests.fakes.model_server import (
    DEFAULT_ANSWER,
    Fault,
    ModelServer,
    Reply,
    in_json,
    in_thread,
    usage,
)

__all__ = [
    "DEFAULT_ANSWER",
    "Fault",
    "GroqServer",
    "Reply",
    "answer",
    "broken_off",
    "groq_server_in_thread",
    "refusal",
]

_FRAME = {
    "id": "chatcmpl-1",
    "object": "chat.completion.chunk",
    "created": 1_700_000_000,
    "model": "openai/gpt-oss-20b",
    "system_fingerprint": "fp_1",
}
_DONE = "data: [DONE]\n\n"


class GroqServer(ModelServer):
    """A Groq; its address is a value of GROQ_BASE_URL."""

    path = "/openai/v1/chat/completions"

    def default_reply(self) -> Reply:
        """Return DEFAULT_ANSWER."""
        return answer(DEFAULT_ANSWER)


def answer(
    *pieces: str,
    finish_reason: str = "stop",
    prompt_tokens: int | None = 12,
    completion_tokens: int | None = 5,
    reasoning: str | None = None,
    gate: asyncio.Event | None = None,
    drip_seconds: float = 0.0,
) -> Reply:
    """Return a complete answer.

    With `gate`, all pieces but the first wait until it is set. With `drip_seconds`, that time
    passes before each event.
    """
    tokens = usage(prompt_tokens, completion_tokens)
    last = _event({}, finish_reason=finish_reason, x_groq={"id": "req_1", "usage": tokens})
    events = (*_beginning(pieces, reasoning), last, _DONE)
    return Reply(events=events, gate=gate, drip_seconds=drip_seconds)


def broken_off(*pieces: str, by: Fault) -> Reply:
    """Return an answer that ends in a fault after its pieces."""
    return Reply(events=(*_beginning(pieces, None), *_LAST_WORDS.get(by, ())), fault=by)


def refusal(
    status: int,
    code: str = "a_code",
    message: str = "No.",
    headers: Mapping[str, str] | None = None,
) -> Reply:
    """Return an error response."""
    error = {"message": message, "type": "invalid_request_error", "code": code}
    return Reply(status, headers or {}, body=json.dumps({"error": error}))


@contextlib.contextmanager
def groq_server_in_thread() -> Iterator[GroqServer]:
    """Run a server for code that has no event loop of its own."""
    with in_thread(GroqServer()) as server:
        yield server


def _event(
    delta: Mapping[str, str],
    finish_reason: str | None = None,
    x_groq: Mapping[str, object] | None = None,
) -> str:
    choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish_reason}
    extra = {"x_groq": x_groq} if x_groq else {}
    return in_json({**_FRAME, "choices": [choice], **extra})


_LAST_WORDS: Mapping[Fault, tuple[str, ...]] = {
    Fault.BAD_JSON: ('data: {"id": "chatcmpl-1", "choi\n\n',),
    Fault.BAD_UTF8: ('data: {"choices": [{"index": 0, "delta": {"content": "\udcc3"}}]}\n\n',),
    Fault.STRANGE_JSON: (in_json([1, 2, 3]),),
    Fault.ERROR_EVENT: (in_json({"error": {"message": "Over capacity.", "code": "503"}}),),
    Fault.NO_REASON: (_event({}), _DONE),
    Fault.LATE_ERROR: (
        _event({}, finish_reason="stop", x_groq={"id": "req_1", "error": "over capacity"}),
        _DONE,
    ),
}


def _beginning(pieces: tuple[str, ...], reasoning: str | None) -> Iterator[str]:
    yield _event({"role": "assistant", "content": ""}, x_groq={"id": "req_1"})
    if reasoning is not None:
        yield _event({"reasoning": reasoning})
    for piece in pieces:
        yield _event({"content": piece})
