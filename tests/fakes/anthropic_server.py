"""A server that speaks Anthropic's protocol over real connections and can fail in many ways.

    async with AnthropicServer() as server:
        server.enqueue(cited_answer(("The sky is blue.", (1,)), (" It is", ())))
        model = AnthropicChatModel("a-model", "a-key", server.base_url)

Without a script it sends DEFAULT_ANSWER.
"""

import asyncio
import json
from collections.abc import Iterator, Mapping
from typing import Any

from tests.fakes.model_server import DEFAULT_ANSWER, Fault, ModelServer, Reply

STOP_REASONS = {"stop": "end_turn", "length": "max_tokens"}


class AnthropicServer(ModelServer):
    """An Anthropic; its address is a value of ANTHROPIC_BASE_URL."""

    path = "/v1/messages"

    def default_reply(self) -> Reply:
        """Return DEFAULT_ANSWER."""
        return answer(DEFAULT_ANSWER)

    def has(self, model: str) -> None:
        """Let the server have a model; otherwise it says of none that it has it."""
        info = {"id": model, "type": "model", "display_name": model, "created_at": "2026-01-01"}
        self.pages[f"/v1/models/{model}"] = Reply(body=json.dumps(info))


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
    events = (
        _start(prompt_tokens),
        *_thoughts(reasoning),
        *_block(1, pieces),
        *_end(finish_reason, completion_tokens),
    )
    # after the beginnings of the message and of the block, and the first piece
    return Reply(events=events, gate=gate, before_gate=3, drip_seconds=drip_seconds)


def cited_answer(*blocks: tuple[str, tuple[int, ...]]) -> Reply:
    """Return an answer in blocks, each with the numbers of the documents that it cites, from 1."""
    written = [
        event
        for index, (text, sources) in enumerate(blocks)
        for event in _block(index, (text,), sources)
    ]
    return Reply(events=(_start(12), *written, *_end("stop", 5)))


def broken_off(*pieces: str, by: Fault) -> Reply:
    """Return an answer that ends in a fault after its pieces."""
    beginning = (_start(12), *list(_block(0, pieces))[:-1])
    return Reply(events=(*beginning, *_LAST_WORDS.get(by, ())), fault=by)


def refusal(
    status: int,
    code: str = "a_code",
    message: str = "No.",
    headers: Mapping[str, str] | None = None,
) -> Reply:
    """Return an error response."""
    error = {"type": "error", "error": {"type": code, "message": message}, "request_id": "req_1"}
    return Reply(status, headers or {}, body=json.dumps(error))


def _event(kind: str, **fields: Any) -> str:
    return f"event: {kind}\ndata: {json.dumps({'type': kind, **fields})}\n\n"


def _start(prompt_tokens: int | None) -> str:
    counted: dict[str, Any] = {
        "cache_creation_input_tokens": None,
        "cache_read_input_tokens": 2,
        "output_tokens": 1,
    }
    if prompt_tokens is not None:
        counted["input_tokens"] = prompt_tokens - 2  # the rest was read from the cache
    message: dict[str, Any] = {
        "id": "msg_1",
        "type": "message",
        "role": "assistant",
        "model": "a-model",
        "content": [],
        "stop_reason": None,
        "stop_sequence": None,
        "usage": counted,
    }
    return _event("message_start", message=message)


def _block(index: int, pieces: tuple[str, ...], sources: tuple[int, ...] = ()) -> Iterator[str]:
    block = {"type": "text", "text": "", **({"citations": []} if sources else {})}
    yield _event("content_block_start", index=index, content_block=block)
    for piece in pieces:
        delta: dict[str, Any] = {"type": "text_delta", "text": piece}
        yield _event("content_block_delta", index=index, delta=delta)
    for source in sources:
        citation = {
            "type": "content_block_location",
            "cited_text": "All of it.",
            "document_index": source - 1,
            "document_title": "a.txt",
            "start_block_index": 0,
            "end_block_index": 1,
        }
        delta = {"type": "citations_delta", "citation": citation}
        yield _event("content_block_delta", index=index, delta=delta)
    yield _event("content_block_stop", index=index)


def _thoughts(reasoning: str | None) -> Iterator[str]:
    if reasoning is not None:
        block = {"type": "thinking", "thinking": "", "signature": ""}
        yield _event("content_block_start", index=0, content_block=block)
        delta = {"type": "thinking_delta", "thinking": reasoning}
        yield _event("content_block_delta", index=0, delta=delta)
        yield _event("content_block_stop", index=0)


def _end(finish_reason: str, completion_tokens: int | None) -> Iterator[str]:
    delta = {"stop_reason": STOP_REASONS.get(finish_reason, finish_reason), "stop_sequence": None}
    counted = {} if completion_tokens is None else {"output_tokens": completion_tokens}
    yield _event("message_delta", delta=delta, usage=counted)
    yield _event("message_stop")


_OVERLOADED = {"type": "overloaded_error", "message": "Overloaded"}
_LAST_WORDS: Mapping[Fault, tuple[str, ...]] = {
    Fault.BAD_JSON: ('event: content_block_delta\ndata: {"type": "content_bl\n\n',),
    Fault.BAD_UTF8: ('event: content_block_delta\ndata: {"type": "\udcc3"}\n\n',),
    Fault.STRANGE_JSON: ("event: content_block_delta\ndata: [1, 2, 3]\n\n",),
    Fault.ERROR_EVENT: (_event("error", error=_OVERLOADED),),
    Fault.NO_REASON: (
        _event("content_block_stop", index=0),
        _event("message_delta", delta={"stop_reason": None}, usage={"output_tokens": 5}),
        _event("message_stop"),
    ),
    Fault.LATE_ERROR: (
        _event("content_block_stop", index=0),
        _event("error", error=_OVERLOADED),
        _event("message_stop"),
    ),
}
