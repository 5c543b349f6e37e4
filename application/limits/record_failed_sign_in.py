"""Entering sign-ins that were refused into the audit log, of which nobody can fill it."""

import logging
from datetime import UTC, datetime

from application.access.acting import acting_as
from application.identifiers import new_id
from application.limits.requester import current_requester, network_of
from application.ports.audit_log import AuditLog
from application.ports.rate_limiter import RateLimiter
from domain.access.audit import AuditEntry, AuditOutcome
from domain.access.principal import LOCAL_USER
from domain.errors import Unavailable
from domain.limits.rate_limit import Limited, RateLimit

OF_ONE_NETWORK = RateLimit(Limited.FAILED_SIGN_INS, 1)
OF_ALL = RateLimit(Limited.FAILED_SIGN_INS, 60)
"""Whoever has many addresses, as networks of IPv6 do, enters no more than this in a minute."""

logger = logging.getLogger(__name__)


class RecordFailedSignIn:
    """Enters a refused sign-in of nobody who is known, with its network address as the actor.

    It is of no workspace, so it stands in the log of the default one.
    """

    def __init__(self, log: AuditLog, limiter: RateLimiter) -> None:
        self._log = log
        self._limiter = limiter

    async def execute(self, request_id: str) -> None:
        """Enter the request that is handled now, unless there were too many.

        Nothing was done, so it makes no difference to its client whether there is an entry.
        """
        requester = current_requester()
        if requester is None:
            return
        network = f"entry of {network_of(requester.address)}"
        for limit, client in (OF_ONE_NETWORK, network), (OF_ALL, "entries"):
            if not (await self._limiter.hit(limit, client)).admitted:
                return
        entry = AuditEntry(
            new_id(),
            datetime.now(UTC),
            requester.address,
            None,
            None,
            None,
            "access.sign_in",
            None,
            AuditOutcome.REFUSED,
            request_id,
        )
        try:
            with acting_as(LOCAL_USER):
                await self._log.add([entry])
        except Unavailable as exc:
            logger.warning("a refused sign-in is not in the audit log: %s", exc.code)
