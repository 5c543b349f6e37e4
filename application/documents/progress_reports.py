"""Storing how far the processing of a document is, and not too often."""

import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TypeAlias

from application.ports.document_claims import Claim, DocumentClaims
from domain.documents.jobs import Progress
from domain.errors import Unavailable

REPORT_SECONDS = 1.0

Report: TypeAlias = Callable[[Progress], Awaitable[None]]
"""Takes how far an attempt is."""


async def nowhere(_: Progress) -> None:
    """Report to nobody."""


class ProgressReports:
    """Stores the progress under a claim, which each report renews. What is short has none."""

    def __init__(self, claims: DocumentClaims, claim: Claim) -> None:
        self._claims = claims
        self._claim = claim
        self._stored_at = time.monotonic()

    async def store(self, progress: Progress) -> None:
        """Store how far it is, unless that was done less than a second ago.

        Raises:
            DocumentRemoved: If the document was removed.
            ClaimLost: If the claim has ended.
        """
        now = time.monotonic()
        if now - self._stored_at < REPORT_SECONDS:
            return
        self._stored_at = now
        with suppress(Unavailable):  # the work goes on: only its progress is not shown
            await self._claims.renew(self._claim, progress)
