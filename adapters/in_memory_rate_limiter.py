"""A rate limiter in this process's memory."""

import math
import time
from collections import OrderedDict, deque
from collections.abc import Callable

from application.ports.rate_limiter import RateLimiter
from domain.errors import RateLimited


class InMemoryRateLimiter(RateLimiter):
    """A sliding-window log: limits the requests of each client in any window of time.

    It stores the time of every admitted request, so the limit holds for each window, wherever the
    window begins. It belongs to one event loop and awaits nothing between reading and writing the
    log, so concurrent requests are all counted.
    """

    def __init__(
        self,
        limit: int,
        window_seconds: float = 60.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Create a limiter with an empty log.

        Args:
            limit: The maximum number of requests of a client in a window; 0 means no limit.
            window_seconds: The length of the window.
            clock: A monotonic clock, in seconds.

        Raises:
            ValueError: If the limit is negative or the window has no length.
        """
        if limit < 0 or window_seconds <= 0:
            raise ValueError("a rate limit is 0 or more requests, in longer than no time")
        self._limit = limit
        self._window_seconds = window_seconds
        self._clock = clock
        self._hits: OrderedDict[str, deque[float]] = OrderedDict()  # the least recent client first

    async def hit(self, client: str) -> None:
        """Count one request of a client. Rejected requests do not count.

        Raises:
            RateLimited: If the client has reached the limit; says when to retry.
        """
        if not self._limit:
            return
        now = self._clock()
        self._forget_quiet_clients(now)
        hits = self._hits.setdefault(client, deque())
        while hits and self._leaves_at(hits[0]) <= now:
            hits.popleft()
        if len(hits) >= self._limit:
            raise RateLimited(max(1, math.ceil(self._leaves_at(hits[0]) - now)))
        hits.append(now)
        self._hits.move_to_end(client)

    def _forget_quiet_clients(self, now: float) -> None:
        while self._hits:
            client, hits = next(iter(self._hits.items()))
            if self._leaves_at(hits[-1]) > now:
                return
            del self._hits[client]

    def _leaves_at(self, hit: float) -> float:
        return hit + self._window_seconds
