"""The contract of a RateLimiter: it lets through exactly the allowed number of requests."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.in_memory_rate_limiter import InMemoryRateLimiter
from adapters.postgres.database import Database
from adapters.postgres.rate_limiter import PostgresRateLimiter
from adapters.valkey.rate_limiter import MICROSECONDS, ValkeyRateLimiter
from adapters.valkey.server import Valkey
from application.access.acting import acting_as
from application.limits.sparing_rate_limiter import SparingRateLimiter
from application.ports.rate_limiter import RateLimiter
from domain.access.principal import local_user
from domain.access.workspace import Workspace
from domain.limits.rate_limit import Limited, RateLimit
from tests.contracts.stores import KINDS, server_of
from tests.fakes.clock import Clock
from tests.support.valkey_server import ValkeyProcess, connected

# in an hour, the seconds that a loaded machine may take between two requests do not matter
HOUR = 3600
LIMIT = RateLimit(Limited.QUESTIONS, 2, HOUR)


@dataclass
class Limiting:
    """A limiter, another one of another process, and a way to let time pass for both."""

    limiter: RateLimiter
    other: RateLimiter
    advance: Callable[[float], Awaitable[None]]

    async def waits(self, limit: RateLimit = LIMIT, client: str = "a") -> int:
        """Send a request and return the seconds to wait; 0 if it was admitted."""
        allowance = await self.limiter.hit(limit, client)
        return 0 if allowance.admitted else allowance.reset_after


@pytest.fixture(params=[*KINDS, "sparing", "valkey"])
async def limiting(request: pytest.FixtureRequest) -> AsyncIterator[Limiting]:
    if request.param in {"memory", "sparing"}:
        clock = Clock()
        limiter = InMemoryRateLimiter(clock)

        async def advance(seconds: float) -> None:
            clock.advance(seconds)

        if request.param == "sparing":
            mine, theirs = (
                SparingRateLimiter(InMemoryRateLimiter(clock), limiter, clock) for _ in range(2)
            )
            yield Limiting(mine, theirs, advance)
        else:
            yield Limiting(limiter, limiter, advance)
        return
    if request.param == "valkey":
        process: ValkeyProcess = request.getfixturevalue("valkey_process")
        process.forget()
        async with connected(process.url) as one, connected(process.url) as other:
            yield Limiting(_in_valkey(one), _in_valkey(other), lambda by: _age_in(one, by))
        return
    async with server_of(request).database() as database:

        async def age(seconds: float) -> None:
            await _age(database, seconds)

        yield Limiting(PostgresRateLimiter(database), PostgresRateLimiter(database), age)


def _in_valkey(valkey: Valkey) -> RateLimiter:
    return ValkeyRateLimiter(valkey, InMemoryRateLimiter())


async def _age_in(valkey: Valkey, seconds: float) -> None:
    """Let what was counted be so many seconds older, as if they had passed."""
    for log in await valkey.command("KEYS", "quoth:*:limit:*"):
        times = [int(time) for time in await valkey.command("LRANGE", log, 0, -1)]
        await valkey.command("DEL", log)
        await valkey.command("RPUSH", log, *(time - int(seconds * MICROSECONDS) for time in times))


async def _age(database: Database, seconds: float) -> None:
    """Let what was counted be so many seconds older, as if they had passed."""
    async with database.connection() as connection:
        await connection.execute(
            "UPDATE rate_limit_hits SET hits = ARRAY("
            "SELECT hit - make_interval(secs => $1) FROM unnest(hits) AS hit)",
            seconds,
        )


async def test_requests_up_to_the_limit_are_let_through(limiting: Limiting) -> None:
    """A request beyond the limit gets the seconds to wait, after which one is allowed."""
    assert await limiting.waits() == 0
    await limiting.advance(1200)
    assert await limiting.waits() == 0
    assert await limiting.waits() == pytest.approx(2400, abs=60)
    await limiting.advance(2300)
    # what was refused has not counted
    assert await limiting.waits() == pytest.approx(100, abs=60)
    await limiting.advance(101)
    assert await limiting.waits() == 0
    assert await limiting.waits() == pytest.approx(1199, abs=60)


async def test_an_allowance_says_what_is_left(limiting: Limiting) -> None:
    """Each request says how many are left, and when the window has room for one more."""
    limit = RateLimit(Limited.SEARCHES, 3, HOUR)
    left = []
    for _ in range(5):
        allowance = await limiting.limiter.hit(limit, "a")
        left.append((allowance.admitted, allowance.remaining))
        assert allowance.reset_after == pytest.approx(HOUR, abs=60)
    assert left == [(True, 2), (True, 1), (True, 0), (False, 0), (False, 0)]


async def test_clients_and_limits_are_counted_apart(limiting: Limiting) -> None:
    """Each client has its own count of each limit."""
    one = RateLimit(Limited.QUESTIONS, 1, HOUR)
    assert await limiting.waits(one, "a") == 0
    assert await limiting.waits(one, "b") == 0
    assert await limiting.waits(RateLimit(Limited.UPLOADS, 1, HOUR), "a") == 0
    assert await limiting.waits(one, "a") > 0


async def test_no_count_is_lost_when_requests_come_together(limiting: Limiting) -> None:
    """Of a hundred concurrent requests to two processes, exactly the limit is let through."""
    seven = RateLimit(Limited.QUESTIONS, 7, HOUR)
    both = [limiting.limiter, limiting.other] * 50
    results = await asyncio.gather(*(limiter.hit(seven, "a") for limiter in both))
    assert sum(each.admitted for each in results) == 7


@pytest.mark.parametrize(("most", "seconds"), [(0, 60), (1, 0)])
def test_a_limit_that_means_nothing_is_refused(most: int, seconds: int) -> None:
    """A limit of nothing or an empty window is refused."""
    with pytest.raises(ValueError, match="limit"):
        RateLimit(Limited.QUESTIONS, most, seconds)


SHORT = RateLimit(Limited.QUESTIONS, 3, 8)
# quarters of a second, which floats represent exactly
REQUESTS = st.lists(
    st.tuples(st.sampled_from("ab"), st.integers(0, 16).map(lambda n: n / 4)), max_size=60
)


@given(REQUESTS)
async def test_no_window_holds_more_than_the_limit(requests: list[tuple[str, float]]) -> None:
    """A request is refused if and only if its window is full, and the wait is rounded up."""
    clock = Clock()
    limiter = InMemoryRateLimiter(clock)
    passed: dict[str, list[float]] = {"a": [], "b": []}
    for client, pause in requests:
        clock.advance(pause)
        in_window = [time for time in passed[client] if time > clock() - SHORT.seconds]
        allowance = await limiter.hit(SHORT, client)
        assert allowance.admitted == (len(in_window) < SHORT.most)
        if allowance.admitted:
            passed[client].append(clock())
            assert allowance.remaining == SHORT.most - len(in_window) - 1
        else:
            waits = in_window[0] + SHORT.seconds - clock()
            assert 0 <= allowance.reset_after - waits < 1
            assert allowance.reset_after >= 1


async def test_clients_that_went_quiet_are_forgotten() -> None:
    """The entries of inactive clients are deleted when others make requests."""
    clock = Clock()
    limiter = InMemoryRateLimiter(clock)
    await limiter.hit(LIMIT, "stays")
    for number in range(100):
        await limiter.hit(LIMIT, f"leaves {number}")
    clock.advance(HOUR - 1)
    await limiter.hit(LIMIT, "stays")
    clock.advance(1)
    await limiter.hit(LIMIT, "another")
    assert sorted(client for _, client in limiter._hits) == ["another", "stays"]


async def test_rows_of_clients_that_went_quiet_are_swept(database: Database) -> None:
    """The database forgets a client whose requests are older than any window."""
    limiter = PostgresRateLimiter(database)
    await limiter.hit(LIMIT, "quiet")
    await _age(database, HOUR + 60)
    limiter._swept_at -= 3600
    await limiter.hit(LIMIT, "another")
    async with database.connection() as connection:
        assert await connection.fetchval("SELECT string_agg(client, ',') FROM rate_limit_hits") == (
            "another"
        )


async def test_the_clock_of_valkey_may_be_set_back(valkey: Valkey) -> None:
    """Requests that lie in the future since the clock was set back shut nobody out."""
    limiter = _in_valkey(valkey)
    for _ in range(LIMIT.most):
        assert (await limiter.hit(LIMIT, "a")).admitted
    await _age_in(valkey, -100)
    assert (await limiter.hit(LIMIT, "a")).remaining == LIMIT.most - 1


async def test_a_lowered_limit_holds_for_what_was_counted_before(valkey: Valkey) -> None:
    """With more in the window than the limit, the wait is until fewer are."""
    limiter = _in_valkey(valkey)
    for _ in range(3):
        await limiter.hit(RateLimit(Limited.QUESTIONS, 3, HOUR), "a")
        await _age_in(valkey, 600)
    refused = await limiter.hit(RateLimit(Limited.QUESTIONS, 1, HOUR), "a")
    assert not refused.admitted
    assert refused.reset_after == pytest.approx(HOUR - 600, abs=60)


async def test_what_valkey_counts_ends_with_the_window(valkey: Valkey) -> None:
    """A client that went quiet takes no memory, and workspaces are counted apart."""
    limiter = _in_valkey(valkey)
    await limiter.hit(LIMIT, "a")
    with acting_as(local_user(Workspace(UUID(int=1), "other"))):
        assert (await limiter.hit(LIMIT, "a")).remaining == LIMIT.most - 1
    logs = await valkey.command("KEYS", "quoth:*")
    assert len(logs) == 2
    for log in logs:
        assert 0 < await valkey.command("PTTL", log) <= HOUR * 1000
