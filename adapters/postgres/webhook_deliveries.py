"""Shows and changes the deliveries of webhooks in PostgreSQL."""

from uuid import UUID

from asyncpg import Record

from adapters.postgres.announcements import DELIVERIES, announce
from adapters.postgres.database import Connection, Database
from adapters.postgres.queries import QUERIES
from adapters.postgres.webhook_events import data_json
from application.identifiers import new_id
from application.ports.webhook_deliveries import WebhookDeliveries
from domain.errors import DeliveryNotFound, WebhookNotFound
from domain.paging import Page, PageRequest
from domain.webhooks.delivery import Delivery, DeliveryState
from domain.webhooks.events import Event


class PostgresWebhookDeliveries(WebhookDeliveries):
    """Reads and changes the rows of deliveries."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def list(
        self, webhook_id: UUID, page: PageRequest[UUID], state: DeliveryState | None = None
    ) -> Page[Delivery, UUID]:
        """Return a page of deliveries, the newest first."""
        async with self._database.connection() as connection:
            # one extra row shows whether another page follows
            rows = await connection.fetch(
                QUERIES["deliveries"], webhook_id, page.after, state and state.value, page.limit + 1
            )
            if not rows:
                await _check_webhook(connection, webhook_id)
        items = tuple(map(_delivery_from, rows[: page.limit]))
        return Page(items, items[-1].id if len(rows) > page.limit else None)

    async def add(self, webhook_id: UUID, event: Event) -> Delivery:
        """Queue an event for one webhook, and return its delivery."""
        async with self._database.transaction(grows=True) as connection:
            row = await connection.fetchrow(
                QUERIES["queue_event_for_webhook"],
                webhook_id,
                new_id(),
                event.type,
                event.subject_id,
                data_json(event.data),
            )
            if row is None:
                raise WebhookNotFound
            announce(DELIVERIES)
        return _delivery_from(row)

    async def retry(self, webhook_id: UUID, delivery_id: UUID) -> Delivery:
        """Let a delivery be sent at once."""
        async with self._database.transaction() as connection:
            await connection.execute(QUERIES["retry_delivery"], webhook_id, delivery_id)
            announce(DELIVERIES)
            row = await connection.fetchrow(QUERIES["delivery"], webhook_id, delivery_id)
            if row is None:
                await _check_webhook(connection, webhook_id)
                raise DeliveryNotFound
        return _delivery_from(row)


async def _check_webhook(connection: Connection, webhook_id: UUID) -> None:
    """Raise an error if there is no webhook with this id."""
    if await connection.fetchrow(QUERIES["webhook"], webhook_id) is None:
        raise WebhookNotFound


def _delivery_from(row: Record) -> Delivery:
    state = DeliveryState(row["state"])
    return Delivery(
        id=row["event_id"],
        type=row["type"],
        subject_id=row["subject_id"],
        occurred_at=row["occurred_at"],
        state=state,
        attempts=row["attempts"],
        response_status=row["response_status"],
        reason=row["reason"],
        next_attempt_at=row["next_attempt_at"] if state is DeliveryState.PENDING else None,
    )
