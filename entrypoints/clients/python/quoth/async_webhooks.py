"""Webhooks, for programs that use asyncio."""

from collections.abc import AsyncIterator, Sequence

from quoth._async_http import AsyncHttp
from quoth._call import Id
from quoth._calls import webhooks
from quoth.types import CreatedWebhook, Delivery, Webhook


class AsyncWebhooks:
    """The addresses that are told of events."""

    def __init__(self, http: AsyncHttp) -> None:
        self._http = http

    async def create(
        self, url: str, events: Sequence[str], *, description: str = ""
    ) -> CreatedWebhook:
        """Make a webhook that is told of these types of events, such as `document.processed`."""
        return await self._http.send(webhooks.create(url, events, description))

    def list(self) -> AsyncIterator[Webhook]:
        """Yield the webhooks, the oldest first."""
        return self._http.pages(webhooks.list_webhooks)

    async def get(self, webhook_id: Id) -> Webhook:
        """Return a webhook."""
        return await self._http.send(webhooks.get(webhook_id))

    async def pause(self, webhook_id: Id) -> Webhook:
        """Let the events of a webhook wait until it is resumed."""
        return await self._http.send(webhooks.pause(webhook_id, paused=True))

    async def resume(self, webhook_id: Id) -> Webhook:
        """Send the events of a webhook again that was paused, or is gone."""
        return await self._http.send(webhooks.pause(webhook_id, paused=False))

    async def delete(self, webhook_id: Id) -> None:
        """Delete a webhook with its deliveries."""
        await self._http.send(webhooks.delete(webhook_id))

    async def test(self, webhook_id: Id) -> Delivery:
        """Send an event of the type `webhook.test` to a webhook."""
        return await self._http.send(webhooks.test(webhook_id))

    def deliveries(self, webhook_id: Id, *, state: str | None = None) -> AsyncIterator[Delivery]:
        """Yield the deliveries to a webhook, the newest first, of one state if it is given."""
        return self._http.pages(lambda cursor: webhooks.deliveries(webhook_id, cursor, state))

    async def retry(self, webhook_id: Id, delivery_id: Id) -> Delivery:
        """Send a delivery again at once."""
        return await self._http.send(webhooks.retry(webhook_id, delivery_id))
