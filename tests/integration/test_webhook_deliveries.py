"""Two processes' worth of deliverers on one database, with receivers on real sockets."""

import asyncio
import json
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from uuid import UUID

import pytest

from adapters.postgres.database import Database
from adapters.postgres.delivery_queue import PostgresDeliveryQueue
from adapters.postgres.sealed_secrets import SealedSecrets
from adapters.postgres.signals import PostgresDeliverySignals
from adapters.postgres.webhook_deliveries import PostgresWebhookDeliveries
from adapters.postgres.webhook_events import queue_events
from adapters.postgres.webhook_store import PostgresWebhookCatalog, PostgresWebhookStore
from adapters.webhooks.http_sender import HttpWebhookSender
from application.identifiers import new_id
from application.webhooks import work_off_deliveries
from application.webhooks.send_delivery import SendDelivery
from application.webhooks.work_off_deliveries import WorkOffDeliveries
from domain.paging import PageRequest
from domain.webhooks.delivery import DeliveryState
from domain.webhooks.events import Event
from domain.webhooks.webhook import EventType, Webhook, WebhookState
from tests.support.databases import DIMENSION, MODEL
from tests.support.receivers import Answer, Receiver, a_receiver

KIND = EventType.DOCUMENT_PROCESSED
PATIENCE = 0.3  # seconds for a request
EVENTS, SUBJECTS = 24, 4


@asynccontextmanager
async def delivering(dsn: str) -> AsyncIterator[None]:
    """Deliver as a process does, with connections of its own."""
    database = Database(pool_size=4)
    await database.open(dsn, MODEL, DIMENSION)
    queue = PostgresDeliveryQueue(database, SealedSecrets())
    signals = PostgresDeliverySignals(database)
    sender = HttpWebhookSender(lambda _: True, seconds=PATIENCE)
    worker = WorkOffDeliveries(queue, signals, SendDelivery(queue, sender))
    working = asyncio.create_task(worker.execute())
    try:
        yield
    finally:
        working.cancel()
        with suppress(asyncio.CancelledError):
            await working
        await sender.close()
        await signals.close()
        await database.close()


async def made(database: Database, receiver: Receiver) -> Webhook:
    webhook = Webhook(new_id(), receiver.url, (KIND,), datetime.now(UTC))
    await PostgresWebhookStore(database, SealedSecrets()).add(webhook, "whsec_cXVvdGg=")
    return webhook


async def until(database: Database, webhook: Webhook, state: DeliveryState, count: int) -> None:
    """Return once so many deliveries are in a state. What failed is made due at once."""
    deliveries = PostgresWebhookDeliveries(database)
    async with asyncio.timeout(60):
        while len((await deliveries.list(webhook.id, PageRequest(200), state)).items) < count:
            async with database.connection() as connection:
                await connection.execute(
                    "UPDATE webhook_deliveries SET next_attempt_at = clock_timestamp()"
                    " WHERE state = 'pending' AND lease IS NULL"
                )
            await asyncio.sleep(0.05)


async def test_processes_share_the_work_and_keep_the_order(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever a receiver does, all arrives, in order for each subject; another one hangs on."""
    monkeypatch.setattr(work_off_deliveries, "POLL_SECONDS", 0.05)
    moments = random.Random(5)  # noqa: S311 - the same failures each time
    faults = [Answer(500), Answer(302), Answer(429, {"Retry-After": "0"}), Answer(hang=True)]
    subjects = [new_id() for _ in range(SUBJECTS)]
    with a_receiver() as receiver, a_receiver() as stuck:
        receiver.script += [moments.choice([*faults, Answer(), Answer()]) for _ in range(EVENTS)]
        stuck.script += [Answer(hang=True)] * 1_000
        webhook, other = await made(database, receiver), await made(database, stuck)
        async with delivering(database._dsn), delivering(database._dsn):
            for number in range(EVENTS):
                event = Event(KIND, subjects[number % SUBJECTS], {"number": number})
                async with database.transaction() as connection:
                    await queue_events(connection, [event])
            await until(database, webhook, DeliveryState.DELIVERED, EVENTS)
        arrived: dict[UUID, list[int]] = {each: [] for each in subjects}
        for request in receiver.received:
            number = json.loads(request.body)["data"]["number"]
            numbers = arrived[subjects[number % SUBJECTS]]
            if number not in numbers:
                numbers.append(number)
        for start, subject in enumerate(subjects):
            assert arrived[subject] == list(range(start, EVENTS, SUBJECTS))
        assert stuck.received
        shown = await PostgresWebhookDeliveries(database).list(other.id, PageRequest(200))
        assert {each.state for each in shown.items} == {DeliveryState.PENDING}


async def test_a_receiver_that_is_gone_is_left_alone(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After 410 nothing more is sent, and what waits says so until the webhook is resumed."""
    monkeypatch.setattr(work_off_deliveries, "POLL_SECONDS", 0.05)
    with a_receiver() as receiver:
        receiver.script.append(Answer(410))
        webhook = await made(database, receiver)
        async with database.transaction() as connection:
            await queue_events(connection, [Event(KIND, new_id(), {}) for _ in range(3)])
        async with delivering(database._dsn):
            await until(database, webhook, DeliveryState.DEAD, 1)
            await until(database, webhook, DeliveryState.PENDING, 2)
            gone = await PostgresWebhookCatalog(database).get(webhook.id)
            assert gone.state is WebhookState.GONE
            assert len(receiver.received) == 1
            await PostgresWebhookStore(database, SealedSecrets()).pause(webhook.id, paused=False)
            await until(database, webhook, DeliveryState.DELIVERED, 2)
