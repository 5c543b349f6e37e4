"""The port for looking at deliveries, and for deciding on them."""

from typing import Protocol
from uuid import UUID

from domain.paging import Page, PageRequest
from domain.webhooks.delivery import Delivery, DeliveryState
from domain.webhooks.events import Event


class WebhookDeliveries(Protocol):
    """Shows the deliveries of webhooks.

    Every method raises DatabaseUnavailable if the database is not reachable, and WebhookNotFound if
    there is no webhook with this id; those that change something may raise OutcomeUnknown.
    """

    async def list(
        self, webhook_id: UUID, page: PageRequest[UUID], state: DeliveryState | None = None
    ) -> Page[Delivery, UUID]:
        """Return deliveries, the newest first, in one state if it is given.

        Their position is their id.
        """
        ...

    async def add(self, webhook_id: UUID, event: Event) -> Delivery:
        """Queue an event for one webhook, whatever it is told of, and return its delivery."""
        ...

    async def retry(self, webhook_id: UUID, delivery_id: UUID) -> Delivery:
        """Let a delivery be sent at once, with its attempts counted from the start.

        One that was delivered is sent once more. One that is being sent goes on as it is.

        Raises:
            DeliveryNotFound: If the webhook has no delivery with this id.
        """
        ...
