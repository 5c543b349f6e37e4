"""A rate limiter in this process's memory."""

import math
import time
from collections import OrderedDict, deque
from collections.abc import Callable

from application.ports.rate_limiter import RateLimiter
from domain.errors import RateLimited


class InMemoryRateLimiter(RateLimiter):
    """Lets through so many requests of each client in any window of time.

    It logs the times of the requests that it let through, so the limit holds for every window,
    wherever it begins. It belongs to one event loop and awaits nothing between reading the log
    and writing it, so that requests at the same time are all counted.
    """

    def __init__(
        self,
        limit: int,
        window_seconds: float = 60.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Start with no request counted.

        Args:
            limit: How many requests of a client are let through in a window; 0 is no limit.
            window_seconds: The length of the window.
            clock: Tells the time in seconds; it never goes back.

        Raises:
            ValueError: If the limit is negative or the window has no length.
        """
        if limit < 0 or window_seconds <= 0:
            raise ValueError("a rate limit is 0 or more requests, in longer than no time")
        self._limit = limit
        self._window_seconds = window_seconds
        self._clock = clock
        self._hits: OrderedDict[str, deque[float]] = OrderedDict()  # longest quiet client first

    async def hit(self, client: str) -> None:
        """Count one request of a client. A request that is turned away does not count.

        Raises:
            RateLimited: If the client has used up its requests; says when to come back.
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
