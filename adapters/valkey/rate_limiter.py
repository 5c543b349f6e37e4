"""A rate limiter in Valkey, exact across processes."""

from adapters.valkey.scripts import COUNT_HIT
from adapters.valkey.server import Valkey
from application.ports.rate_limiter import RateLimiter
from domain.errors import Unavailable
from domain.limits.rate_limit import Allowance, RateLimit

MICROSECONDS = 1_000_000


class ValkeyRateLimiter(RateLimiter):
    """A sliding-window log in one list for each limit and client, by the clock of the server.

    While the server is away, another limiter counts. Each of the two is exact, so a client gets the
    limit twice at most in the windows in which they change.
    """

    def __init__(self, valkey: Valkey, meanwhile: RateLimiter) -> None:
        """Create a limiter.

        Args:
            valkey: The server.
            meanwhile: Counts while the server is away.
        """
        self._valkey = valkey
        self._meanwhile = meanwhile

    async def hit(self, limit: RateLimit, client: str) -> Allowance:
        """Count one request of a client."""
        try:
            log = await self._valkey.place("limit", limit.what, client)
            admitted, counted, leaves_in = await self._valkey.run(
                COUNT_HIT, log, limit.most, limit.seconds * MICROSECONDS
            )
        except Unavailable:
            return await self._meanwhile.hit(limit, client)
        return Allowance.of(limit, counted, leaves_in / MICROSECONDS, admitted=bool(admitted))
