"""The wire types of webhooks."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from application.webhooks.create_webhook import CreatedWebhook, NewWebhook
from domain.webhooks.delivery import Delivery, DeliveryState
from domain.webhooks.webhook import (
    MAX_DESCRIPTION,
    MAX_URL,
    EventType,
    Webhook,
    WebhookState,
)
from entrypoints.api.openapi import says


class WebhookBody(Struct, forbid_unknown_fields=True):
    """A webhook to be made: an address of http or https, and what it is told of."""

    url: Annotated[str, says(pattern="^\\s*https?://", maxLength=MAX_URL)]
    events: Annotated[list[EventType], Meta(min_length=1, max_length=100)]
    description: Annotated[str, says(maxLength=MAX_DESCRIPTION)] = ""

    def asked(self) -> NewWebhook:
        """Return what this asks for."""
        return NewWebhook(self.url, self.events, self.description)


class WebhookChange(Struct, forbid_unknown_fields=True):
    """Whether a webhook is paused. One that is gone is resumed by `false`, too."""

    paused: bool


class WebhookView(Struct, kw_only=True):
    """An address that is told of events.

    While `state` is `paused`, its events wait. It is `gone` once its endpoint answered 410: it has
    no new events until it is resumed.
    """

    webhook_id: UUID
    url: str
    events: list[EventType]
    description: str
    state: WebhookState
    created_at: datetime

    @classmethod
    def of(cls, webhook: Webhook) -> "WebhookView":
        """Return the wire type of a webhook."""
        return WebhookView(
            webhook_id=webhook.id,
            url=webhook.url,
            events=list(webhook.events),
            description=webhook.description,
            state=webhook.state,
            created_at=webhook.created_at,
        )


class WebhookCreated(WebhookView, kw_only=True):
    """A webhook that was made. Its secret, which verifies the signatures, is shown this once."""

    secret: str

    @classmethod
    def made(cls, created: CreatedWebhook) -> "WebhookCreated":
        """Return the wire type of a webhook with its secret."""
        view = WebhookView.of(created.webhook)
        fields = {name: getattr(view, name) for name in view.__struct_fields__}
        return cls(**fields, secret=created.secret)


class DeliveryView(Struct, kw_only=True):
    """The delivery of one event. Its id is the event's, sent as `webhook-id`.

    `reason` says why the last attempt failed. A `dead` delivery was given up; `retry` sends it
    again. `next_attempt_at` is null unless it is `pending`.
    """

    delivery_id: UUID
    type: str
    subject_id: UUID
    occurred_at: datetime
    state: DeliveryState
    attempts: int
    response_status: int | None
    reason: str | None
    next_attempt_at: datetime | None

    @classmethod
    def of(cls, delivery: Delivery) -> "DeliveryView":
        """Return the wire type of a delivery."""
        return cls(
            delivery_id=delivery.id,
            type=delivery.type,
            subject_id=delivery.subject_id,
            occurred_at=delivery.occurred_at,
            state=delivery.state,
            attempts=delivery.attempts,
            response_status=delivery.response_status,
            reason=delivery.reason,
            next_attempt_at=delivery.next_attempt_at,
        )
