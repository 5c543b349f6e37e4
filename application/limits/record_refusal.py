"""Entering what was refused into the audit log, of which nobody can fill it."""

import logging

from application.access.acting import acting_principal
from application.access.record_action import Action, RecordAction
from application.limits.count_request import client_name
from application.limits.requester import current_requester
from application.ports.rate_limiter import RateLimiter
from domain.errors import Unavailable
from domain.limits.rate_limit import Limited, RateLimit

OF_ONE_CLIENT = RateLimit(Limited.REFUSALS, 10)

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
            if requester is not None:
                client = client_name(acting_principal(), requester.address)
                if not (await self._limiter.hit(OF_ONE_CLIENT, client)).admitted:
                    return
            await self._record.execute(action)
        except Unavailable as exc:
            logger.error("%s, refused, is not in the audit log: %s", action.name, exc.code)
