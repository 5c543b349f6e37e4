"""The port for looking at webhooks."""

from typing import Protocol
from uuid import UUID

from domain.paging import Page, PageRequest
from domain.webhooks.webhook import Webhook


class WebhookCatalog(Protocol):
    """Shows webhooks. Every method raises DatabaseUnavailable if the database is not reachable."""

    async def get(self, webhook_id: UUID) -> Webhook:
        """Return a webhook.

        Raises:
            WebhookNotFound: If there is no webhook with this id.
        """
        ...

    async def list(self, page: PageRequest[UUID]) -> Page[Webhook, UUID]:
        """Return webhooks, the oldest first. Their position is their id."""
        ...
