"""Valkey that is away, in all the ways in which a server can be: slower at most, never wrong."""

import asyncio
import logging
import sys
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TypeVar

import pytest

from adapters.in_memory_rate_limiter import InMemoryRateLimiter
from adapters.valkey.cache import ValkeyCache
from adapters.valkey.rate_limiter import ValkeyRateLimiter
from adapters.valkey.server import CALLS, SECONDS_BETWEEN_WARNINGS, SECONDS_OF_A_NAME, Valkey
from domain.errors import DatabaseUnavailable, Misconfigured, Unavailable
from domain.limits.rate_limit import Limited, RateLimit
from tests.support.valkey_server import PATIENT, ValkeyProcess, a_library, connected, free_port

Result = TypeVar("Result")

LIMIT = RateLimit(Limited.QUESTIONS, 3, 3600)


@pytest.fixture(scope="module")
def process() -> Iterator[ValkeyProcess]:
    """A server that the tests may stop."""
    server = ValkeyProcess()
    server.start()
    yield server
    server.remove()


@pytest.fixture(autouse=True)
def _empty(process: ValkeyProcess) -> None:
    process.forget()


@dataclass
class Stage:
    """What uses a server, and what counts while it is away."""

    valkey: Valkey
    limiter: ValkeyRateLimiter
    cache: ValkeyCache[str]

    async def left(self) -> int:
        """Send a request, and return how many more would be admitted."""
        return (await self.limiter.hit(LIMIT, "a")).remaining

    async def recovered(self) -> None:
        """Wait until the server is in use again."""
        while True:
            try:
                await self.valkey.check()
            except Unavailable:
                await asyncio.sleep(0.01)
            else:
                return

    @asynccontextmanager
    async def impatient(self) -> AsyncIterator[None]:
        """Wait for answers as briefly as a server does, within the block."""
        self.valkey._patience = 0.1
        try:
            yield
        finally:
            self.valkey._patience = PATIENT


def stage_of(valkey: Valkey) -> Stage:
    """Return what uses a server."""
    return Stage(
        valkey,
        ValkeyRateLimiter(valkey, InMemoryRateLimiter()),
        ValkeyCache(valkey, "answers", str, 9, 3600),
    )


@pytest.fixture
async def stage(process: ValkeyProcess) -> AsyncIterator[Stage]:
    async with connected(process.url) as valkey:
        yield stage_of(valkey)


def immediate(coroutine: Coroutine[object, object, Result]) -> Result:
    """Return the result of a call that must not wait for anything."""
    try:
        coroutine.send(None)
    except StopIteration as stop:
        result: Result = stop.value
        return result
    raise AssertionError("the call waited")


Fault = Callable[[ValkeyProcess], None]
FAULTS: dict[str, tuple[Fault, Fault, str]] = {
    "killed": (ValkeyProcess.kill, ValkeyProcess.start, "not reachable"),
    "frozen": (ValkeyProcess.freeze, ValkeyProcess.thaw, "does not answer"),
    "full": (ValkeyProcess.fill, ValkeyProcess.empty, "maxmemory"),
    "read-only": (ValkeyProcess.follow, ValkeyProcess.lead, "READONLY"),
}


@pytest.mark.parametrize("fault", FAULTS)
async def test_without_valkey_everything_goes_on(
    process: ValkeyProcess, stage: Stage, fault: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Limits are counted elsewhere, nothing is cached, one warning says so, until it is back."""
    breaks, mends, says = FAULTS[fault]
    assert [await stage.left(), await stage.left()] == [2, 1]
    await stage.cache.put("a", "1", tags=["x"])
    breaks(process)
    async with stage.impatient():
        assert await stage.left() == 2  # the other limiter has its own count
    with pytest.raises(Unavailable, match=says):
        await stage.valkey.check()
    # it is known by now, so nobody waits for it
    assert [immediate(stage.left()), immediate(stage.left())] == [1, 0]
    assert not immediate(stage.limiter.hit(LIMIT, "a")).admitted
    assert immediate(stage.cache.get("a")) is None
    immediate(stage.cache.put("b", "2"))
    assert immediate(stage.cache.count(["x"])) == 0
    assert immediate(stage.cache.evict(["x"])) == 0
    await asyncio.sleep(0.1)  # it is tried again several times
    warnings = [each for each in caplog.records if each.levelno >= logging.WARNING]
    assert [says in each.getMessage() for each in warnings] == [True]
    mends(process)
    await stage.recovered()
    # what it has counted still holds, unless it has lost its data
    assert await stage.left() == (2 if fault == "killed" else 0)
    # what was to be evicted meanwhile is gone
    assert await stage.cache.get("a") is None
    await stage.cache.put("a", "2")
    assert await stage.cache.get("a") == "2"


async def test_a_frozen_valkey_holds_up_nobody_in_a_crowd(
    process: ValkeyProcess, stage: Stage
) -> None:
    """Of many that ask at the same time, those that wait for a place do not wait twice."""
    await stage.valkey.check()
    process.freeze()
    try:
        async with stage.impatient():
            crowd = [stage.limiter.hit(LIMIT, "a") for _ in range(5 * CALLS)]
            admitted = [each.admitted for each in await asyncio.gather(*crowd)]
    finally:
        process.thaw()
    assert sum(admitted) == LIMIT.most
    await stage.recovered()


async def test_a_client_gets_its_limit_twice_at_most(process: ValkeyProcess, stage: Stage) -> None:
    """However often Valkey goes and comes, both counts are exact."""
    admitted = 0
    for _ in range(3):
        admitted += sum([(await stage.limiter.hit(LIMIT, "a")).admitted for _ in range(2)])
        process.fill()
        admitted += sum([(await stage.limiter.hit(LIMIT, "a")).admitted for _ in range(2)])
        process.empty()
        await stage.recovered()
    assert admitted == 2 * LIMIT.most


async def test_a_server_that_restarts_empty_is_used_at_once(
    process: ValkeyProcess, stage: Stage
) -> None:
    """Neither old connections nor missing scripts and data are a fault."""
    assert await stage.left() == 2
    await stage.cache.put("a", "1")
    process.kill()
    process.start()
    assert await stage.cache.get("a") is None
    assert [await stage.left(), await stage.left()] == [2, 1]


async def test_valkey_need_not_be_there_at_the_start(caplog: pytest.LogCaptureFixture) -> None:
    """A server that is not there yet is waited for in the background."""
    valkey = Valkey(f"redis://127.0.0.1:{free_port()}", a_library, pause=0.01)
    await valkey.open()
    for _ in range(2):
        with pytest.raises(Unavailable, match="not reachable"):
            await valkey.check()
    await asyncio.sleep(0.1)
    assert len(caplog.records) == 1
    valkey._warned_at -= SECONDS_BETWEEN_WARNINGS
    await asyncio.sleep(0.1)
    assert len(caplog.records) == 2
    await valkey.close()


async def test_a_wrong_password_is_named(process: ValkeyProcess) -> None:
    """A server that asks for another password is as one that is away, and says why."""
    with process.admin as client:
        client.config_set("requirepass", "right")
        try:
            async with connected(process.url) as valkey:
                with pytest.raises(Unavailable, match="password"):
                    await valkey.check()
            right = Valkey(f"valkey://:right@127.0.0.1:{process.port}/1", a_library, PATIENT)
            assert (await right.describe()).startswith("Valkey ")
            await right.close()
        finally:
            client.config_set("requirepass", "")


@pytest.mark.parametrize("parameters", ["?max_connections=1", "?ssl_nonsense=1"])
async def test_an_address_with_unknown_parameters_ends_the_start(parameters: str) -> None:
    """What can never work is a mistake in the settings."""
    valkey = Valkey(f"valkey://127.0.0.1:1/{parameters}", a_library)
    with pytest.raises(Misconfigured, match="QUOTH_VALKEY_URL"):
        await valkey.open()


async def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the client library, the start ends with what to install."""
    monkeypatch.setitem(sys.modules, "adapters.valkey.connections", None)
    with pytest.raises(Misconfigured, match=r"quoth\[valkey\]"):
        await Valkey("valkey://127.0.0.1:1", a_library).open()


async def test_a_database_that_was_set_back_has_another_name() -> None:
    """The name is asked for again each minute, and lasts while the database is away."""
    answers: list[str | Unavailable] = ["before", DatabaseUnavailable(), "after"]

    async def library() -> str:
        answer = answers.pop(0)
        if isinstance(answer, Unavailable):
            raise answer
        return answer

    valkey = Valkey("valkey://127.0.0.1:1", library)
    names = []
    for _ in range(3):
        names += [(await valkey.place("limit")).split(":")[1] for _ in range(2)]
        valkey._named_at -= SECONDS_OF_A_NAME
    assert names == ["before"] * 4 + ["after"] * 2


async def test_without_a_name_of_the_database_valkey_is_not_used(process: ValkeyProcess) -> None:
    """While the database has not said which one it is, nothing is shared with another's servers."""

    async def unavailable() -> str:
        raise DatabaseUnavailable

    valkey = Valkey(process.url, unavailable, PATIENT)
    stage = stage_of(valkey)
    assert [await stage.left(), await stage.left()] == [2, 1]
    await stage.cache.put("a", "1")
    assert await stage.cache.get("a") is None
    assert await stage.cache.evict(["x"]) == 0
    assert await valkey.command("DBSIZE") == 0
    await valkey.close()
