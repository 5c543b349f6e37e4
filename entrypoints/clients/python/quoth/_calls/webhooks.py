"""Requests about webhooks and their deliveries."""

from collections.abc import Sequence

from quoth._call import Call, Id, nothing, returns, returns_page, without_none
from quoth.types import CreatedWebhook, Delivery, Page, Webhook

WEBHOOKS = "/api/webhook/"
PAGE = 200


def create(url: str, events: Sequence[str], description: str) -> Call[CreatedWebhook]:
    """Make a webhook."""
    body = {"url": url, "events": list(events), "description": description}
    return Call("POST", WEBHOOKS, returns(CreatedWebhook), body=body, repeatable=False)


def list_webhooks(cursor: str | None) -> Call[Page[Webhook]]:
    """Read a page of the webhooks."""
    params = without_none(limit=PAGE, cursor=cursor)
    return Call("GET", WEBHOOKS, returns_page(Webhook), params)


def get(webhook_id: Id) -> Call[Webhook]:
    """Read a webhook."""
    return Call("GET", f"{WEBHOOKS}{webhook_id}/", returns(Webhook))


def pause(webhook_id: Id, *, paused: bool) -> Call[Webhook]:
    """Pause or resume a webhook."""
    body = {"paused": paused}
    return Call("PATCH", f"{WEBHOOKS}{webhook_id}/", returns(Webhook), body=body)


def delete(webhook_id: Id) -> Call[None]:
    """Delete a webhook."""
    return Call("DELETE", f"{WEBHOOKS}{webhook_id}/", nothing, repeatable=False)


def test(webhook_id: Id) -> Call[Delivery]:
    """Send an event that tries out a webhook."""
    return Call("POST", f"{WEBHOOKS}{webhook_id}/test/", returns(Delivery), repeatable=False)


def deliveries(webhook_id: Id, cursor: str | None, state: str | None) -> Call[Page[Delivery]]:
    """Read a page of the deliveries to a webhook."""
    params = without_none(limit=PAGE, cursor=cursor, state=state)
    return Call("GET", f"{WEBHOOKS}{webhook_id}/delivery/", returns_page(Delivery), params)


def retry(webhook_id: Id, delivery_id: Id) -> Call[Delivery]:
    """Send a delivery again."""
    path = f"{WEBHOOKS}{webhook_id}/delivery/{delivery_id}/retry/"
    return Call("POST", path, returns(Delivery))
