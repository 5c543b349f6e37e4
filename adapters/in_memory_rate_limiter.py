"""A rate limiter in this process's memory."""

import time
from collections import OrderedDict, deque
from collections.abc import Callable

from application.ports.rate_limiter import RateLimiter
from domain.limits.rate_limit import Allowance, RateLimit


class InMemoryRateLimiter(RateLimiter):
    """A sliding-window log of the requests that this process received.

    It stores the time of every admitted request, so the limit holds for each window, wherever the
    window begins. It belongs to one event loop and awaits nothing between reading and writing the
    log, so concurrent requests are all counted.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Create a limiter with an empty log. The clock is monotonic, in seconds."""
        self._clock = clock
        # the client whose last request is longest ago first
        self._hits: OrderedDict[tuple[RateLimit, str], deque[float]] = OrderedDict()

    async def hit(self, limit: RateLimit, client: str) -> Allowance:
        """Count one request of a client."""
        now = self._clock()
        self._forget_quiet_clients(now)
        key = (limit, client)
        hits = self._hits.get(key) or deque()
        while hits and hits[0] + limit.seconds <= now:
            hits.popleft()
        admitted = len(hits) < limit.most
        if admitted:
            hits.append(now)
            self._hits[key] = hits
            self._hits.move_to_end(key)
        leaves_in = hits[0] + limit.seconds - now if hits else limit.seconds
        return Allowance.of(limit, len(hits), leaves_in, admitted=admitted)

    def _forget_quiet_clients(self, now: float) -> None:
        while self._hits:
            (limit, client), hits = next(iter(self._hits.items()))
            if hits[-1] + limit.seconds > now:
                return
            del self._hits[limit, client]
