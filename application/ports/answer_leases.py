"""The port for the leases of answers that are being written."""

from collections.abc import Collection
from typing import Protocol
from uuid import UUID


class AnswerLeases(Protocol):
    """Knows which answers of the acting workspace are being written, by whichever process.

    A lease lasts for 5 seconds. Every method raises DatabaseUnavailable if the database is not
    reachable, and OutcomeUnknown if the connection was lost while a change was stored.
    """

    async def renew(self, answers: Collection[UUID]) -> frozenset[UUID]:
        """Renew the leases of answers that have not ended.

        Returns:
            All that should stop: somebody wants it, or they have ended or are gone.
        """
        ...

    async def request_stop(self, answer_id: UUID) -> None:
        """Let whoever renews the lease of an answer know that it should stop."""
        ...

    async def ended(self, answers: Collection[UUID]) -> frozenset[UUID]:
        """Return those that nobody writes: they have ended, their lease has, or they are gone."""
        ...
