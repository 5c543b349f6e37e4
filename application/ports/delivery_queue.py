"""The port for sending what webhooks are told."""

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from domain.webhooks.delivery import DeliveryClaim, DueWebhook
from domain.webhooks.outcome import Outcome


class DeliveryQueue(Protocol):
    """The deliveries that are to be sent. The stores queue them with what they tell of.

    Processes share the queue: a delivery is claimed by one of them at a time. Every method raises
    DatabaseUnavailable if the database is not reachable.
    """

    async def due(self) -> Sequence[DueWebhook]:
        """Return the webhooks for which something may be due, of all workspaces.

        What is found is claimed and ended in its workspace.
        """
        ...

    async def claim(self, webhook_id: UUID) -> DeliveryClaim | None:
        """Claim the delivery to an active webhook that has been due longest, for a minute.

        Before, answers are ended whose server was killed ten minutes ago, and queued as failed.
        Events of one subject have their order: none is due while an earlier one is pending.
        """
        ...

    async def end(self, claim: DeliveryClaim, outcome: Outcome) -> None:
        """Store what became of a delivery. Nothing happens if the claim is not valid any more."""
        ...

    async def prune(self) -> None:
        """Delete what was delivered a week ago, and what is a month old, of all workspaces."""
        ...
