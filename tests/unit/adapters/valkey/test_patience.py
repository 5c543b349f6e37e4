"""How long a call may wait, in a process that is busy itself."""

import asyncio
import socket
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from adapters.valkey.patience import STALLED, patience

SHORT = 0.02
LONG = SHORT + 2 * STALLED  # blocked for so long, the timer rings late


@asynccontextmanager
async def connection() -> AsyncIterator[tuple[asyncio.StreamReader, socket.socket]]:
    """Yield what a call reads from, and the server's end."""
    here, there = socket.socketpair()
    reader, writer = await asyncio.open_connection(sock=here)
    try:
        yield reader, there
    finally:
        writer.close()
        await writer.wait_closed()
        there.close()


async def test_a_silent_server_is_not_waited_for() -> None:
    """A call without an answer ends with a timeout."""
    async with connection() as (reader, _):
        with pytest.raises(TimeoutError):
            async with patience(SHORT):
                await reader.readexactly(1)


async def test_an_answer_that_has_arrived_is_read() -> None:
    """An answer that came while the process was busy counts, even if it takes several steps."""
    async with connection() as (reader, server):

        def busy() -> None:
            server.send(b"abc")
            time.sleep(SHORT + STALLED / 2)  # late, and not late enough to be noticed

        async with patience(SHORT):
            asyncio.get_running_loop().call_soon(busy)
            assert [await reader.readexactly(1) for _ in range(3)] == [b"a", b"b", b"c"]


async def test_a_server_that_was_not_asked_gets_its_time() -> None:
    """If the process was busy for all the time, the server still gets as much to answer."""
    async with connection() as (reader, server), patience(SHORT):
        time.sleep(LONG)  # noqa: ASYNC251 - what else the process does before it sends the request
        asyncio.get_running_loop().call_later(SHORT / 4, server.send, b"a")
        assert await reader.readexactly(1) == b"a"


async def test_it_gets_its_time_once_more_only() -> None:
    """A process that is busy again and again does not wait for ever."""
    times = 0

    def busy() -> None:
        nonlocal times
        times += 1
        time.sleep(LONG)
        if times < 4:
            asyncio.get_running_loop().call_soon(busy)

    async with connection() as (reader, _):
        asyncio.get_running_loop().call_soon(busy)
        with pytest.raises(TimeoutError):
            async with patience(SHORT):
                await reader.readexactly(1)
