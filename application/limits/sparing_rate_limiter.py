"""A rate limiter for who is not known, which spares the store that processes share."""

import time
from collections.abc import Callable
from contextlib import suppress

from application.access.acting import acting_as
from application.ports.rate_limiter import RateLimiter
from domain.access.principal import LOCAL_USER
from domain.errors import Unavailable
from domain.limits.rate_limit import Allowance, Limited, RateLimit

SHARED = RateLimit(Limited.FAILED_SIGN_INS, 6_000)
"""What one process counts together with the others. Beyond it, somebody floods it from many
networks, and each process counts for itself."""


class SparingRateLimiter(RateLimiter):
    """Counts over all processes, exactly as long as nobody floods it.

    Who was refused is refused again, without a look, until there is room. While the store is away,
    this process counts alone.
    """

    def __init__(
        self, here: RateLimiter, shared: RateLimiter, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Create a limiter.

        Args:
            here: Counts in this process.
            shared: Counts over all processes.
            clock: A monotonic clock, in seconds.
        """
        self._here = here
        self._shared = shared
        self._clock = clock
        self._refused: dict[tuple[RateLimit, str], float] = {}

    async def hit(self, limit: RateLimit, client: str) -> Allowance:
        """Count one request of a client."""
        now = self._clock()
        until = self._refused.get((limit, client), now)
        if now < until:
            return Allowance.of(limit, limit.most, until - now, admitted=False)
        if (await self._here.hit(SHARED, "all networks")).admitted:
            # who is not known acts in no workspace: they are counted in the default one
            with suppress(Unavailable), acting_as(LOCAL_USER):
                allowance = await self._shared.hit(limit, client)
                if not allowance.admitted:
                    self._remember((limit, client), now + allowance.reset_after)
                return allowance
        return await self._here.hit(limit, client)

    def _remember(self, refused: tuple[RateLimit, str], until: float) -> None:
        self._refused.pop(refused, None)
        # about in the order in which they end, so that few that have ended stay
        while self._refused and self._refused[first := next(iter(self._refused))] <= self._clock():
            del self._refused[first]
        self._refused[refused] = until
