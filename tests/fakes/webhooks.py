"""In-memory webhooks and deliveries behind the ports, and an endpoint with a script."""

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from application.identifiers import new_id
from application.ports.delivery_queue import DeliveryQueue
from application.ports.delivery_signals import DeliverySignals
from application.ports.webhook_catalog import WebhookCatalog
from application.ports.webhook_deliveries import WebhookDeliveries
from application.ports.webhook_sender import WebhookSender
from application.ports.webhook_store import WebhookStore
from domain.access.workspace import DEFAULT_WORKSPACE
from domain.errors import DeliveryNotFound, QuothError, WebhookInvalid, WebhookNotFound
from domain.paging import Page, PageRequest
from domain.webhooks.delivery import Delivery, DeliveryClaim, DeliveryState, DueWebhook
from domain.webhooks.events import Event
from domain.webhooks.outcome import Outcome, Reply
from domain.webhooks.webhook import Webhook, WebhookState

LEASE = timedelta(seconds=60)


@dataclass
class Queued:
    """One delivery with what is stored beside it."""

    shown: Delivery
    data: Mapping[str, object]
    due_at: datetime
    token: UUID | None = None
    leased_until: datetime | None = None
    ended_at: datetime | None = None

    def is_held(self, now: datetime) -> bool:
        return self.leased_until is not None and self.leased_until > now


@dataclass
class InMemoryOutbox:
    """All webhooks, their secrets and their deliveries, in the order of the events."""

    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    webhooks: dict[UUID, Webhook] = field(default_factory=dict)
    secrets: dict[UUID, str] = field(default_factory=dict)
    queued: dict[UUID, list[Queued]] = field(default_factory=dict)

    def of(self, webhook_id: UUID) -> list[Queued]:
        """Return the deliveries of a webhook."""
        if webhook_id not in self.webhooks:
            raise WebhookNotFound
        return self.queued[webhook_id]

    def tell(self, event: Event) -> None:
        """Queue an event for the webhooks that are told of its type."""
        event_id = new_id()
        for webhook in self.webhooks.values():
            if event.type in webhook.events and webhook.state is not WebhookState.GONE:
                self.queue(webhook.id, event, event_id)

    def queue(self, webhook_id: UUID, event: Event, event_id: UUID) -> Delivery:
        """Queue an event for one webhook."""
        now = self.clock()
        shown = Delivery(event_id, event.type, event.subject_id, now, next_attempt_at=now)
        self.of(webhook_id).append(Queued(shown, event.data, now))
        return shown


class InMemoryWebhookStore(WebhookStore):
    """Writes the webhooks of an InMemoryOutbox."""

    def __init__(self, outbox: InMemoryOutbox) -> None:
        self.outbox = outbox

    async def add(self, webhook: Webhook, secret: str) -> None:
        self.outbox.webhooks[webhook.id] = webhook
        self.outbox.secrets[webhook.id] = secret
        self.outbox.queued[webhook.id] = []

    async def pause(self, webhook_id: UUID, *, paused: bool) -> Webhook:
        self.outbox.of(webhook_id)
        state = WebhookState.PAUSED if paused else WebhookState.ACTIVE
        webhook = replace(self.outbox.webhooks[webhook_id], state=state)
        self.outbox.webhooks[webhook_id] = webhook
        return webhook

    async def remove(self, webhook_id: UUID) -> None:
        self.outbox.of(webhook_id)
        for each in (self.outbox.webhooks, self.outbox.secrets, self.outbox.queued):
            del each[webhook_id]


class InMemoryWebhookCatalog(WebhookCatalog):
    """Shows the webhooks of an InMemoryOutbox."""

    def __init__(self, outbox: InMemoryOutbox) -> None:
        self.outbox = outbox

    async def get(self, webhook_id: UUID) -> Webhook:
        self.outbox.of(webhook_id)
        return self.outbox.webhooks[webhook_id]

    async def list(self, page: PageRequest[UUID]) -> Page[Webhook, UUID]:
        found = [
            webhook
            for _, webhook in sorted(self.outbox.webhooks.items())
            if page.after is None or webhook.id > page.after
        ]
        items = tuple(found[: page.limit])
        return Page(items, items[-1].id if len(found) > page.limit else None)


class InMemoryWebhookDeliveries(WebhookDeliveries):
    """Shows the deliveries of an InMemoryOutbox."""

    def __init__(self, outbox: InMemoryOutbox) -> None:
        self.outbox = outbox

    async def list(
        self, webhook_id: UUID, page: PageRequest[UUID], state: DeliveryState | None = None
    ) -> Page[Delivery, UUID]:
        found = [
            each.shown
            for each in reversed(self.outbox.of(webhook_id))
            if page.after is None or each.shown.id < page.after
            if state in (None, each.shown.state)
        ]
        items = tuple(found[: page.limit])
        return Page(items, items[-1].id if len(found) > page.limit else None)

    async def add(self, webhook_id: UUID, event: Event) -> Delivery:
        return self.outbox.queue(webhook_id, event, new_id())

    async def retry(self, webhook_id: UUID, delivery_id: UUID) -> Delivery:
        now = self.outbox.clock()
        for each in self.outbox.of(webhook_id):
            if each.shown.id == delivery_id:
                if not each.is_held(now):
                    each.shown = replace(
                        each.shown, state=DeliveryState.PENDING, attempts=0, next_attempt_at=now
                    )
                    each.due_at = now
                    each.token = each.leased_until = each.ended_at = None
                return each.shown
        raise DeliveryNotFound


class InMemoryDeliveryQueue(DeliveryQueue):
    """Leases the deliveries of an InMemoryOutbox."""

    def __init__(self, outbox: InMemoryOutbox) -> None:
        self.outbox = outbox

    async def due(self) -> Sequence[DueWebhook]:
        # an InMemoryOutbox is that of one workspace
        workspace_id = DEFAULT_WORKSPACE.workspace_id
        return [
            DueWebhook(workspace_id, each) for each in self.outbox.webhooks if any(self._due(each))
        ]

    async def claim(self, webhook_id: UUID) -> DeliveryClaim | None:
        free = list(self._due(webhook_id))
        if not free:
            return None
        taken = min(free, key=lambda each: each.due_at)
        taken.token, taken.leased_until = uuid4(), self.outbox.clock() + LEASE
        taken.shown = replace(taken.shown, attempts=taken.shown.attempts + 1)
        return DeliveryClaim(
            webhook_id=webhook_id,
            event_id=taken.shown.id,
            token=taken.token,
            attempts=taken.shown.attempts,
            url=self.outbox.webhooks[webhook_id].url,
            secret=self.outbox.secrets[webhook_id],
            type=taken.shown.type,
            occurred_at=taken.shown.occurred_at,
            data=taken.data,
        )

    async def end(self, claim: DeliveryClaim, outcome: Outcome) -> None:
        if outcome.gone:
            webhook = self.outbox.webhooks[claim.webhook_id]
            self.outbox.webhooks[webhook.id] = replace(webhook, state=WebhookState.GONE)
        now = self.outbox.clock()
        for each in self.outbox.queued.get(claim.webhook_id, []):
            if each.token == claim.token:
                is_pending = outcome.state is DeliveryState.PENDING
                each.due_at = now + timedelta(seconds=outcome.retry_in)
                each.token, each.leased_until = None, None
                each.ended_at = None if is_pending else now
                each.shown = replace(
                    each.shown,
                    state=outcome.state,
                    response_status=outcome.response_status,
                    reason=outcome.reason,
                    next_attempt_at=each.due_at if is_pending else None,
                )

    async def prune(self) -> None:
        week, month = (self.outbox.clock() - timedelta(days=days) for days in (7, 30))
        for webhook_id, queued in self.outbox.queued.items():
            self.outbox.queued[webhook_id] = [
                each
                for each in queued
                if each.shown.occurred_at >= month
                if each.shown.state is not DeliveryState.DELIVERED
                or (each.ended_at is not None and each.ended_at >= week)
            ]

    def _due(self, webhook_id: UUID) -> Iterator[Queued]:
        webhook, now = self.outbox.webhooks.get(webhook_id), self.outbox.clock()
        if webhook is None or webhook.state is not WebhookState.ACTIVE:
            return
        earlier: set[UUID] = set()
        for each in self.outbox.queued[webhook_id]:
            if each.shown.state is DeliveryState.PENDING:
                is_first = each.shown.subject_id not in earlier
                if is_first and each.due_at <= now and not each.is_held(now):
                    yield each
                earlier.add(each.shown.subject_id)


class InMemoryDeliverySignals(DeliverySignals):
    """Tells of everything at once: who waits looks at the queue again immediately."""

    async def wait(self, seconds: float) -> None:  # noqa: ARG002 - nothing is waited for
        await asyncio.sleep(0.001)


@dataclass(frozen=True)
class Sent:
    """A request that was sent."""

    url: str
    headers: Mapping[str, str]
    body: bytes


class ScriptedSender(WebhookSender):
    """Answers as `answer` says, by default 204, and records what was sent.

    Attributes:
        answer: Returns a reply, or raises an error.
        sent: What was sent, in order.
        refused: The addresses that may not be sent to.
    """

    def __init__(self) -> None:
        self.answer: Callable[[Sent], Reply | QuothError] = lambda _: Reply(204)
        self.sent: list[Sent] = []
        self.refused: set[str] = set()

    async def check(self, url: str) -> None:
        if url in self.refused:
            raise WebhookInvalid

    async def send(self, url: str, headers: Mapping[str, str], body: bytes) -> Reply:
        await asyncio.sleep(0)
        sent = Sent(url, headers, body)
        self.sent.append(sent)
        answer = self.answer(sent)
        if isinstance(answer, QuothError):
            raise answer
        return answer
