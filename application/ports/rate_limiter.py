"""The port for limiting the requests of each client."""

from typing import Protocol


class RateLimiter(Protocol):
    """Counts the requests of each client."""

    async def hit(self, client: str) -> None:
        """Count one request of a client. A request that is rejected does not count.

        Raises:
            RateLimited: If the client has used up its requests; says when to try again.
        """
        ...
