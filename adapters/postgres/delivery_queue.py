"""The queue of deliveries in PostgreSQL."""

import json
from collections.abc import Sequence
from uuid import UUID

from adapters.postgres.database import Database
from adapters.postgres.queries import QUERIES
from adapters.postgres.sealed_secrets import SealedSecrets
from adapters.postgres.webhook_events import queue_interruptions
from application.ports.delivery_queue import DeliveryQueue
from domain.webhooks.delivery import DeliveryClaim, DueWebhook
from domain.webhooks.outcome import Outcome
from domain.webhooks.webhook import WebhookState


class PostgresDeliveryQueue(DeliveryQueue):
    """Leases rows of deliveries."""

    def __init__(self, database: Database, secrets: SealedSecrets) -> None:
        self._database = database
        self._secrets = secrets

    async def due(self) -> Sequence[DueWebhook]:
        """Return the webhooks for which something may be due."""
        async with self._database.outside() as connection:
            rows = await connection.fetch(QUERIES["due_webhooks"])
        return [DueWebhook(row["workspace_id"], row["id"]) for row in rows]

    async def claim(self, webhook_id: UUID) -> DeliveryClaim | None:
        """End abandoned answers, and lease the delivery that has been due longest."""
        async with self._database.transaction() as connection:
            abandoned = await connection.fetch(QUERIES["interrupt_abandoned_answers"])
            await queue_interruptions(connection, abandoned)
            row = await connection.fetchrow(QUERIES["take_delivery"], webhook_id)
            if row is None:
                return None
            # within the transaction: what cannot be signed is left to who can
            secret = self._secrets.unseal(row["secret"], webhook_id)
        return DeliveryClaim(
            webhook_id=row["webhook_id"],
            event_id=row["event_id"],
            token=row["lease"],
            attempts=row["attempts"],
            url=row["url"],
            secret=secret,
            type=row["type"],
            occurred_at=row["occurred_at"],
            data=json.loads(row["data"]),
        )

    async def end(self, claim: DeliveryClaim, outcome: Outcome) -> None:
        """Store what became of a delivery, and of its webhook."""
        async with self._database.transaction() as connection:
            if outcome.gone:
                # first, as a deletion does: the webhook, then its deliveries
                await connection.execute(
                    QUERIES["set_webhook_state"], claim.webhook_id, WebhookState.GONE.value
                )
            await connection.execute(
                QUERIES["end_delivery"],
                claim.webhook_id,
                claim.event_id,
                claim.token,
                outcome.state.value,
                outcome.retry_in,
                outcome.response_status,
                outcome.reason,
            )

    async def prune(self) -> None:
        """Delete old deliveries; encrypt secrets that were stored without this server's key."""
        async with self._database.outside(writes=True) as connection:
            await connection.execute(QUERIES["prune_deliveries"])
        if self._secrets.has_key:
            async with self._database.owner() as owner:
                await self._secrets.seal_stored(owner)
