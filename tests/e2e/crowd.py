"""Many clients at once, over sockets of their own: cheap enough not to hold the server up."""

import asyncio
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass

from tests.e2e.process import QuothProcess


@dataclass(frozen=True)
class Asked:
    """What became of one question.

    Attributes:
        status: The status of the response.
        headers: Its headers, as they came.
        begun: The seconds until they came.
        first: The seconds until the first event came, or the end without one.
        last: The type of the last event that was read; empty if none was.
        ended: The seconds until the response ended or the client left.
    """

    status: int
    headers: str
    begun: float
    first: float
    last: str
    ended: float


def places_for(answers: int) -> int:
    """Return how many answers a server has to admit for one workspace to have so many.

    It has three quarters of the places.
    """
    return answers * 4 // 3


def ask_at_once(
    server: QuothProcess, sessions: Sequence[str], leave_after: int | None = None
) -> list[Asked]:
    """Ask a question in each session at the same moment.

    Args:
        server: The server to ask.
        sessions: One session for each client.
        leave_after: After how many bytes of the stream the clients cut their connections; None lets
            them read to the end.
    """

    async def ask_all() -> list[Asked]:
        return await asyncio.gather(*(ask_one(server.port, each, leave_after) for each in sessions))

    return asyncio.run(ask_all())


async def ask_one(port: int, session: str, leave_after: int | None = None) -> Asked:
    """Ask one question on a connection of its own."""
    started = time.perf_counter()
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    body = json.dumps({"session_id": session, "message": f"What of {session}?"})
    head = (
        "POST /api/chat/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    )
    writer.write((head + body).encode())
    headers = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    begun = time.perf_counter() - started
    said = b""
    while b"data: {" not in said and (piece := await reader.read(65536)):
        said += piece
    first = time.perf_counter() - started
    if leave_after is None:
        said += await reader.read()
    elif len(said) < leave_after:
        said += await reader.readexactly(leave_after - len(said))
    ended = time.perf_counter() - started
    if leave_after is not None:
        writer.transport.abort()
    writer.close()
    events = [line for line in said.decode("utf-8", "replace").split("\n") if "data: {" in line]
    last = events[-1].partition('"type":"')[2].partition('"')[0] if events else ""
    return Asked(int(headers.split()[1]), headers, begun, first, last, ended)
