"""A server that speaks Groq's protocol over real connections and can fail in many ways.

    async with GroqServer() as server:
        server.enqueue(answer("The sky ", "is blue [1]."))
        server.enqueue(broken_off("The sky ", by=Fault.RESET))
        server.enqueue(refusal(429, headers={"retry-after": "0"}))
        model = GroqChatModel("a-model", "a-key", server.base_url)

Without a script it sends DEFAULT_ANSWER. It records its requests in `requests`.
"""

import asyncio
import contextlib
import json
import socket
import struct
import threading
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from types import TracebackType
from typing import Any, Self

PATH = "/openai/v1/chat/completions"
DEFAULT_ANSWER = "The documents say so [1]."
_FRAME = {
    "id": "chatcmpl-1",
    "object": "chat.completion.chunk",
    "created": 1_700_000_000,
    "model": "openai/gpt-oss-20b",
    "system_fingerprint": "fp_1",
}


class Fault(Enum):
    """How a stream breaks off."""

    RESET = auto()  # the connection is reset
    CUT = auto()  # the connection closes in the middle of the body
    STALL = auto()  # nothing more arrives
    BAD_JSON = auto()  # an event that is not JSON
    STRANGE_JSON = auto()  # an event that is valid JSON of the wrong shape
    ERROR_EVENT = auto()  # an event with an error instead of text
    X_GROQ_ERROR = auto()  # a last event with an error, then a proper end
    CLEAN_CLOSE = auto()  # a proper end of the body, without a finish reason and [DONE]


@dataclass(frozen=True)
class Reply:
    """One scripted response: its head, the data of its events, and how it ends."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str = ""
    events: tuple[str, ...] = ()
    fault: Fault | None = None
    gate: asyncio.Event | None = None
    drip_seconds: float = 0.0


@dataclass(frozen=True)
class RecordedRequest:
    """A request; `disconnected` is set if its client leaves before the reply ends."""

    headers: dict[str, str]
    body: dict[str, Any]
    disconnected: asyncio.Event = field(default_factory=asyncio.Event)


def answer(
    *pieces: str,
    finish_reason: str = "stop",
    prompt_tokens: int = 12,
    completion_tokens: int = 5,
    reasoning: str | None = None,
    gate: asyncio.Event | None = None,
    drip_seconds: float = 0.0,
) -> Reply:
    """Return a complete answer.

    With `gate`, all pieces but the first wait until it is set. With `drip_seconds`, that time
    passes before each event.
    """
    usage = {
        "prompt_tokens": prompt_tokens,
        "completion_tokens": completion_tokens,
        "total_tokens": prompt_tokens + completion_tokens,
        "total_time": 0.01,
    }
    last = _event({}, finish_reason=finish_reason, x_groq={"id": "req_1", "usage": usage})
    events = (*_beginning(pieces, reasoning), last, "[DONE]")
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


class GroqServer:
    """Listens on a free local port while its `async with` block runs."""

    def __init__(self) -> None:
        self.requests: list[RecordedRequest] = []
        self._replies: deque[Reply] = deque()
        self._connections: set[asyncio.Task[None]] = set()

    def enqueue(self, *replies: Reply) -> None:
        """Add replies to the script, one for each further request."""
        self._replies.extend(replies)

    def clear(self) -> None:
        """Drop the replies that no request has come for."""
        self._replies.clear()

    @property
    def base_url(self) -> str:
        """The server's address, as a value of GROQ_BASE_URL."""
        return f"http://127.0.0.1:{self._port}"

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        self._port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._server.close()
        for connection in self._connections:
            connection.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)
        await self._server.wait_closed()

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connection = asyncio.create_task(self._serve(reader, writer))
        self._connections.add(connection)
        connection.add_done_callback(self._connections.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.closing(writer), contextlib.suppress(ConnectionError):
            path, request = await _read_request(reader)
            if path != PATH:
                await _send_head(writer, refusal(404, "unknown_url"))
                return
            self.requests.append(request)
            reply = self._replies.popleft() if self._replies else answer(DEFAULT_ANSWER)
            sending = asyncio.create_task(_send(writer, reply))
            leaving = asyncio.create_task(reader.read())
            try:
                await asyncio.wait({sending, leaving}, return_when=asyncio.FIRST_COMPLETED)
                if not sending.done():
                    request.disconnected.set()
            finally:
                sending.cancel()
                leaving.cancel()
                await asyncio.gather(sending, leaving, return_exceptions=True)


@contextlib.contextmanager
def groq_server_in_thread() -> Iterator[GroqServer]:
    """Run a server for code that has no event loop of its own.

    Do not enqueue a gate: it would belong to the event loop of another thread.
    """
    server = GroqServer()
    started = threading.Event()
    loop = asyncio.new_event_loop()
    stop = asyncio.Event()

    async def run() -> None:
        async with server:
            started.set()
            await stop.wait()

    thread = threading.Thread(target=loop.run_until_complete, args=(run(),))
    thread.start()
    started.wait()
    try:
        yield server
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join()
        loop.close()


def _event(
    delta: Mapping[str, str],
    finish_reason: str | None = None,
    x_groq: Mapping[str, object] | None = None,
) -> str:
    choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish_reason}
    extra = {"x_groq": x_groq} if x_groq else {}
    return json.dumps({**_FRAME, "choices": [choice], **extra})


_LAST_WORDS: Mapping[Fault, tuple[str, ...]] = {
    Fault.BAD_JSON: ('{"id": "chatcmpl-1", "choi',),
    Fault.STRANGE_JSON: ("[1, 2, 3]",),
    Fault.ERROR_EVENT: (json.dumps({"error": {"message": "Over capacity.", "code": "503"}}),),
    Fault.X_GROQ_ERROR: (
        _event({}, finish_reason="stop", x_groq={"id": "req_1", "error": "over capacity"}),
        "[DONE]",
    ),
}


def _beginning(pieces: tuple[str, ...], reasoning: str | None) -> Iterator[str]:
    yield _event({"role": "assistant", "content": ""}, x_groq={"id": "req_1"})
    if reasoning is not None:
        yield _event({"reasoning": reasoning})
    for piece in pieces:
        yield _event({"content": piece})


async def _read_request(reader: asyncio.StreamReader) -> tuple[str, RecordedRequest]:
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError as exc:
        raise ConnectionError from exc
    request_line, *lines = head.decode("latin-1").strip().split("\r\n")
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
    body = await reader.readexactly(int(headers.get("content-length", 0)))
    return request_line.split()[1], RecordedRequest(headers, json.loads(body or b"{}"))


async def _send(writer: asyncio.StreamWriter, reply: Reply) -> None:
    await _send_head(writer, reply)
    for index, event in enumerate(reply.events):
        if reply.gate and index > 1:  # after the role and the first piece
            await reply.gate.wait()
        await asyncio.sleep(reply.drip_seconds)
        await _send_chunk(writer, f"data: {event}\n\n".encode())
    match reply.fault:
        case Fault.STALL:
            await asyncio.Event().wait()
        case Fault.RESET:
            sock: socket.socket = writer.get_extra_info("socket")
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            writer.transport.abort()
        case Fault.CUT:
            pass
        case _ if reply.events:
            await _send_chunk(writer, b"")


async def _send_head(writer: asyncio.StreamWriter, reply: Reply) -> None:
    kind = "text/event-stream" if reply.events else "application/json"
    length = (
        {"transfer-encoding": "chunked"} if reply.events else {"content-length": len(reply.body)}
    )
    headers = {"content-type": kind, "connection": "close", **length, **reply.headers}
    lines = [f"HTTP/1.1 {reply.status} Scripted", *(f"{n}: {v}" for n, v in headers.items())]
    writer.write(("\r\n".join(lines) + "\r\n\r\n" + reply.body).encode())
    await writer.drain()


async def _send_chunk(writer: asyncio.StreamWriter, data: bytes) -> None:
    writer.write(b"%x\r\n%b\r\n" % (len(data), data))
    await writer.drain()
