"""The port for limiting the requests of each client."""

from typing import Protocol

from domain.limits.rate_limit import Allowance, RateLimit


class RateLimiter(Protocol):
    """Counts the requests of each client."""

    async def hit(self, limit: RateLimit, client: str) -> Allowance:
        """Count one request of a client, unless as many as the limit are in its window.

        A request that is not admitted does not count. The limit holds for every window, wherever it
        begins, and however many requests come at the same time.

        Raises:
            Unavailable: If the requests cannot be counted.
        """
        ...
