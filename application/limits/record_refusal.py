"""Entering what was refused into the audit log, of which nobody can fill it."""

import logging

from application.access.acting import acting_principal
from application.access.record_action import Action, RecordAction
from application.limits.count_request import client_name
from application.limits.requester import Requester, current_requester
from application.ports.rate_limiter import RateLimiter
from domain.errors import Unavailable
from domain.limits.rate_limit import Limited, RateLimit

OF_ONE_CLIENT = RateLimit(Limited.REFUSALS, 10)
OF_A_KEY_FOR_PAGES = RateLimit(Limited.REFUSALS, 60)
"""Of all who have the key of a page, each of whom is a client: addresses cost nothing."""

logger = logging.getLogger(__name__)


class RecordRefusal:
    """Enters what the role of a client did not allow."""

    def __init__(self, record: RecordAction, limiter: RateLimiter) -> None:
        self._record = record
        self._limiter = limiter

    async def execute(self, action: Action) -> None:
        """Enter what is refused now, unless this client was refused too often.

        Nothing was done, so it makes no difference to the client whether there is an entry.
        """
        requester = current_requester()
        try:
            if requester is not None and not await self._may_be_entered(requester):
                return
            await self._record.execute(action)
        except Unavailable as exc:
            logger.error("%s, refused, is not in the audit log: %s", action.name, exc.code)

    async def _may_be_entered(self, requester: Requester) -> bool:
        principal = acting_principal()
        counted = [(OF_ONE_CLIENT, client_name(principal, requester.address))]
        if principal.for_pages:
            counted.append((OF_A_KEY_FOR_PAGES, f"pages of {principal.key_id}"))
        for limit, client in counted:
            if not (await self._limiter.hit(limit, client)).admitted:
                return False
        return True
