"""The port for slowing down clients that ask too fast."""

from typing import Protocol


class RateLimiter(Protocol):
    """Counts the requests of each client."""

    async def hit(self, client: str) -> None:
        """Count one request of a client. A request that is turned away does not count.

        Raises:
            RateLimited: If the client has used up its requests; says when to come back.
        """
        ...
