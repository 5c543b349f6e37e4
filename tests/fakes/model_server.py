"""A server that speaks the protocol of a chat model over real connections, and its many faults.

What it says is scripted in the events of a protocol: see `groq_server`, `openai_server` and
`anthropic_server`. It records its requests in `requests`.
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
from typing import Any, Self, TypeVar

from tests.support.serving import Connections

DEFAULT_ANSWER = "The documents say so [1]."


class Fault(Enum):
    """The ten ways in which a stream breaks off."""

    RESET = auto()  # the connection is reset
    CUT = auto()  # the connection closes in the middle of the body
    STALL = auto()  # nothing more arrives
    BAD_JSON = auto()  # an event that is not JSON
    BAD_UTF8 = auto()  # an event with half a character
    STRANGE_JSON = auto()  # an event that is valid JSON of the wrong shape
    ERROR_EVENT = auto()  # an event with an error instead of text
    LATE_ERROR = auto()  # a last event with an error, then a proper end
    NO_REASON = auto()  # a last event whose finish reason is null, then a proper end
    CLEAN_CLOSE = auto()  # a proper end of the body, without a last event


@dataclass(frozen=True)
class Reply:
    """One scripted response: its head, its events as they are sent, and how it ends."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str = ""
    events: tuple[str, ...] = ()
    fault: Fault | None = None
    gate: asyncio.Event | None = None
    before_gate: int = 2  # events
    drip_seconds: float = 0.0


@dataclass(frozen=True)
class RecordedRequest:
    """A request; `disconnected` is set if its client leaves before the reply ends."""

    headers: dict[str, str]
    body: dict[str, Any]
    disconnected: asyncio.Event = field(default_factory=asyncio.Event)


def in_json(value: object) -> str:
    """Return an event of server-sent events with JSON data."""
    return f"data: {json.dumps(value)}\n\n"


def usage(prompt_tokens: int | None, completion_tokens: int | None) -> dict[str, int]:
    """Return a usage in the form of OpenAI's protocol, without what is not counted."""
    counted = {"prompt_tokens": prompt_tokens, "completion_tokens": completion_tokens}
    return {name: tokens for name, tokens in counted.items() if tokens is not None}


class ModelServer:
    """Listens on a free local port while its `async with` block runs.

    Attributes:
        requests: The requests for answers.
        host: The address to listen on.
    """

    path = ""
    host = "127.0.0.1"
    """Where answers are requested."""

    def __init__(self) -> None:
        self.requests: list[RecordedRequest] = []
        self.pages: dict[str, Reply] = {}
        self._replies: deque[Reply] = deque()
        self._connections = Connections(self._serve)

    def default_reply(self) -> Reply:
        """Return the reply to a request that is not in the script: DEFAULT_ANSWER."""
        raise NotImplementedError

    def enqueue(self, *replies: Reply) -> None:
        """Add replies to the script, one for each further request."""
        self._replies.extend(replies)

    def clear(self) -> None:
        """Drop the replies that no request has come for."""
        self._replies.clear()

    @property
    def base_url(self) -> str:
        """The server's address."""
        return f"http://127.0.0.1:{self._port}"

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._connections.accept, self.host, 0)
        self._port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._server.close()
        await self._connections.cut()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError):
            path, request = await _read_request(reader)
            if path != self.path:
                await _send_head(writer, self.pages.get(path, Reply(404, body="{}")))
                return
            self.requests.append(request)
            reply = self._replies.popleft() if self._replies else self.default_reply()
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


Server = TypeVar("Server", bound=ModelServer)


@contextlib.contextmanager
def in_thread(server: Server) -> Iterator[Server]:
    """Run a server for code that has no event loop of its own.

    Do not enqueue a gate: it would belong to the event loop of another thread.
    """
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
        if reply.gate and index >= reply.before_gate:
            await reply.gate.wait()
        await asyncio.sleep(reply.drip_seconds)
        await _send_chunk(writer, event.encode(errors="surrogateescape"))
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
        {"transfer-encoding": "chunked"}
        if reply.events
        else {"content-length": len(reply.body.encode())}
    )
    headers = {"content-type": kind, "connection": "close", **length, **reply.headers}
    lines = [f"HTTP/1.1 {reply.status} Scripted", *(f"{n}: {v}" for n, v in headers.items())]
    writer.write(("\r\n".join(lines) + "\r\n\r\n" + reply.body).encode())
    await writer.drain()


async def _send_chunk(writer: asyncio.StreamWriter, data: bytes) -> None:
    writer.write(b"%x\r\n%b\r\n" % (len(data), data))
    await writer.drain()
