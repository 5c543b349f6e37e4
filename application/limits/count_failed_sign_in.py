"""Counting requests whose key or sign-in is refused, by their network address."""

from application.limits.requester import current_requester, network_of
from application.ports.rate_limiter import RateLimiter
from domain.errors import RateLimited
from domain.limits.rate_limit import Limited, RateLimit

FAILED_SIGN_INS = RateLimit(Limited.FAILED_SIGN_INS, 1_000)
"""Far more than programs of one network with an expired key send, and far too few to guess one."""


class CountFailedSignIn:
    """Counts failures, and refuses those above the limit as too many instead of as wrong.

    Whoever goes to the provider or comes back is counted before the provider is asked.

    Right keys are not refused: nobody is locked out by another client of the same network.
    """

    def __init__(self, limiter: RateLimiter) -> None:
        self._limiter = limiter

    async def execute(self) -> None:
        """Count a failure of the request that is handled now.

        Raises:
            RateLimited: If too many came from its network.
        """
        requester = current_requester()
        if requester is None:
            return
        allowance = await self._limiter.hit(FAILED_SIGN_INS, network_of(requester.address))
        requester.allowances.append(allowance)
        if not allowance.admitted:
            raise RateLimited(allowance.reset_after, Limited.FAILED_SIGN_INS)
