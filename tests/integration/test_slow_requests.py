"""Connections that wait for their client for long are closed; slow but honest ones are not."""

import asyncio
import contextlib
import json
import socket
from collections.abc import AsyncIterator

import pytest
import uvicorn

from entrypoints.api.app import create_api
from entrypoints.http_protocol import ProblemProtocol
from tests.fakes.wiring import Fakes, fake_container
from tests.support.acting import EVERYBODY
from tests.support.serving import listening

HEAD = b"POST /api/search/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
# the test would run into its time limit, were a connection open for as long as they come
MANY = 2000
RESPONSES = 40
QUERY = b'{"query": "lighthouse"}'


class Hasty(ProblemProtocol):
    """Waits a tenth of what a server waits."""

    head_seconds = 1.0
    body_seconds = 1.0
    body_bytes_per_second = 100.0
    reader_seconds = 2.0


@pytest.fixture
async def port() -> AsyncIterator[int]:
    """The port of a hasty server with the application on fakes."""
    container = fake_container(Fakes())
    with listening() as listener:
        config = uvicorn.Config(create_api(container, EVERYBODY), http=Hasty, log_config=None)
        server = uvicorn.Server(config)
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        yield listener.getsockname()[1]
        server.should_exit = True
        await serving
    await container.close()


async def sent_slowly(port: int, *pieces: bytes, pause: float = 0.3) -> bytes:
    """Send pieces with a pause after each, and return everything that was received.

    A connection that is closed while there are pieces left returns before they are sent.
    """
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    receiving = asyncio.create_task(reader.read())
    for piece in pieces:
        writer.write(piece)
        await asyncio.wait([receiving], timeout=pause)
        if receiving.done():
            break
    received = await receiving
    writer.close()
    return received


async def refused(port: int, *pieces: bytes) -> bool:
    """Send pieces that go on for long, and return whether they were refused with a problem."""
    received = await sent_slowly(port, *pieces)
    head, _, body = received.partition(b"\r\n\r\n")
    problem = json.loads(body)
    return head.startswith(b"HTTP/1.1 408 ") and problem["code"] == "request_timed_out"


async def test_a_request_that_does_not_arrive_is_refused(port: int) -> None:
    """Silence, a head in single bytes, and a body in single bytes all end the connection."""
    length = b"Content-Length: 5000\r\n\r\n"
    drops = [b"X"] * MANY
    results = await asyncio.gather(
        refused(port),
        refused(port, b"GET /api/he"),
        refused(port, HEAD, *[b"X-Drop: %d\r\n" % number for number in range(MANY)]),
        refused(port, HEAD + length),
        refused(port, HEAD + length, *drops),
        refused(port, HEAD + b"Transfer-Encoding: chunked\r\n\r\n", *[b"1\r\n \r\n"] * MANY),
    )
    assert all(results)


async def test_a_request_that_arrives_slowly_is_answered(port: int) -> None:
    """A body that comes at the least speed is read for longer than it may stop."""
    body = QUERY + b" " * 500
    pieces = [body[start : start + 50] for start in range(0, len(body), 50)]
    length = b"Content-Length: %d\r\nConnection: close\r\n\r\n" % len(body)
    received = await sent_slowly(port, HEAD + length, *pieces, pause=0.2)
    assert received.startswith(b"HTTP/1.1 200 ")


async def test_an_idle_connection_is_left_to_keep_alive(port: int) -> None:
    """After a response the head of the next request may take its time anew."""
    request = b"GET /api/health/live/ HTTP/1.1\r\nHost: localhost\r\n"
    received = await sent_slowly(
        port, request, b"\r\n", request, b"Connection: close\r\n\r\n", pause=0.6
    )
    assert received.count(b"HTTP/1.1 200 ") == 2


LARGE = b"GET /schema/openapi.json HTTP/1.1\r\nHost: localhost\r\n"
LAST = LARGE + b"Connection: close\r\n\r\n"


async def asked_for_much(port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """Ask for more than the buffers of a connection hold, which are small here."""
    own = socket.socket()
    own.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
    own.setblocking(False)
    await asyncio.get_running_loop().sock_connect(own, ("127.0.0.1", port))
    reader, writer = await asyncio.open_connection(sock=own, limit=4_096)
    writer.write((LARGE + b"\r\n") * RESPONSES + LAST)
    return reader, writer


async def test_a_response_that_is_not_read_ends_its_connection(port: int) -> None:
    """A client that only asks holds nothing for long."""
    reader, writer = await asked_for_much(port)
    await asyncio.sleep(3 * Hasty.reader_seconds)
    received = bytearray()
    with contextlib.suppress(ConnectionResetError):
        while piece := await reader.read(65_536):
            received += piece
    assert received.count(b"HTTP/1.1 200 ") < RESPONSES
    writer.close()


async def test_a_response_that_is_read_slowly_arrives(port: int) -> None:
    """Whoever reads a little all the time gets all, for longer than a reader may stop."""
    reader, writer = await asked_for_much(port)
    received = bytearray()
    began = asyncio.get_running_loop().time()
    while piece := await reader.read(65_536):
        received += piece
        if asyncio.get_running_loop().time() - began < 3 * Hasty.reader_seconds:
            await asyncio.sleep(0.02)
    assert received.count(b"HTTP/1.1 200 ") == RESPONSES + 1
    writer.close()
