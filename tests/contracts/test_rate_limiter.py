"""The contract of a RateLimiter: it lets through exactly the allowed number of requests."""

import asyncio
from collections.abc import Callable
from typing import TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.in_memory_rate_limiter import InMemoryRateLimiter
from application.ports.rate_limiter import RateLimiter
from domain.errors import RateLimited
from tests.fakes.clock import Clock

MakeLimiter: TypeAlias = Callable[[int, float, Clock], RateLimiter]


@pytest.fixture(params=[InMemoryRateLimiter])
def make_limiter(request: pytest.FixtureRequest) -> MakeLimiter:
    make: MakeLimiter = request.param
    return make


async def turned_away(limiter: RateLimiter, client: str = "a") -> int | None:
    """Return the seconds to wait, or None if the request was let through."""
    try:
        await limiter.hit(client)
    except RateLimited as error:
        return error.retry_after
    return None


async def test_requests_up_to_the_limit_are_let_through(make_limiter: MakeLimiter) -> None:
    """A request beyond the limit gets the seconds to wait, after which a request is allowed."""
    clock = Clock()
    limiter = make_limiter(2, 60, clock)
    assert await turned_away(limiter) is None
    clock.advance(20)
    assert await turned_away(limiter) is None
    assert await turned_away(limiter) == 40
    clock.advance(39)
    assert await turned_away(limiter) == 1
    clock.advance(1)
    assert await turned_away(limiter) is None
    assert await turned_away(limiter) == 20


async def test_the_time_to_wait_is_rounded_up_to_whole_seconds(make_limiter: MakeLimiter) -> None:
    """The time to wait is rounded up to whole seconds and is at least one."""
    clock = Clock()
    limiter = make_limiter(1, 60, clock)
    assert await turned_away(limiter) is None
    clock.advance(29.5)
    assert await turned_away(limiter) == 31
    clock.advance(30.25)
    assert await turned_away(limiter) == 1


async def test_a_request_turned_away_does_not_count(make_limiter: MakeLimiter) -> None:
    """A refused request does not extend the wait."""
    clock = Clock()
    limiter = make_limiter(1, 10, clock)
    assert await turned_away(limiter) is None
    for _ in range(9):
        clock.advance(1)
        assert await turned_away(limiter) is not None
    clock.advance(1)
    assert await turned_away(limiter) is None


async def test_clients_are_counted_apart(make_limiter: MakeLimiter) -> None:
    """Each client has its own limit."""
    limiter = make_limiter(1, 60, Clock())
    assert await turned_away(limiter, "a") is None
    assert await turned_away(limiter, "b") is None
    assert await turned_away(limiter, "a") == 60


async def test_a_limit_of_zero_is_none(make_limiter: MakeLimiter) -> None:
    """A limit of zero turns the limiter off."""
    limiter = make_limiter(0, 60, Clock())
    assert [await turned_away(limiter) for _ in range(1000)] == [None] * 1000


async def test_no_count_is_lost_when_requests_come_together(make_limiter: MakeLimiter) -> None:
    """Of a hundred concurrent requests, exactly the limit is let through."""
    limiter = make_limiter(7, 60, Clock())
    results = await asyncio.gather(*(turned_away(limiter) for _ in range(100)))
    assert results.count(None) == 7


@pytest.mark.parametrize(("limit", "window"), [(-1, 60.0), (1, 0.0)])
def test_a_limit_that_means_nothing_is_refused(
    make_limiter: MakeLimiter, limit: int, window: float
) -> None:
    """A negative limit or an empty window is refused."""
    with pytest.raises(ValueError, match="limit"):
        make_limiter(limit, window, Clock())


LIMIT, WINDOW = 3, 8.0
# quarters of a second, which floats represent exactly
REQUESTS = st.lists(
    st.tuples(st.sampled_from("ab"), st.integers(0, 16).map(lambda n: n / 4)), max_size=60
)


@given(REQUESTS)
async def test_no_window_holds_more_than_the_limit(requests: list[tuple[str, float]]) -> None:
    """A request is refused if and only if its window is full."""
    clock = Clock()
    limiter = InMemoryRateLimiter(LIMIT, WINDOW, clock)
    passed: dict[str, list[float]] = {"a": [], "b": []}
    for client, pause in requests:
        clock.advance(pause)
        in_window = [time for time in passed[client] if time > clock() - WINDOW]
        retry_after = await turned_away(limiter, client)
        assert (retry_after is None) == (len(in_window) < LIMIT)
        if retry_after is None:
            passed[client].append(clock())
        else:
            assert 0 <= retry_after - (in_window[0] + WINDOW - clock()) < 1
            assert retry_after >= 1


async def test_clients_that_went_quiet_are_forgotten() -> None:
    """The entries of inactive clients are deleted when others make requests."""
    clock = Clock()
    limiter = InMemoryRateLimiter(3, 60, clock)
    await limiter.hit("stays")
    for number in range(100):
        await limiter.hit(f"leaves {number}")
    clock.advance(59)
    await limiter.hit("stays")
    clock.advance(1)
    await limiter.hit("another")
    assert sorted(limiter._hits) == ["another", "stays"]
