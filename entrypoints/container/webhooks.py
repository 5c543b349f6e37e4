"""Provides webhooks and their delivery."""

from collections.abc import AsyncIterator

from dishka import Provider, Scope, provide

from adapters.postgres.database import Database
from adapters.postgres.delivery_queue import PostgresDeliveryQueue
from adapters.postgres.sealed_secrets import SealedSecrets
from adapters.postgres.signals import PostgresDeliverySignals
from adapters.postgres.webhook_deliveries import PostgresWebhookDeliveries
from adapters.postgres.webhook_store import PostgresWebhookCatalog, PostgresWebhookStore
from adapters.webhooks.http_sender import HttpWebhookSender
from application.ports.delivery_queue import DeliveryQueue
from application.ports.delivery_signals import DeliverySignals
from application.ports.webhook_catalog import WebhookCatalog
from application.ports.webhook_deliveries import WebhookDeliveries
from application.ports.webhook_sender import WebhookSender
from application.ports.webhook_store import WebhookStore
from application.webhooks.create_webhook import CreateWebhook
from application.webhooks.send_delivery import SendDelivery
from application.webhooks.work_off_deliveries import WorkOffDeliveries
from domain.public_addresses import allowed_addresses
from entrypoints.settings import Settings


class Webhooks(Provider):
    """Provides webhooks and their delivery."""

    scope = Scope.APP

    store = provide(PostgresWebhookStore, provides=WebhookStore)
    catalog = provide(PostgresWebhookCatalog, provides=WebhookCatalog)
    deliveries = provide(PostgresWebhookDeliveries, provides=WebhookDeliveries)
    queue = provide(PostgresDeliveryQueue, provides=DeliveryQueue)
    create_webhook = provide(CreateWebhook)
    send_delivery = provide(SendDelivery)
    work_off_deliveries = provide(WorkOffDeliveries)

    @provide
    def secrets(self, settings: Settings) -> SealedSecrets:
        """What encrypts the secrets of webhooks, if the settings have a key."""
        return SealedSecrets(settings.secrets_keys)

    @provide
    async def signals(self, database: Database) -> AsyncIterator[DeliverySignals]:
        """The listener for new deliveries, which connects when it is first asked."""
        signals = PostgresDeliverySignals(database)
        yield signals
        await signals.close()

    @provide
    async def sender(self, settings: Settings) -> AsyncIterator[WebhookSender]:
        """The sender of requests, to public addresses unless the settings allow others."""
        is_allowed = allowed_addresses(private=settings.webhook_private_addresses)
        sender = HttpWebhookSender(is_allowed)
        yield sender
        await sender.close()
