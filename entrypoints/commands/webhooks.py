"""quoth webhooks: which addresses are told of events, and what became of these."""

from collections.abc import Sequence
from uuid import UUID

from rich.console import Console

from entrypoints.commands.json_output import print_json
from entrypoints.commands.terminal import print_line
from quoth import AsyncClient, Delivery, Webhook


async def list_webhooks(quoth: AsyncClient, console: Console, *, as_json: bool = False) -> int:
    """Print a line for each webhook, the oldest first, and return the exit status."""
    webhooks = [each async for each in quoth.webhooks.list()]
    if as_json:
        print_json(console, webhooks)
        return 0
    for webhook in webhooks:
        print_line(console, _webhook_line(webhook))
    if not webhooks and console.is_terminal:
        print_line(console, "There are no webhooks.")
    return 0


async def add_webhook(
    quoth: AsyncClient,
    console: Console,
    url: str,
    events: Sequence[str],
    description: str,
    *,
    as_json: bool = False,
) -> int:
    """Make a webhook, print its id and its secret, and return the exit status."""
    created = await quoth.webhooks.create(url, events, description=description)
    if as_json:
        print_json(console, created)
        return 0
    print_line(console, _webhook_line(created))
    print_line(console, f"Its secret, which is not shown again: {created.secret}")
    return 0


async def remove_webhook(
    quoth: AsyncClient, console: Console, webhook_id: UUID, *, as_json: bool = False
) -> int:
    """Delete a webhook, and return the exit status."""
    await quoth.webhooks.delete(webhook_id)
    if as_json:
        print_json(console, {"webhook_id": webhook_id, "deleted": True})
    else:
        print_line(console, f"deleted: {webhook_id}")
    return 0


async def pause_webhook(
    quoth: AsyncClient, console: Console, webhook_id: UUID, *, as_json: bool = False
) -> int:
    """Let the events of a webhook wait, and return the exit status."""
    return _print_webhook(console, await quoth.webhooks.pause(webhook_id), as_json=as_json)


async def resume_webhook(
    quoth: AsyncClient, console: Console, webhook_id: UUID, *, as_json: bool = False
) -> int:
    """Send the events of a webhook again, and return the exit status."""
    return _print_webhook(console, await quoth.webhooks.resume(webhook_id), as_json=as_json)


async def try_webhook(
    quoth: AsyncClient, console: Console, webhook_id: UUID, *, as_json: bool = False
) -> int:
    """Send an event that says nothing, and return the exit status."""
    delivery = await quoth.webhooks.test(webhook_id)
    if as_json:
        print_json(console, delivery)
    else:
        print_line(console, _delivery_line(delivery))
    return 0


async def list_deliveries(
    quoth: AsyncClient,
    console: Console,
    webhook_id: UUID,
    state: str | None,
    *,
    as_json: bool = False,
) -> int:
    """Print a line for each delivery, the newest first, and return the exit status."""
    deliveries = [each async for each in quoth.webhooks.deliveries(webhook_id, state=state)]
    if as_json:
        print_json(console, deliveries)
        return 0
    for delivery in deliveries:
        print_line(console, _delivery_line(delivery))
    if not deliveries and console.is_terminal:
        print_line(console, "There are no such deliveries.")
    return 0


async def retry_deliveries(
    quoth: AsyncClient,
    console: Console,
    webhook_id: UUID,
    delivery_ids: Sequence[UUID],
    *,
    as_json: bool = False,
) -> int:
    """Send deliveries again: these, or all that were given up. Returns the exit status."""
    if not delivery_ids:
        dead = quoth.webhooks.deliveries(webhook_id, state="dead")
        # the oldest first, as they happened
        delivery_ids = [each.delivery_id async for each in dead][::-1]
    retried = [await quoth.webhooks.retry(webhook_id, each) for each in delivery_ids]
    if as_json:
        print_json(console, retried)
        return 0
    for delivery in retried:
        print_line(console, f"will be sent again: {delivery.delivery_id}  {delivery.type}")
    if not retried:
        print_line(console, "No delivery was given up.")
    return 0


def _print_webhook(console: Console, webhook: Webhook, *, as_json: bool) -> int:
    if as_json:
        print_json(console, webhook)
    else:
        print_line(console, _webhook_line(webhook))
    return 0


def _webhook_line(webhook: Webhook) -> str:
    facts = ", ".join(webhook.events)
    words = f" ({webhook.description})" if webhook.description else ""
    return f"{webhook.webhook_id}  {webhook.state:<6}  {webhook.url}{words}  {facts}"


def _delivery_line(delivery: Delivery) -> str:
    facts = [f"attempt {delivery.attempts}"]
    if delivery.reason:
        facts.append(delivery.reason)
    if delivery.next_attempt_at:
        facts.append(f"next at {delivery.next_attempt_at:%Y-%m-%d %H:%M:%S} UTC")
    return (
        f"{delivery.delivery_id}  {delivery.state:<9}  {delivery.type}"
        f"  {delivery.subject_id} ({', '.join(facts)})"
    )
