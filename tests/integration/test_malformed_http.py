"""Requests that are hardly HTTP, as bytes on a socket."""

import asyncio
import json
from collections.abc import AsyncIterator

import pytest
import uvicorn

from entrypoints.api.app import create_api
from entrypoints.http_protocol import ProblemProtocol
from tests.fakes.wiring import Fakes, fake_container
from tests.support.acting import EVERYBODY
from tests.support.serving import listening


@pytest.fixture
async def port() -> AsyncIterator[int]:
    """The port of a server with the application on fakes."""
    container = fake_container(Fakes())
    with listening() as listener:
        app = create_api(container, EVERYBODY)
        config = uvicorn.Config(app, http=ProblemProtocol, log_config=None, access_log=False)
        server = uvicorn.Server(config)
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        yield listener.getsockname()[1]
        server.should_exit = True
        await serving
    await container.close()


async def sent(port: int, request: bytes) -> tuple[int, dict[str, str], bytes]:
    """Send bytes, and return the status, the headers and the body of the response."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(request)
    answer = await reader.read()
    writer.close()
    head, _, body = answer.partition(b"\r\n\r\n")
    first, *lines = head.decode().split("\r\n")
    return int(first.split()[1]), dict(line.split(": ", 1) for line in lines), body


GET = b"GET /api/health/live/ HTTP/1.1\r\nConnection: close\r\n"


@pytest.mark.parametrize(
    "request_bytes",
    [
        b"nonsense\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
        b"GET / HTTP/9\r\nHost: localhost\r\n\r\n",
        b"GET /a b HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET /\xc3\xa9 HTTP/1.1\r\nHost: localhost\r\n\r\n",
        GET + b"\r\n",
        GET + b"Host: localhost\r\nHost: localhost\r\n\r\n",
        GET + b"Host: localhost\r\nHost: evil.example\r\n\r\n",
        GET + b"Host : localhost\r\n\r\n",
        GET + b"Host: localhost\r\nX: a\0b\r\n\r\n",
        GET + b"Host: localhost\r\nContent-Length: -1\r\n\r\n",
        GET + b"Host: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        b"GET http://evil.example/api/document/ HTTP/1.1\r\nConnection: close\r\n"
        b"Host: localhost\r\n\r\n",
        b"OPTIONS * HTTP/1.1\r\nConnection: close\r\nHost: localhost\r\n\r\n",
    ],
)
async def test_a_malformed_request_is_a_problem(port: int, request_bytes: bytes) -> None:
    """What the protocol cannot read gets 400 with a problem, an id and a closed connection."""
    status, headers, body = await sent(port, request_bytes)
    assert status == 400
    assert headers["content-type"] == "application/problem+json"
    assert headers["x-content-type-options"] == "nosniff"
    problem = json.loads(body)
    assert problem["code"] == "invalid_request"
    assert (problem["status"], problem["title"]) == (400, "Invalid request")
    assert problem["request_id"] == headers["x-request-id"]
    assert problem["detail"]


async def test_an_unknown_method_is_405(port: int) -> None:
    """A method that nobody knows is refused with the ones of the path."""
    request = b"BREW /api/document/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    status, headers, body = await sent(port, request)
    assert status == 405
    assert set(headers["allow"].split(", ")) == {"GET", "OPTIONS", "POST"}
    assert json.loads(body)["code"] == "method_not_allowed"


async def test_a_handshake_for_websockets_is_a_request_like_any_other(port: int) -> None:
    """No other protocol takes over, which would know neither limits nor headers."""
    request = (
        GET + b"Host: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
    )
    status, headers, _ = await sent(port, request)
    assert status == 200
    assert headers["x-request-id"]
    assert headers["x-content-type-options"] == "nosniff"


async def test_a_body_that_breaks_off_badly_closes_the_connection(port: int) -> None:
    """A malformed chunk after a response has begun closes the connection, and nothing else."""
    head = b"POST /api/session/create/ HTTP/1.1\r\nHost: localhost\r\n"
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(head + b"Transfer-Encoding: chunked\r\n\r\n")
    assert (await reader.readline()).startswith(b"HTTP/1.1 201 ")
    writer.write(b"not a length\r\n\r\n")
    await reader.read()
    writer.close()
    status, _, _ = await sent(port, GET + b"Host: localhost\r\n\r\n")
    assert status == 200


async def test_a_bad_body_before_the_response_does_not_say_that_nothing_was_done(
    port: int,
) -> None:
    """The handler has begun with the head of the request, so the problem says that it may act."""
    status, _, body = await sent(
        port,
        b"POST /api/search/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        b"Transfer-Encoding: chunked\r\n\r\nnot a length\r\n",
    )
    assert status == 400
    assert "may or may not" in json.loads(body)["detail"]


async def test_a_probe_in_http_1_0_needs_no_host(port: int) -> None:
    """Load balancers that probe with HTTP/1.0 and no host get an answer."""
    status, _, _ = await sent(port, b"GET /api/health/live/ HTTP/1.0\r\n\r\n")
    assert status == 200
