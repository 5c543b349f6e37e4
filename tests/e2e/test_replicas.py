"""Three servers on one database: followed, cancelled and killed whoever answers."""

import asyncio
import random
import signal
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.e2e.conversation import ask, create_session, follow, history, text_of, upload
from tests.e2e.process import QuothProcess
from tests.e2e.replicas import RESUMED_SECONDS, Client, database_in, replica
from tests.fakes.groq_server import GroqServer, answer, groq_server_in_thread
from tests.support.databases import temporary_directory
from tests.support.silent_proxy import silent_proxy

AT_LENGTH = [pytest.mark.faults, pytest.mark.at_length]
LOST_SECONDS = 1.0
END_SECONDS = 60.0
CUT_OFF_WORDS, CUT_OFF_SECONDS = 500, 45.0  # an answer that outlasts the cut

pytestmark = pytest.mark.timeout(900)


@dataclass
class Replicas:
    """The servers, and the model that they share."""

    folder: Path
    url: str
    groq: GroqServer
    servers: list[QuothProcess]

    def revive(self) -> None:
        """Start the servers that do not run."""
        gone = [each for each in self.servers if not each.runs]
        for each in gone:
            each.spawn()
        for each in gone:
            each.wait_until_healthy()

    @property
    def addresses(self) -> list[str]:
        """Where the servers are."""
        return [each.base_url for each in self.servers]

    def sessions(self, count: int) -> list[str]:
        with self.servers[0].client() as client:
            return [create_session(client) for _ in range(count)]


@pytest.fixture(scope="module")
def started() -> Iterator[Replicas]:
    """Three servers, with a document to answer from."""
    with (
        temporary_directory() as folder,
        groq_server_in_thread() as groq,
        database_in(folder) as url,
    ):
        servers = [replica(folder, f"data-{n}", url, groq.base_url) for n in range(3)]
        replicas = Replicas(folder, url, groq, servers)
        replicas.revive()
        with servers[0].client() as client:
            upload(client, "Something to ask about.")
        yield replicas
        for each in servers:
            if each.runs:
                each.stop()


@pytest.fixture
def replicas(started: Replicas) -> Replicas:
    """The servers, all of which run."""
    started.revive()
    return started


def test_an_answer_is_followed_and_cancelled_at_another_server(replicas: Replicas) -> None:
    """What one server streams, the others stream too, and any of them stops it at once."""
    first, second, third = replicas.servers
    replicas.groq.enqueue(answer(*["word "] * 2_000, drip_seconds=0.02))
    with first.client() as asking, second.client() as following, third.client() as cancelling:
        session = create_session(cancelling)
        events: list[dict[str, Any]] = []
        followed: list[dict[str, Any]] = []
        reading = None
        with ThreadPoolExecutor(1) as thread:
            for event in ask(asking, session, "What?"):
                events.append(event)
                if reading is None:
                    message_id = event["message_id"]
                    reading = thread.submit(follow, following, message_id)
                if len(events) == 40:
                    partial = history(cancelling, session)[1]
                    response = cancelling.post(f"/api/chat/{message_id}/cancel/")
                    assert response.status_code == 202
            assert reading is not None
            followed = reading.result(60)
        assert [{**each, "id": n} for n, each in enumerate(events, 1)] == followed
        assert (events[-1]["type"], events[-1]["finish_reason"]) == ("done", "cancelled")
        assert len(events) < 1_000
        assert partial["finish_reason"] is None
        assert text_of(events).startswith(partial["content"])
        assert history(following, session)[1]["content"] == text_of(events)


def test_responses_are_resumed_and_cancelled_at_another_server(replicas: Replicas) -> None:
    """The same holds for OpenAI's API: stream, resume, read and cancel."""
    first, second, third = replicas.servers
    replicas.groq.enqueue(answer(*["word "] * 2_000, drip_seconds=0.02))
    with first.client() as asking, second.client() as following, third.client() as cancelling:
        body = {"model": "quoth", "input": "What?", "background": True}
        begun = asking.post("/v1/responses", json=body).json()
        url = f"/v1/responses/{begun['id']}"
        told: list[str] = []
        with following.stream("GET", url, params={"stream": "true"}) as response:
            for line in response.iter_lines():
                told.append(line)
                if sum(each.startswith("event: response.output_text.delta") for each in told) == 5:
                    cancelled = cancelling.post(f"{url}/cancel").json()
                    break
        assert cancelled["status"] == "cancelled"
        assert asking.get(url).json()["status"] == "cancelled"


def kept(client: httpx.Client, each: Client) -> dict[str, Any]:
    return history(client, each.session)[1]


@pytest.mark.parametrize(("count", "pause"), [(20, 0.03), pytest.param(200, 0.2, marks=AT_LENGTH)])
def test_a_server_that_is_killed_costs_its_clients_a_second_at_most(
    replicas: Replicas, count: int, pause: float
) -> None:
    """All resume elsewhere within 5 seconds, get what was stored, and the answers' ends.

    The answers of the other servers do not notice: no event is lost or comes twice.
    """
    pieces = [f"w{number} " for number in range(150)]
    replicas.groq.enqueue(*[answer(*pieces, drip_seconds=pause)] * count)
    clients = [Client(session) for session in replicas.sessions(count)]
    killed = replicas.servers[2]

    async def run() -> float:
        reading = [
            asyncio.create_task(each.run(replicas.addresses, number))
            for number, each in enumerate(clients)
        ]
        while any(each.last < 20 for each in clients):
            for ended in (each for each in reading if each.done()):
                ended.result()  # says why it ended so early
            await asyncio.sleep(0.02)
        killed.send(signal.SIGKILL)
        at = time.monotonic()
        await asyncio.wait_for(asyncio.gather(*reading), 300)
        return at

    at = asyncio.run(run())
    killed.wait()
    with replicas.servers[0].client() as client:
        for number, each in enumerate(clients):
            stored = kept(client, each)
            assert each.repeated == 0
            assert sorted(each.events) == [*range(1, each.last + 1)]
            if number % 3 != 2:
                assert (each.lost, each.events[each.last]["type"]) == ([], "done")
                assert each.text == stored["content"] == "".join(pieces)
                continue
            assert len(each.lost) == len(each.resumed) == 1
            assert each.resumed[0] - at < RESUMED_SECONDS
            assert each.events[each.last]["code"] == "interrupted"
            assert stored["finish_reason"] == "interrupted"
            before = [event for event, came in each.times.items() if came < at - LOST_SECONDS]
            said = "".join(
                each.events[event]["content"]
                for event in sorted(before)
                if each.events[event]["type"] == "content"
            )
            assert stored["content"].startswith(said)
        replicas.groq.enqueue(answer("Again."))
        [*_, end] = ask(client, clients[2].session, "Once more?")
        assert end["type"] == "done"


@pytest.mark.parametrize("rounds", [1, pytest.param(10, marks=AT_LENGTH)])
def test_a_rolling_restart_fails_no_request(replicas: Replicas, rounds: int) -> None:
    """One server after the other is stopped and started under load, and every answer is whole.

    A request that a server refuses because it stops goes to the next one, as a proxy sends it.
    """
    moments = random.Random(rounds)  # noqa: S311 - the same moments each time
    done: list[Client] = []
    stop = threading.Event()

    async def keep_asking(number: int) -> None:
        while not stop.is_set():
            replicas.groq.enqueue(answer(*["word "] * 20, drip_seconds=0.02))
            async with httpx.AsyncClient(timeout=60) as http:
                each = Client(await new_session(http, replicas.addresses, number))
            await each.run(replicas.addresses, number)
            done.append(each)
            number += 1

    async def ask_all() -> None:
        await asyncio.gather(*(keep_asking(number) for number in range(6)))

    asking = threading.Thread(target=lambda: asyncio.run(ask_all()))
    asking.start()
    try:
        # in one round two are enough, of which one is started again
        stopped = [*replicas.servers * rounds][: 2 if rounds == 1 else None]
        for each in stopped:
            replicas.revive()
            time.sleep(moments.uniform(0.2, 1.0))
            each.send(signal.SIGTERM)
            assert each.wait() == 0
        time.sleep(0.5)
    finally:
        stop.set()
        asking.join(END_SECONDS)
    assert len(done) > 6
    ends = [each.events[each.last] for each in done]
    assert [each for each in ends if each["type"] != "done"] == []
    assert all(each.repeated == 0 for each in done)
    assert {each.text for each in done} == {"word " * 20}


@pytest.mark.faults
@pytest.mark.at_length
def test_a_server_that_is_cut_off_from_the_database_ends_what_others_see_interrupted(
    replicas: Replicas,
) -> None:
    """A network swallows all that it says: its answers read as interrupted after five seconds.

    When it is back, it stores whole what nobody has gone on from, and changes no other answer.
    """
    words = [f"w{number} " for number in range(CUT_OFF_WORDS)]
    replicas.groq.enqueue(*[answer(*words, drip_seconds=CUT_OFF_SECONDS / CUT_OFF_WORDS)] * 2)
    left, gone_on = map(Client, replicas.sessions(2))
    followers = [Client(each.session) for each in (left, gone_on)]
    other, *_ = replicas.servers
    with silent_proxy(replicas.url) as proxy:
        cut_off = replica(replicas.folder, "cut-off", proxy.dsn, replicas.groq.base_url)
        with cut_off, other.client() as client:

            async def run() -> None:
                writing = [
                    asyncio.create_task(each.run([cut_off.base_url])) for each in (left, gone_on)
                ]
                await until_all(lambda each: each.last >= 20, left, gone_on)
                for follower, asked in zip(followers, (left, gone_on), strict=True):
                    follower.events[1] = asked.events[1]
                following = [asyncio.create_task(each.run([other.base_url])) for each in followers]
                await until_all(lambda each: each.last >= 20, *followers)
                await asyncio.to_thread(lost.enter_context, proxy.swallowing())
                await asyncio.wait_for(asyncio.gather(*following), END_SECONDS)
                replicas.groq.enqueue(answer("Again."))
                [*_, end] = await asyncio.to_thread(
                    lambda: [*ask(client, gone_on.session, "Once more?")]
                )
                assert end["type"] == "done"
                for each in (left, gone_on):
                    assert kept(client, each)["finish_reason"] == "interrupted"
                lost.close()
                await asyncio.wait_for(asyncio.gather(*writing), CUT_OFF_SECONDS + END_SECONDS)

            with ExitStack() as lost:
                asyncio.run(run())
            for each in followers:
                assert each.events[each.last]["code"] == "interrupted"
                assert "".join(words).startswith(each.text)
            assert left.events[left.last]["type"] == "done"
            assert left.text == kept(client, left)["content"] == "".join(words)
            assert gone_on.events[gone_on.last]["code"] == "interrupted"
            stored = history(client, gone_on.session)
            assert [each["finish_reason"] for each in stored] == [None, "interrupted", None, "stop"]
            assert stored[1]["content"].startswith(followers[1].text)
            assert gone_on.text.startswith(stored[1]["content"])
            assert "Traceback" not in cut_off.output


async def until_all(holds: Callable[[Client], bool], *clients: Client) -> None:
    """Wait until something holds for all of these clients."""
    async with asyncio.timeout(END_SECONDS):
        while not all(map(holds, clients)):  # noqa: ASYNC110 - they are read meanwhile
            await asyncio.sleep(0.02)


async def new_session(http: httpx.AsyncClient, addresses: list[str], first: int) -> str:
    """Open a session at the first server that answers."""
    for turn in range(first, first + 300):
        try:
            response = await http.post(f"{addresses[turn % len(addresses)]}/api/session/create/")
        except httpx.TransportError:
            await asyncio.sleep(0.02)
            continue
        if response.status_code == 201:
            return str(response.json()["session_id"])
        assert response.status_code == 503, response.text
        await asyncio.sleep(0.02)
    raise AssertionError("no server answers")
