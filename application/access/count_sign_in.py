"""Counting sign-ins that succeed: each is an entry of the audit log, which nobody may fill."""

from application.access.acting import acting_principal
from application.ports.rate_limiter import RateLimiter
from domain.errors import RateLimited
from domain.limits.rate_limit import Limited, RateLimit

SIGN_INS = RateLimit(Limited.SIGN_INS, 20)
"""Of one key or member, whatever the settings say."""


class CountSignIn:
    """Counts the sign-ins of a key or a member, and refuses those above the limit."""

    def __init__(self, limiter: RateLimiter) -> None:
        self._limiter = limiter

    async def execute(self) -> None:
        """Count the sign-in of who acts now.

        Raises:
            RateLimited: If there were too many in the last minute.
            Unavailable: If the database is unavailable.
        """
        who = acting_principal()
        client = f"member {who.member_id}" if who.key_id is None else f"key {who.key_id}"
        allowance = await self._limiter.hit(SIGN_INS, client)
        if not allowance.admitted:
            raise RateLimited(allowance.reset_after, Limited.SIGN_INS)
