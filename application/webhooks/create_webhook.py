"""Making a webhook."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from application.identifiers import new_id
from application.ports.webhook_sender import WebhookSender
from application.ports.webhook_store import WebhookStore
from domain.webhooks.signature import SECRET_BYTES, secret_of
from domain.webhooks.webhook import (
    EventType,
    Webhook,
    checked_description,
    checked_events,
    checked_url,
)


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

    def __init__(self, store: WebhookStore, sender: WebhookSender) -> None:
        self._store = store
        self._sender = sender

    async def execute(self, asked: NewWebhook) -> CreatedWebhook:
        """Make a webhook with a random secret.

        Raises:
            WebhookInvalid: If it is not valid, or its address may not be sent to.
        """
        webhook = Webhook(
            new_id(),
            checked_url(asked.url),
            checked_events(asked.events),
            datetime.now(UTC),
            checked_description(asked.description),
        )
        await self._sender.check(webhook.url)
        secret = secret_of(secrets.token_bytes(SECRET_BYTES))
        await self._store.add(webhook, secret)
        return CreatedWebhook(webhook, secret)
