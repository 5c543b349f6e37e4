"""A server that speaks OpenAI's protocol over real connections, as one of many servers does.

    async with OpenAIServer() as server:
        server.enqueue(answer("The sky ", "is blue [1].", dialect=OLLAMA))
        model = OpenAICompatibleChatModel("a-model", server.base_url)

Without a script it sends DEFAULT_ANSWER.
"""

import asyncio
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tests.fakes.model_server import DEFAULT_ANSWER, Fault, ModelServer, Reply, in_json, usage

PATH = "/v1/chat/completions"
_FRAME = {
    "id": "chatcmpl-1",
    "object": "chat.completion.chunk",
    "created": 1_700_000_000,
    "model": "a-model",
}
_DONE = "data: [DONE]\n\n"


@dataclass(frozen=True)
class Dialect:
    """How a server writes its chunks.

    Attributes:
        name: The server.
        begins_with: The delta of the first chunk; None if the first has text already.
        last_delta: The delta of the chunk with the finish reason.
        usage: Whether there is a chunk for the usage, which has no choices.
        choices_can_be_null: Whether that chunk has null for its choices.
        reasoning: The name of the field for the model's reasoning.
        says_done: Whether `[DONE]` ends the stream.
    """

    name: str
    begins_with: Mapping[str, str | None] | None
    last_delta: Mapping[str, str] | None
    reasoning: str
    usage: bool = True
    choices_can_be_null: bool = False
    says_done: bool = True


LLAMA_CPP = Dialect("llama.cpp", {"role": "assistant", "content": None}, {}, "reasoning_content")
VLLM = Dialect("vllm", {"role": "assistant", "content": ""}, {"content": ""}, "reasoning")
OLLAMA = Dialect("ollama", None, {}, "reasoning")
SPARSE = Dialect("sparse", None, None, "thinking", choices_can_be_null=True, says_done=False)
"""A server that leaves out what the protocol promises."""
WITHOUT_USAGE = Dialect("without usage", None, {}, "reasoning", usage=False)

DIALECTS = (LLAMA_CPP, VLLM, OLLAMA, SPARSE)


class OpenAIServer(ModelServer):
    """A server of OpenAI's protocol; its address is a value of OPENAI_BASE_URL."""

    path = PATH

    def default_reply(self) -> Reply:
        """Return DEFAULT_ANSWER."""
        return answer(DEFAULT_ANSWER)

    @property
    def base_url(self) -> str:
        """The server's address."""
        return f"{super().base_url}/v1"

    def lists(self, *models: str) -> None:
        """List these models; without a list there is none."""
        data = [{"id": each, "object": "model", "created": 1, "owned_by": "x"} for each in models]
        self.pages["/v1/models"] = Reply(body=json.dumps({"object": "list", "data": data}))


def answer(
    *pieces: str,
    finish_reason: str = "stop",
    prompt_tokens: int | None = 12,
    completion_tokens: int | None = 5,
    reasoning: str | None = None,
    gate: asyncio.Event | None = None,
    drip_seconds: float = 0.0,
    dialect: Dialect = LLAMA_CPP,
) -> Reply:
    """Return a complete answer.

    With `gate`, all pieces but the first wait until it is set. With `drip_seconds`, that time
    passes before each event.
    """
    events = [*_beginning(pieces, reasoning, dialect), _event(dialect.last_delta, finish_reason)]
    if dialect.usage:
        tokens = usage(prompt_tokens, completion_tokens)
        choices: list[object] | None = None if dialect.choices_can_be_null else []
        events.append(in_json({**_FRAME, "choices": choices, "usage": tokens}))
    if dialect.says_done:
        events.append(_DONE)
    before = 1 if dialect.begins_with is None else 2
    return Reply(events=tuple(events), gate=gate, before_gate=before, drip_seconds=drip_seconds)


def broken_off(*pieces: str, by: Fault) -> Reply:
    """Return an answer that ends in a fault after its pieces."""
    return Reply(events=(*_beginning(pieces, None, LLAMA_CPP), *_LAST_WORDS.get(by, ())), fault=by)


def refusal(
    status: int,
    code: str = "a_code",
    message: str = "No.",
    headers: Mapping[str, str] | None = None,
) -> Reply:
    """Return an error response."""
    error = {"message": message, "type": "invalid_request_error", "code": code}
    return Reply(status, headers or {}, body=json.dumps({"error": error}))


def _event(delta: Mapping[str, str | None] | None, finish_reason: str | None = None) -> str:
    choice = {"index": 0, "delta": delta, "finish_reason": finish_reason}
    return in_json({**_FRAME, "choices": [choice]})


_LAST_WORDS: Mapping[Fault, tuple[str, ...]] = {
    Fault.BAD_JSON: ('data: {"id": "chatcmpl-1", "choi\n\n',),
    Fault.BAD_UTF8: ('data: {"choices": [{"index": 0, "delta": {"content": "\udcc3"}}]}\n\n',),
    Fault.STRANGE_JSON: (in_json([1, 2, 3]),),
    Fault.ERROR_EVENT: (in_json({"error": "boom"}),),
    # as an event of its own, which the SDK takes for a chunk without choices
    Fault.NO_REASON: (_event({}), _DONE),
    Fault.LATE_ERROR: ('event: error\ndata: {"message": "over capacity"}\n\n', _DONE),
}


def _beginning(pieces: tuple[str, ...], reasoning: str | None, dialect: Dialect) -> Iterator[str]:
    if dialect.begins_with is not None:
        yield _event(dialect.begins_with)
    if reasoning is not None:
        yield _event({dialect.reasoning: reasoning})
    for piece in pieces:
        yield _event({"content": piece})
