"""Calls that share a transaction."""

import asyncio
from collections.abc import Callable

import pytest

from adapters.postgres.shared_transactions import SharedTransactions
from domain.errors import DatabaseUnavailable


class Server:
    """Serves a batch each time a connection becomes free."""

    def __init__(self) -> None:
        self.free = asyncio.Semaphore(0)
        self.ended = asyncio.Event()
        self.served: list[list[str]] = []
        self.failure: Exception | None = None

    async def serve(self, taken: Callable[[], list[str]]) -> int:
        await self.free.acquire()
        if self.failure is not None:
            raise self.failure
        self.served.append(sorted(taken()))
        await self.ended.wait()
        return len(self.served)


async def settled() -> None:
    """Let all that can go on do so."""
    for _ in range(10):
        await asyncio.sleep(0)


async def test_those_who_wait_for_a_connection_share_it() -> None:
    """Who comes once it is there needs another one; so does who has another key."""
    server = Server()
    shared = SharedTransactions(server.serve)
    first = [asyncio.create_task(shared.run("ours", [name])) for name in ("a", "b")]
    other = asyncio.create_task(shared.run("theirs", ["c"]))
    await settled()
    server.free.release()
    await settled()
    late = asyncio.create_task(shared.run("ours", ["d"]))
    server.free.release()
    server.free.release()
    server.ended.set()
    await asyncio.gather(*first, other, late)
    assert sorted(server.served) == [["a", "b"], ["c"], ["d"]]


async def test_a_failure_is_that_of_all_who_waited_and_of_no_other() -> None:
    """The next call begins anew."""
    server = Server()
    server.ended.set()
    server.failure = DatabaseUnavailable()
    shared = SharedTransactions(server.serve)
    calls = [asyncio.create_task(shared.run("ours", [name])) for name in ("a", "b")]
    await settled()
    server.free.release()
    for call in calls:
        with pytest.raises(DatabaseUnavailable):
            await call
    server.failure = None
    server.free.release()
    assert await shared.run("ours", ["c"]) == 1
    assert server.served == [["c"]]


async def test_who_leaves_takes_nobody_along() -> None:
    """What was given is served all the same: nobody knows whether it was begun."""
    server = Server()
    server.ended.set()
    shared = SharedTransactions(server.serve)
    leaving, staying = (asyncio.create_task(shared.run("ours", [name])) for name in ("a", "b"))
    await settled()
    leaving.cancel()
    server.free.release()
    assert await staying == 1
    assert server.served == [["a", "b"]]
