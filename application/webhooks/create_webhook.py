"""Making a webhook."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from application.identifiers import new_id
from application.ports.webhook_catalog import WebhookCatalog
from application.ports.webhook_sender import WebhookSender
from application.ports.webhook_store import WebhookStore
from domain.errors import WebhookInvalid
from domain.paging import PageRequest
from domain.webhooks.signature import SECRET_BYTES, secret_of
from domain.webhooks.webhook import (
    EventType,
    Webhook,
    checked_description,
    checked_events,
    checked_url,
)

MAX_WEBHOOKS = 50  # of a workspace; each is told in a task of its own


@dataclass(frozen=True, slots=True)
class NewWebhook:
    """What is asked for."""

    url: str
    events: Sequence[EventType]
    description: str = ""


@dataclass(frozen=True, slots=True)
class CreatedWebhook:
    """A webhook, and its secret, which is shown this once."""

    webhook: Webhook
    secret: str = field(repr=False)


class CreateWebhook:
    """Makes webhooks."""

    def __init__(self, store: WebhookStore, catalog: WebhookCatalog, sender: WebhookSender) -> None:
        self._store = store
        self._catalog = catalog
        self._sender = sender

    async def execute(self, asked: NewWebhook) -> CreatedWebhook:
        """Make a webhook with a random secret.

        Raises:
            WebhookInvalid: If it is not valid, its address may not be sent to, or there are as many
                as a workspace may have.
        """
        webhook = Webhook(
            new_id(),
            checked_url(asked.url),
            checked_events(asked.events),
            datetime.now(UTC),
            checked_description(asked.description),
        )
        if len((await self._catalog.list(PageRequest(MAX_WEBHOOKS))).items) == MAX_WEBHOOKS:
            raise WebhookInvalid(
                f"The workspace has {MAX_WEBHOOKS} webhooks and may not have more, so none was"
                " made: delete one first."
            )
        await self._sender.check(webhook.url)
        secret = secret_of(secrets.token_bytes(SECRET_BYTES))
        await self._store.add(webhook, secret)
        return CreatedWebhook(webhook, secret)
