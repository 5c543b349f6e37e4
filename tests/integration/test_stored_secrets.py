"""The secrets of webhooks are encrypted in the database, with keys that are outside it."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from adapters.postgres.database import Database
from adapters.postgres.delivery_queue import PostgresDeliveryQueue
from adapters.postgres.sealed_secrets import SealedSecrets
from adapters.postgres.webhook_events import queue_events
from adapters.postgres.webhook_store import PostgresWebhookStore
from application.identifiers import new_id
from domain.errors import SecretSealed
from domain.webhooks.events import Event
from domain.webhooks.webhook import EventType, Webhook
from tests.support.databases import owner_of

SECRET = "whsec_cXVvdGg="
OLD, NEW = ("the old key " * 3, "the new key " * 3)
KIND = EventType.DOCUMENT_PROCESSED


async def made(database: Database, *keys: str) -> UUID:
    """Make a webhook on a server with these keys, and tell it of something."""
    webhook = Webhook(new_id(), "https://example.org/", (KIND,), datetime.now(UTC))
    await PostgresWebhookStore(database, SealedSecrets(keys)).add(webhook, SECRET)
    async with database.transaction() as connection:
        await queue_events(connection, [Event(KIND, new_id(), {})])
    return webhook.id


async def stored(database: Database, webhook_id: UUID) -> str:
    """Return what the database has of a secret."""
    async with owner_of(database) as owner:
        return str(await owner.fetchval("SELECT secret FROM webhooks WHERE id = $1", webhook_id))


def queue_with(database: Database, *keys: str) -> PostgresDeliveryQueue:
    return PostgresDeliveryQueue(database, SealedSecrets(keys))


async def test_who_lacks_the_key_neither_reads_a_secret_nor_spends_an_attempt(
    database: Database,
) -> None:
    """The delivery waits for a server that has the key."""
    webhook_id = await made(database, OLD)
    assert "whsec" not in await stored(database, webhook_id)
    for keys in ((), (NEW,)):
        with pytest.raises(SecretSealed):
            await queue_with(database, *keys).claim(webhook_id)
    claim = await queue_with(database, NEW, OLD).claim(webhook_id)
    assert claim is not None
    assert (claim.secret, claim.attempts) == (SECRET, 1)


async def test_what_was_stored_before_is_encrypted_with_the_first_key(database: Database) -> None:
    """In the clear or with an earlier key; what no key opens stays, and without a key all does."""
    clear, earlier = await made(database), await made(database, OLD)
    foreign = await made(database, "a key that is lost for ever and ever")
    rows = [clear, earlier, foreign]
    before = [await stored(database, each) for each in rows]
    await queue_with(database).prune()
    assert before[0] == SECRET
    assert [await stored(database, each) for each in rows] == before
    await queue_with(database, NEW, OLD).prune()
    after = [await stored(database, each) for each in rows]
    assert after[2] == before[2]
    await queue_with(database, NEW, OLD).prune()
    assert [await stored(database, each) for each in rows] == after
    assert not {SECRET, before[1]} & set(after)
    for each in (clear, earlier):
        claim = await queue_with(database, NEW).claim(each)
        assert claim is not None
        assert claim.secret == SECRET


async def test_a_secret_cannot_be_moved_to_another_webhook(database: Database) -> None:
    """Whoever can write to the database makes no server sign for them with another's secret."""
    mine, theirs = await made(database, NEW), await made(database, NEW)
    async with owner_of(database) as owner:
        await owner.execute(
            "UPDATE webhooks SET secret = (SELECT secret FROM webhooks WHERE id = $2)"
            " WHERE id = $1",
            mine,
            theirs,
        )
    with pytest.raises(SecretSealed):
        await queue_with(database, NEW).claim(mine)
