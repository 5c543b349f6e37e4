"""The delivery of one event to one webhook."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class DeliveryState(StrEnum):
    """Where a delivery stands. One that is DEAD was given up, and can be retried by hand."""

    PENDING = "pending"
    DELIVERED = "delivered"
    DEAD = "dead"


@dataclass(frozen=True, slots=True)
class Delivery:
    """A delivery as it is shown.

    Attributes:
        id: The id of the event, the same for every webhook that is told of it.
        type: The type of the event.
        subject_id: The document or the answer that it is about.
        occurred_at: When it happened.
        attempts: How often it was sent, or tried to be.
        response_status: The status of the last response; None if there was none.
        reason: Why the last attempt failed; None if it did not.
        next_attempt_at: When it is sent next; None unless it is pending.
    """

    id: UUID
    type: str
    subject_id: UUID
    occurred_at: datetime
    state: DeliveryState = DeliveryState.PENDING
    attempts: int = 0
    response_status: int | None = None
    reason: str | None = None
    next_attempt_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class DueWebhook:
    """A webhook of a workspace for which something may be due."""

    workspace_id: UUID
    webhook_id: UUID


@dataclass(frozen=True, slots=True)
class DeliveryClaim:
    """A delivery that somebody is about to send.

    Attributes:
        webhook_id: Whom it is for.
        event_id: Which event.
        token: The fencing token of this attempt.
        attempts: How often it was begun, this attempt included.
        url: Where it is sent.
        secret: What it is signed with.
        type: The type of the event.
        occurred_at: When it happened.
        data: What is told of it.
    """

    webhook_id: UUID
    event_id: UUID
    token: UUID
    attempts: int
    url: str
    secret: str = field(repr=False)
    type: str
    occurred_at: datetime
    data: Mapping[str, object]
