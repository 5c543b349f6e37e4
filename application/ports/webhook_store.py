"""The port for making, pausing and deleting webhooks."""

from typing import Protocol
from uuid import UUID

from domain.webhooks.webhook import Webhook


class WebhookStore(Protocol):
    """Stores webhooks. They are told of what is stored after them.

    Every method raises DatabaseUnavailable if the database is not reachable, and may raise
    OutcomeUnknown.
    """

    async def add(self, webhook: Webhook, secret: str) -> None:
        """Store a webhook with the secret that its events are signed with."""
        ...

    async def pause(self, webhook_id: UUID, *, paused: bool) -> Webhook:
        """Pause or resume a webhook, also one that is gone, and return it.

        Raises:
            WebhookNotFound: If there is no webhook with this id.
        """
        ...

    async def remove(self, webhook_id: UUID) -> None:
        """Delete a webhook with its deliveries.

        Raises:
            WebhookNotFound: If there is no webhook with this id.
        """
        ...
