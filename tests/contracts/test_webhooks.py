"""The contract of the ports for webhooks and their deliveries."""

import random
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from adapters.postgres.database import Database
from adapters.postgres.delivery_queue import PostgresDeliveryQueue
from adapters.postgres.sealed_secrets import SealedSecrets
from adapters.postgres.webhook_deliveries import PostgresWebhookDeliveries
from adapters.postgres.webhook_events import queue_events
from adapters.postgres.webhook_store import PostgresWebhookCatalog, PostgresWebhookStore
from application.identifiers import new_id
from application.ports.delivery_queue import DeliveryQueue
from application.ports.webhook_catalog import WebhookCatalog
from application.ports.webhook_deliveries import WebhookDeliveries
from application.ports.webhook_store import WebhookStore
from domain.errors import DeliveryNotFound, WebhookNotFound
from domain.paging import PageRequest
from domain.webhooks.delivery import Delivery, DeliveryState
from domain.webhooks.events import Event
from domain.webhooks.outcome import Outcome
from domain.webhooks.webhook import EventType, Webhook, WebhookState
from tests.contracts.stores import KINDS, server_of
from tests.fakes.webhooks import (
    InMemoryDeliveryQueue,
    InMemoryOutbox,
    InMemoryWebhookCatalog,
    InMemoryWebhookDeliveries,
    InMemoryWebhookStore,
)

SECRET = "whsec_cXVvdGg="
DELIVERED = Outcome(DeliveryState.DELIVERED, response_status=204)
AGAIN = Outcome(DeliveryState.PENDING, 60.0, 500, "The endpoint answered 500.")
DEAD = Outcome(DeliveryState.DEAD, response_status=500, reason="The endpoint answered 500.")
GONE = replace(DEAD, response_status=410, gone=True)
DAY = 86_400.0


@dataclass(frozen=True)
class Post:
    """The ports; what stores do with events; and how time goes by."""

    store: WebhookStore
    catalog: WebhookCatalog
    deliveries: WebhookDeliveries
    queue: DeliveryQueue
    tell: Callable[[Sequence[Event]], Awaitable[None]]
    later: Callable[[float], Awaitable[None]]

    async def made(self, *events: EventType) -> Webhook:
        """Make a webhook that is told of all documents that are processed, or of these events."""
        wanted = events or (EventType.DOCUMENT_PROCESSED,)
        webhook = Webhook(
            new_id(), "https://example.org/hook?a=1", wanted, datetime.now(UTC), "Grüße"
        )
        await self.store.add(webhook, SECRET)
        return webhook

    async def due(self) -> list[UUID]:
        return [each.webhook_id for each in await self.queue.due()]

    async def shown(
        self, webhook: Webhook, state: DeliveryState | None = None
    ) -> tuple[Delivery, ...]:
        return (await self.deliveries.list(webhook.id, PageRequest(200), state)).items


def in_memory() -> Post:
    """Return the fakes."""
    now = datetime.now(UTC)
    outbox = InMemoryOutbox(lambda: now)

    async def tell(events: Sequence[Event]) -> None:
        for event in events:
            outbox.tell(event)

    async def later(seconds: float) -> None:
        nonlocal now
        now += timedelta(seconds=seconds)

    return Post(
        InMemoryWebhookStore(outbox),
        InMemoryWebhookCatalog(outbox),
        InMemoryWebhookDeliveries(outbox),
        InMemoryDeliveryQueue(outbox),
        tell,
        later,
    )


def in_database(database: Database) -> Post:
    """Return the adapters."""

    async def tell(events: Sequence[Event]) -> None:
        async with database.transaction() as connection:
            await queue_events(connection, events)

    async def later(seconds: float) -> None:
        times = ("occurred_at", "next_attempt_at", "lease_expires_at", "ended_at")
        changes = ", ".join(f"{each} = {each} - make_interval(secs => $1)" for each in times)
        async with database.connection() as connection:
            await connection.execute(f"UPDATE webhook_deliveries SET {changes}", seconds)  # noqa: S608 - of this file

    secrets = SealedSecrets(["k" * 32])
    return Post(
        PostgresWebhookStore(database, secrets),
        PostgresWebhookCatalog(database),
        PostgresWebhookDeliveries(database),
        PostgresDeliveryQueue(database, secrets),
        tell,
        later,
    )


@pytest.fixture(params=KINDS)
async def post(request: pytest.FixtureRequest) -> AsyncIterator[Post]:
    """No webhook, and nothing to deliver."""
    if request.param == "memory":
        yield in_memory()
    else:
        async with server_of(request).database() as database:
            yield in_database(database)


def event(subject: UUID | None = None, number: int = 0) -> Event:
    data = {"number": number, "text": 'Grüße "🦜"\n', "nothing": None}
    return Event(EventType.DOCUMENT_PROCESSED, subject or new_id(), data)


async def test_webhooks_are_stored_listed_paused_and_deleted(post: Post) -> None:
    """A webhook reads as it was made, lists go by age, and what is unknown is not found."""
    first, second = await post.made(), await post.made(*EventType)
    assert await post.catalog.get(first.id) == first
    page = await post.catalog.list(PageRequest(1))
    assert page.items == (first,)
    rest = await post.catalog.list(PageRequest(1, page.next_cursor))
    assert (rest.items, rest.next_cursor) == ((second,), None)
    paused = await post.store.pause(first.id, paused=True)
    assert paused == replace(first, state=WebhookState.PAUSED) == await post.catalog.get(first.id)
    assert await post.store.pause(first.id, paused=False) == first
    await post.tell([event()])
    await post.store.remove(first.id)
    unknown: list[Awaitable[object]] = [
        post.catalog.get(first.id),
        post.store.remove(first.id),
        post.store.pause(first.id, paused=True),
        post.deliveries.list(first.id, PageRequest()),
        post.deliveries.add(first.id, event()),
        post.deliveries.retry(first.id, new_id()),
    ]
    for each in unknown:
        with pytest.raises(WebhookNotFound):
            await each
    with pytest.raises(DeliveryNotFound):
        await post.deliveries.retry(second.id, new_id())


async def test_an_event_is_queued_for_whom_it_is_told(post: Post) -> None:
    """A delivery has what it takes to sign and send it; no webhook is told of other types."""
    webhook, other = await post.made(), await post.made(EventType.ANSWER_FAILED)
    told = event()
    await post.tell([told])
    assert await post.due() == [webhook.id]
    claim = await post.queue.claim(webhook.id)
    assert claim is not None
    assert (claim.url, claim.secret, claim.attempts) == (webhook.url, SECRET, 1)
    assert (claim.type, claim.data) == (told.type, told.data)
    assert await post.due() == []
    await post.queue.end(claim, DELIVERED)
    [shown] = await post.shown(webhook)
    assert (shown.id, shown.subject_id) == (claim.event_id, told.subject_id)
    assert (shown.state, shown.attempts, shown.response_status) == (DeliveryState.DELIVERED, 1, 204)
    assert (shown.reason, shown.next_attempt_at) == (None, None)
    assert await post.shown(other) == ()


async def test_one_event_has_one_id_for_all_webhooks(post: Post) -> None:
    """A receiver behind two webhooks knows an event again."""
    one, two = await post.made(), await post.made()
    await post.tell([event()])
    assert [each.id for each in await post.shown(one)] == [
        each.id for each in await post.shown(two)
    ]


async def test_deliveries_are_listed_in_pages_and_by_state(post: Post) -> None:
    """The newest come first, of one state or of all."""
    webhook = await post.made()
    await post.tell([event(number=number) for number in range(3)])
    claim = await post.queue.claim(webhook.id)
    assert claim is not None
    await post.queue.end(claim, DEAD)
    ids = [each.id for each in await post.shown(webhook)]
    assert ids == sorted(ids, reverse=True)
    page = await post.deliveries.list(webhook.id, PageRequest(2))
    assert [each.id for each in page.items] == ids[:2]
    rest = await post.deliveries.list(webhook.id, PageRequest(2, page.next_cursor))
    assert ([each.id for each in rest.items], rest.next_cursor) == (ids[2:], None)
    assert [each.id for each in await post.shown(webhook, DeliveryState.DEAD)] == [claim.event_id]
    assert len(await post.shown(webhook, DeliveryState.PENDING)) == 2


async def test_a_failed_delivery_waits_and_so_do_later_ones_of_its_subject(post: Post) -> None:
    """Until it is due again nothing of its subject is sent; other subjects are not held back."""
    webhook, subject = await post.made(), new_id()
    await post.tell([event(subject, 1), event(subject, 2), event(number=3)])
    first = await post.queue.claim(webhook.id)
    assert first is not None
    other = await post.queue.claim(webhook.id)
    assert other is not None
    assert [each.data["number"] for each in (first, other)] == [1, 3]
    await post.queue.end(first, AGAIN)
    await post.queue.end(other, DELIVERED)
    assert await post.queue.claim(webhook.id) is None
    shown = (await post.shown(webhook))[-1]
    assert (shown.state, shown.response_status, shown.reason) == (
        *(DeliveryState.PENDING, 500, AGAIN.reason),
    )
    assert shown.next_attempt_at is not None
    await post.later(61.0)
    again = await post.queue.claim(webhook.id)
    assert again is not None
    assert (again.event_id, again.attempts) == (first.event_id, 2)
    await post.queue.end(again, DEAD)
    second = await post.queue.claim(webhook.id)
    assert second is not None
    assert second.data["number"] == 2


async def test_a_claim_runs_out_and_is_worth_nothing_then(post: Post) -> None:
    """A delivery whose sender is gone is sent by another one, who alone says what became of it."""
    webhook = await post.made()
    await post.tell([event()])
    lost = await post.queue.claim(webhook.id)
    assert lost is not None
    assert await post.queue.claim(webhook.id) is None
    await post.later(61.0)
    assert await post.due() == [webhook.id]
    taken = await post.queue.claim(webhook.id)
    assert taken is not None
    await post.queue.end(lost, DELIVERED)
    assert (await post.shown(webhook))[0].state is DeliveryState.PENDING
    await post.queue.end(taken, DEAD)
    assert (await post.shown(webhook))[0].state is DeliveryState.DEAD


async def test_a_dead_or_delivered_one_can_be_sent_again(post: Post) -> None:
    """A retry is due at once and counts from the start; one that is being sent goes on."""
    webhook = await post.made()
    added = await post.deliveries.add(webhook.id, event())
    for outcome in (DEAD, DELIVERED):
        claim = await post.queue.claim(webhook.id)
        assert claim is not None
        assert claim.attempts == 1
        held = await post.deliveries.retry(webhook.id, added.id)
        assert held.attempts == 1
        assert await post.queue.claim(webhook.id) is None
        await post.queue.end(claim, outcome)
        retried = await post.deliveries.retry(webhook.id, added.id)
        assert (retried.state, retried.attempts) == (DeliveryState.PENDING, 0)


async def test_a_paused_webhook_gets_its_events_when_it_is_resumed(post: Post) -> None:
    """Nothing is sent while it is paused, and nothing is lost."""
    webhook = await post.made()
    await post.tell([event(number=1)])
    await post.store.pause(webhook.id, paused=True)
    await post.tell([event(number=2)])
    assert await post.due() == []
    assert await post.queue.claim(webhook.id) is None
    await post.store.pause(webhook.id, paused=False)
    assert await post.due() == [webhook.id]
    assert len(await post.shown(webhook, DeliveryState.PENDING)) == 2


async def test_a_webhook_that_is_gone_is_told_nothing_more(post: Post) -> None:
    """Its delivery is dead, what waited stays, and only after it is resumed does more come."""
    webhook = await post.made()
    await post.tell([event(number=1), event(number=2)])
    claim = await post.queue.claim(webhook.id)
    assert claim is not None
    await post.queue.end(claim, GONE)
    assert (await post.catalog.get(webhook.id)).state is WebhookState.GONE
    await post.tell([event(number=3)])
    assert await post.queue.claim(webhook.id) is None
    assert len(await post.shown(webhook)) == 2
    await post.store.pause(webhook.id, paused=False)
    rest = await post.queue.claim(webhook.id)
    assert rest is not None
    assert rest.data["number"] == 2


async def test_old_deliveries_are_deleted(post: Post) -> None:
    """What was delivered is shown for a week, and the rest for a month."""
    webhook = await post.made()
    await post.tell([event(number=1), event(number=2)])
    claim = await post.queue.claim(webhook.id)
    assert claim is not None
    await post.queue.end(claim, DELIVERED)
    for days, left in ((6.9, 2), (0.2, 1), (22.8, 1), (0.2, 0)):
        await post.later(days * DAY)
        await post.queue.prune()
        assert len(await post.shown(webhook)) == left


async def test_what_waits_for_an_earlier_event_is_not_due(post: Post) -> None:
    """While the earlier one is sent, or waits to be sent again, there is nothing to look for."""
    webhook, subject = await post.made(), new_id()
    await post.tell([event(subject, 0), event(subject, 1)])
    claim = await post.queue.claim(webhook.id)
    assert claim is not None
    assert await post.due() == []
    await post.queue.end(claim, AGAIN)
    assert await post.due() == []
    await post.tell([event(new_id(), 2)])
    assert await post.due() == [webhook.id]
    other = await post.queue.claim(webhook.id)
    assert other is not None
    await post.queue.end(other, DELIVERED)
    assert await post.due() == []
    await post.later(61.0)
    assert await post.due() == [webhook.id]


async def test_events_of_a_subject_arrive_in_their_order_whatever_fails(post: Post) -> None:
    """However attempts end, no event overtakes an earlier one of its subject that is pending."""
    moments = random.Random(30)  # noqa: S311 - the same failures each time
    webhook, subjects = await post.made(), [new_id() for _ in range(3)]
    await post.tell([event(subjects[number % 3], number) for number in range(12)])
    ended: dict[UUID, list[object]] = {each: [] for each in subjects}
    claims = []
    while sum(map(len, ended.values())) < 12:
        if claim := await post.queue.claim(webhook.id):
            claims.append(claim)
        if claims and (claim is None or moments.random() < 0.5):
            claim = claims.pop(moments.randrange(len(claims)))
            outcome = moments.choice((DELIVERED, DEAD, AGAIN))
            await post.queue.end(claim, outcome)
            if outcome is not AGAIN:
                number = claim.data["number"]
                assert isinstance(number, int)
                ended[subjects[number % 3]].append(number)
        if moments.random() < 0.2 or not claims:
            await post.later(30.0)
            claims = [] if moments.random() < 0.2 else claims
            await post.later(31.0 if not claims else 0.0)
    assert ended == {each: list(range(start, 12, 3)) for start, each in enumerate(subjects)}
