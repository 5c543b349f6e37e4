"""Working off deliveries: to each webhook by itself, in the order of each subject."""

import asyncio
import json
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks import Webhook as Verifier

from application.access.acting import acting_principal
from application.identifiers import new_id
from application.webhooks.create_webhook import (
    MAX_WEBHOOKS,
    CreatedWebhook,
    CreateWebhook,
    NewWebhook,
)
from application.webhooks.send_delivery import SendDelivery
from application.webhooks.work_off_deliveries import WorkOffDeliveries
from domain.access.principal import worker_in
from domain.access.workspace import DEFAULT_WORKSPACE
from domain.errors import (
    DatabaseUnavailable,
    EndpointUnreachable,
    QuothError,
    SecretSealed,
    WebhookInvalid,
)
from domain.webhooks.delivery import DeliveryState
from domain.webhooks.events import Event
from domain.webhooks.outcome import Reply
from domain.webhooks.webhook import EventType
from tests.fakes.webhooks import (
    InMemoryDeliveryQueue,
    InMemoryDeliverySignals,
    InMemoryOutbox,
    InMemoryWebhookCatalog,
    InMemoryWebhookStore,
    ScriptedSender,
    Sent,
)

KIND = EventType.DOCUMENT_PROCESSED


class Desk:
    """An outbox, an endpoint, and who delivers. `skipped` is how far its clock is ahead."""

    def __init__(self) -> None:
        self.skipped = timedelta()
        self.outbox = InMemoryOutbox(lambda: datetime.now(UTC) + self.skipped)
        self.queue = InMemoryDeliveryQueue(self.outbox)
        self.sender = ScriptedSender()
        self.worker = WorkOffDeliveries(
            self.queue, InMemoryDeliverySignals(), SendDelivery(self.queue, self.sender)
        )

    async def made(self, url: str = "https://one.example") -> CreatedWebhook:
        create = CreateWebhook(
            InMemoryWebhookStore(self.outbox), InMemoryWebhookCatalog(self.outbox), self.sender
        )
        return await create.execute(NewWebhook(url, [KIND]))

    def tell(self, subject: UUID, number: int) -> None:
        self.outbox.tell(Event(KIND, subject, {"number": number}))

    def pending(self) -> int:
        return sum(
            each.shown.state is DeliveryState.PENDING
            for queued in self.outbox.queued.values()
            for each in queued
        )

    async def work_until(self, count: int) -> None:
        """Deliver until so many requests were sent, or nothing is pending."""
        working = asyncio.create_task(self.worker.execute())
        while len(self.sender.sent) < count and self.pending() and not working.done():
            await asyncio.sleep(0.001)
            self.skipped += timedelta(days=2)
        working.cancel()
        with suppress(asyncio.CancelledError):
            await working


def number_in(sent: Sent) -> Any:
    return json.loads(sent.body)["data"]["number"]


async def test_what_is_sent_is_signed_with_the_secret_of_its_webhook() -> None:
    """The official library verifies a request, and reads the event in it; a worker sent it."""
    desk, senders = Desk(), []

    def answer(_: Sent) -> Reply:
        senders.append(acting_principal())
        return Reply(204)

    desk.sender.answer = answer
    created = await desk.made()
    desk.tell(new_id(), 7)
    await desk.work_until(1)
    assert senders == [worker_in(DEFAULT_WORKSPACE.workspace_id)]
    [sent] = desk.sender.sent
    body = Verifier(created.secret).verify(sent.body, dict(sent.headers))
    assert (body["type"], body["data"]) == (KIND, {"number": 7})
    assert created.secret not in repr(created)


@given(
    st.lists(st.integers(0, 2), min_size=1, max_size=12),
    st.lists(st.sampled_from([204, 500, 429, None]), max_size=30),
)
def test_each_subject_gets_its_events_in_order_whatever_fails(
    subjects: list[int], answers: list[int | None]
) -> None:
    """At-least-once: every event arrives, and first arrivals of a subject are in their order."""

    async def run() -> None:
        desk, script = Desk(), list(answers)

        def answer(_: Sent) -> Reply | QuothError:
            status = script.pop() if script else 204
            return EndpointUnreachable() if status is None else Reply(status, 1.0)

        desk.sender.answer = answer
        await desk.made()
        ids = [new_id() for _ in range(3)]
        for number, subject in enumerate(subjects):
            desk.tell(ids[subject], number)
        await desk.work_until(1_000)
        arrived: defaultdict[int, list[int]] = defaultdict(list)
        for sent in desk.sender.sent:
            number = number_in(sent)
            if number not in arrived[subjects[number]]:
                arrived[subjects[number]].append(number)
        for subject, numbers in arrived.items():
            assert numbers == [at for at, each in enumerate(subjects) if each == subject]
        assert sum(map(len, arrived.values())) == len(subjects)

    asyncio.run(run())


async def test_a_slow_endpoint_delays_no_other() -> None:
    """While one endpoint does not answer, all events of another one are delivered."""
    desk, stuck = Desk(), asyncio.Event()
    slow = await desk.made("https://slow.example")
    await desk.made("https://quick.example")
    send = desk.sender.send

    async def send_or_hang(url: str, headers: Any, body: bytes) -> Reply:
        if url == slow.webhook.url:
            await stuck.wait()
        return await send(url, headers, body)

    desk.sender.send = send_or_hang  # type: ignore[method-assign] # the endpoint, not the code
    for number in range(5):
        desk.tell(new_id(), number)
    await desk.work_until(5)
    assert [(each.url, number_in(each)) for each in desk.sender.sent] == [
        ("https://quick.example", number) for number in range(5)
    ]


async def test_delivering_goes_on_when_the_database_is_back() -> None:
    """An outage of the queue ends nothing."""
    desk, outage = Desk(), [DatabaseUnavailable(), ValueError("odd")]
    await desk.made()
    due = desk.queue.due

    async def due_or_away() -> Any:
        if outage:
            raise outage.pop()
        return await due()

    desk.queue.due = due_or_away  # type: ignore[method-assign] # the outage, not the code
    desk.tell(new_id(), 1)
    await desk.work_until(1)
    assert len(desk.sender.sent) == 1


async def test_a_secret_that_cannot_be_read_is_logged_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """However often the queue is looked at: once for each webhook, until it is delivered to."""
    desk, sealed = Desk(), [True]
    claim, claims = desk.queue.claim, list[UUID]()

    async def claim_or_fail(webhook_id: UUID) -> Any:
        claims.append(webhook_id)
        if sealed:
            raise SecretSealed
        return await claim(webhook_id)

    desk.queue.claim = claim_or_fail  # type: ignore[method-assign] # the key, not the code
    for url in ("https://one.example", "https://two.example"):
        await desk.made(url)

    async def works(until: Callable[[], bool]) -> None:
        working = asyncio.create_task(desk.worker.execute())
        while not until():
            await asyncio.sleep(0.001)
            desk.skipped += timedelta(days=2)
        working.cancel()
        with suppress(asyncio.CancelledError):
            await working

    desk.tell(new_id(), 1)
    await works(lambda: len(claims) >= 6)
    assert [each.getMessage().endswith(SecretSealed.code) for each in caplog.records] == [True] * 2
    sealed.clear()
    await works(lambda: len(desk.sender.sent) == 2)
    sealed.append(True)
    claims.clear()
    desk.tell(new_id(), 2)
    await works(lambda: len(claims) >= 6)
    assert len(caplog.records) == 4


async def test_a_workspace_has_a_number_of_webhooks_at_most() -> None:
    """Each is told in a task of its own, so there are not more than the server can tell."""
    desk = Desk()
    for number in range(MAX_WEBHOOKS):
        made = await desk.made(f"https://{number}.example")
    with pytest.raises(WebhookInvalid, match="has 50 webhooks"):
        await desk.made()
    await InMemoryWebhookStore(desk.outbox).remove(made.webhook.id)
    await desk.made()
