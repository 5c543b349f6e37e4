"""Several servers on one database, and clients that go to whichever answers."""

import asyncio
import json
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from adapters.embedded_postgres import EmbeddedPostgres
from tests.e2e.conversation import ask, create_session, upload
from tests.e2e.process import NO_TLS, QuothProcess

RESUMED_SECONDS = 6.0  # the lease of 5 s, a look every half, and a busy machine
CONNECTION = httpx.TransportError, httpx.RemoteProtocolError


@contextmanager
def database_in(folder: Path) -> Iterator[str]:
    """Run a database that no server of Quoth starts or stops, and yield its address."""
    embedded = EmbeddedPostgres(folder / "database")
    try:
        yield embedded.start()
    finally:
        embedded.stop()


def replica(folder: Path, name: str, url: str, groq: str) -> QuothProcess:
    """Return a server with a data directory of its own, which is not started yet."""
    return QuothProcess(folder / name, groq, database_url=url, chat_rate_limit=0, worker_places=1)


@dataclass
class Client:
    """Asks one question, and goes on at another server whenever the connection is lost.

    Attributes:
        session: The conversation.
        key: Of the API, if the servers want one.
        events: What it received, by number.
        times: When each came.
        lost: When connections were lost.
        resumed: When the first event or the end came after each loss.
    """

    session: str
    key: str | None = None
    events: dict[int, dict[str, Any]] = field(default_factory=dict)
    times: dict[int, float] = field(default_factory=dict)
    repeated: int = 0
    lost: list[float] = field(default_factory=list)
    resumed: list[float] = field(default_factory=list)

    @property
    def last(self) -> int:
        """The number of the last event."""
        return max(self.events, default=0)

    @property
    def ended(self) -> bool:
        """Whether the last event was the end."""
        return bool(self.events) and self.events[self.last]["type"] in ("done", "error")

    @property
    def text(self) -> str:
        """The text that it received."""
        return "".join(
            each["content"] for _, each in sorted(self.events.items()) if each["type"] == "content"
        )

    @property
    def message_id(self) -> str:
        """The id of the answer."""
        return str(self.events[1]["message_id"])

    async def run(self, addresses: Sequence[str], first: int = 0) -> None:
        """Ask at one of the addresses, and follow to the end at the others in turn.

        The question is repeated under its key if the connection was lost before the first event.
        """
        turn = first
        timeout = httpx.Timeout(60)
        headers = {"Authorization": f"Bearer {self.key}"} if self.key else {}
        async with httpx.AsyncClient(headers=headers, timeout=timeout, verify=NO_TLS) as http:
            while not self.ended:
                address = addresses[turn % len(addresses)]
                turn += 1
                try:
                    await self._read(http, address)
                except CONNECTION:
                    if len(self.lost) == len(self.resumed):
                        self.lost.append(time.monotonic())
                    await asyncio.sleep(0.02)

    async def _read(self, http: httpx.AsyncClient, address: str) -> None:
        if self.events:
            url = f"{address}/api/chat/{self.message_id}/events/"
            request = http.stream("GET", url, headers={"Last-Event-ID": str(self.last)})
        else:
            body = {"session_id": self.session, "message": f"What of {self.session}?"}
            headers = {"Idempotency-Key": self.session}
            url = f"{address}/api/chat/"
            request = http.stream("POST", url, json=body, headers=headers)
        async with request as response:
            if response.status_code == 503:
                raise httpx.ConnectError("busy or stopping")
            assert response.status_code == 200, (await response.aread()).decode()
            number = 0
            async for line in response.aiter_lines():
                if line.startswith("id:"):
                    number = int(line.removeprefix("id:"))
                elif line.startswith("data:"):
                    self._take(number, json.loads(line.removeprefix("data:")))
        if not self.ended:
            raise httpx.RemoteProtocolError("the stream has no end")

    def _take(self, number: int, event: dict[str, Any]) -> None:
        if len(self.resumed) < len(self.lost):
            self.resumed.append(time.monotonic())
        self.repeated += number in self.events
        self.events[number] = event
        self.times[number] = time.monotonic()


async def kill_one_of_three(
    readers: Sequence[Client], address: str, kill: Callable[[], object], use: Callable[[], object]
) -> None:
    """Kill a server while it and others answer the readers, and use all servers from then on.

    The readers that it answered go on at another server within 5 seconds. They are told what was
    stored and that the answer was interrupted. The others notice nothing.
    """
    reading = [asyncio.create_task(each.run([address])) for each in readers]
    while any(each.last < 4 for each in readers):
        for ended in (each for each in reading if each.done()):
            ended.result()  # says why it ended so early
        await asyncio.sleep(0.02)
    await asyncio.to_thread(kill)
    killed = time.monotonic()
    await asyncio.to_thread(use)
    await asyncio.wait_for(asyncio.gather(*reading), 120)
    cut = [each for each in readers if each.lost]
    assert 0 < len(cut) < len(readers)
    for each in readers:
        assert each.repeated == 0
        assert sorted(each.events) == [*range(1, each.last + 1)]
        end = each.events[each.last]
        if each in cut:
            assert max(each.resumed) - killed < RESUMED_SECONDS
            assert end["code"] == "interrupted"
        else:
            assert end["type"] == "done"


def use_each(client: httpx.Client) -> None:
    """Read and write often enough to come to each server."""
    for _ in range(20):
        assert client.get("/api/document/").status_code == 200
        create_session(client)


def use_until(ended: threading.Event, client: httpx.Client, number: int) -> int:
    """Upload, ask and list, of which nothing may fail, and return how often."""
    times = 0
    while not ended.is_set():
        upload(client, f"The heron {number}.{times} nests.", f"{number}-{times}.md")
        events = list(ask(client, create_session(client), f"Where {number}.{times}?"))
        assert events[-1]["type"] == "done", events[-1]
        assert client.get("/api/document/").status_code == 200
        times += 1
    return times
