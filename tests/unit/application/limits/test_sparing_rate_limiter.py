"""Who is not known costs the store that processes share little."""

from adapters.in_memory_rate_limiter import InMemoryRateLimiter
from application.limits.sparing_rate_limiter import SHARED, SparingRateLimiter
from domain.errors import DatabaseUnavailable
from domain.limits.rate_limit import Allowance, Limited, RateLimit
from tests.fakes.clock import Clock

LIMIT = RateLimit(Limited.FAILED_SIGN_INS, 2)


class SharedLimiter(InMemoryRateLimiter):
    """What processes share, which counts how often it is asked, and may be away."""

    asked = 0
    available = True

    async def hit(self, limit: RateLimit, client: str) -> Allowance:
        if not self.available:
            raise DatabaseUnavailable
        self.asked += 1
        return await super().hit(limit, client)


class Stage:
    """Two processes and what they share."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.shared = SharedLimiter(self.clock)
        self.one, self.other = (
            SparingRateLimiter(InMemoryRateLimiter(self.clock), self.shared, self.clock)
            for _ in range(2)
        )


async def test_who_was_refused_is_refused_without_a_look() -> None:
    """Until there is room, however often they come, and though another process counted them."""
    stage = Stage()
    for _ in range(LIMIT.most):
        assert (await stage.other.hit(LIMIT, "a")).admitted
    assert not (await stage.one.hit(LIMIT, "a")).admitted
    stage.clock.advance(LIMIT.seconds - 1)
    again = await stage.one.hit(LIMIT, "a")
    assert (again.admitted, again.reset_after, stage.shared.asked) == (False, 1, 3)
    assert (await stage.one.hit(LIMIT, "b")).admitted
    stage.clock.advance(1)
    assert (await stage.one.hit(LIMIT, "a")).admitted


async def test_a_flood_from_many_networks_is_counted_here() -> None:
    """The store is not asked more often than it may be, and each network keeps its limit."""
    stage = Stage()
    for number in range(SHARED.most + 100):
        assert (await stage.one.hit(LIMIT, str(number))).admitted
    assert stage.shared.asked == SHARED.most
    admitted = [(await stage.one.hit(LIMIT, "late")).admitted for _ in range(3)]
    assert (admitted, stage.shared.asked) == ([True, True, False], SHARED.most)


async def test_without_the_store_each_process_counts_alone() -> None:
    """Nobody is let through for that, and nobody is refused."""
    stage = Stage()
    stage.shared.available = False
    for process in (stage.one, stage.other):
        assert [(await process.hit(LIMIT, "a")).admitted for _ in range(3)] == [True, True, False]
