"""Counting a request for the rate limits."""

from application.access.acting import acting_principal
from application.limits.requester import current_requester, network_of
from application.ports.rate_limiter import RateLimiter
from domain.access.principal import Principal
from domain.errors import RateLimited
from domain.limits.rate_limit import Limited, RateLimit, RateLimits

OF_A_PAGE = RateLimit(Limited.REQUESTS, 120)
"""What somebody may ask with the key of a page if the settings have no limit: everybody has it."""


class CountRequest:
    """Counts requests, and refuses those above a limit.

    The client is the key or the person that acts, in one workspace. Where everybody is the local
    user, or has the key of a page, it is the network address (of IPv6, the network of one client).
    """

    def __init__(self, limiter: RateLimiter, limits: RateLimits) -> None:
        self._limiter = limiter
        self._limits = limits

    async def execute(self, what: Limited) -> None:
        """Count the request that is handled now. What the program does by itself is not counted.

        Raises:
            RateLimited: If the client has reached the limit; nothing was counted.
            Unavailable: If the database is unavailable.
        """
        requester, principal = current_requester(), acting_principal()
        limit = self._limits.of(what)
        if limit is None and what is Limited.REQUESTS and principal.for_pages:
            limit = OF_A_PAGE
        if requester is None or limit is None:
            return
        client = client_name(principal, requester.address)
        allowance = await self._limiter.hit(limit, client)
        requester.allowances.append(allowance)
        if not allowance.admitted:
            raise RateLimited(allowance.reset_after, what)


def client_name(principal: Principal, address: str) -> str:
    """Return the name under which the requests of a client are counted."""
    if principal.key_id is not None and not principal.for_pages:
        return f"key {principal.key_id}"
    if principal.member_id is not None:
        return f"member {principal.member_id}"  # two people may have one name
    return f"address {network_of(address)}"
