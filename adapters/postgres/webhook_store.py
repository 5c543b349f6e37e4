"""Stores webhooks in PostgreSQL."""

from uuid import UUID

from asyncpg import Record

from adapters.postgres.database import Database
from adapters.postgres.queries import QUERIES
from adapters.postgres.sealed_secrets import SealedSecrets
from application.ports.webhook_catalog import WebhookCatalog
from application.ports.webhook_store import WebhookStore
from domain.errors import WebhookNotFound
from domain.paging import Page, PageRequest
from domain.webhooks.webhook import EventType, Webhook, WebhookState


class PostgresWebhookStore(WebhookStore):
    """Writes webhooks."""

    def __init__(self, database: Database, secrets: SealedSecrets) -> None:
        self._database = database
        self._secrets = secrets

    async def add(self, webhook: Webhook, secret: str) -> None:
        """Store a webhook with its secret."""
        async with self._database.transaction(grows=True) as connection:
            await connection.execute(
                QUERIES["add_webhook"],
                webhook.id,
                webhook.url,
                [each.value for each in webhook.events],
                webhook.description,
                self._secrets.seal(secret, webhook.id),
                webhook.created_at,
            )

    async def pause(self, webhook_id: UUID, *, paused: bool) -> Webhook:
        """Pause or resume a webhook, and return it."""
        state = WebhookState.PAUSED if paused else WebhookState.ACTIVE
        async with self._database.transaction() as connection:
            row = await connection.fetchrow(QUERIES["set_webhook_state"], webhook_id, state.value)
        return _webhook_from(row)

    async def remove(self, webhook_id: UUID) -> None:
        """Delete a webhook with its deliveries."""
        async with self._database.transaction() as connection:
            removed = await connection.fetchval(QUERIES["remove_webhook"], webhook_id)
        if removed is None:
            raise WebhookNotFound


class PostgresWebhookCatalog(WebhookCatalog):
    """Reads webhooks."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, webhook_id: UUID) -> Webhook:
        """Return a webhook."""
        async with self._database.connection() as connection:
            return _webhook_from(await connection.fetchrow(QUERIES["webhook"], webhook_id))

    async def list(self, page: PageRequest[UUID]) -> Page[Webhook, UUID]:
        """Return a page of webhooks, the oldest first."""
        async with self._database.connection() as connection:
            # one extra row shows whether another page follows
            rows = await connection.fetch(QUERIES["webhooks"], page.after, page.limit + 1)
        items = tuple(map(_webhook_from, rows[: page.limit]))
        return Page(items, items[-1].id if len(rows) > page.limit else None)


def _webhook_from(row: Record | None) -> Webhook:
    if row is None:
        raise WebhookNotFound
    return Webhook(
        id=row["id"],
        url=row["url"],
        events=tuple(map(EventType, row["events"])),
        created_at=row["created_at"],
        description=row["description"],
        state=WebhookState(row["state"]),
    )
