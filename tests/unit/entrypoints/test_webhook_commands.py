"""quoth webhooks: what it prints, and what it changes."""

import json
from io import StringIO
from typing import Any
from uuid import UUID

from rich.console import Console

from application.webhooks.send_delivery import SendDelivery
from domain.webhooks.outcome import Reply
from entrypoints.commands.webhooks import (
    add_webhook,
    list_deliveries,
    list_webhooks,
    pause_webhook,
    remove_webhook,
    resume_webhook,
    retry_deliveries,
    try_webhook,
)
from tests.fakes.webhooks import InMemoryDeliveryQueue
from tests.fakes.wiring import Fakes, fake_container
from tests.support.clients import client_of

URL, EVENTS = "https://example.org/hook", ["document.deleted"]


class Desk:
    """A library with webhooks, and a console."""

    def __init__(self) -> None:
        self.fakes = Fakes()
        self.quoth = client_of(fake_container(self.fakes))
        self.output = StringIO()
        self.console = Console(file=self.output, width=200)

    def printed(self) -> str:
        """Return what was printed since this was last asked."""
        text = self.output.getvalue()
        self.output.truncate(self.output.seek(0))
        return text

    async def deliver(self, status: int) -> None:
        """Send all that is due, to an endpoint that answers so."""
        queue = InMemoryDeliveryQueue(self.fakes.outbox)
        self.fakes.sender.answer = lambda _: Reply(status)
        for due in await queue.due():
            while claim := await queue.claim(due.webhook_id):
                await SendDelivery(queue, self.fakes.sender).execute(claim)

    async def added(self) -> UUID:
        await add_webhook(self.quoth, self.console, URL, EVENTS, "", as_json=True)
        return UUID(json.loads(self.printed())["webhook_id"])


async def test_webhooks_are_added_listed_and_removed() -> None:
    """The secret is printed when a webhook is added, and never again."""
    desk = Desk()
    assert await add_webhook(desk.quoth, desk.console, URL, EVENTS, "For us") == 0
    line, secret = desk.printed().splitlines()
    assert line.endswith("active  https://example.org/hook (For us)  document.deleted")
    assert secret.startswith("Its secret, which is not shown again: whsec_")
    await list_webhooks(desk.quoth, desk.console)
    assert desk.printed() == f"{line}\n"
    await list_webhooks(desk.quoth, desk.console, as_json=True)
    [webhook] = json.loads(desk.printed())
    assert (webhook["url"], webhook["events"], "secret" in webhook) == (URL, EVENTS, False)
    webhook_id = UUID(webhook["webhook_id"])
    assert await remove_webhook(desk.quoth, desk.console, webhook_id, as_json=True) == 0
    assert json.loads(desk.printed()) == {"webhook_id": str(webhook_id), "deleted": True}
    await list_webhooks(desk.quoth, desk.console)
    assert desk.printed() == ""


async def test_a_webhook_is_paused_resumed_and_tried() -> None:
    """Each change prints the webhook as it is then; one whose address is gone can be resumed."""
    desk = Desk()
    webhook_id = await desk.added()
    assert await pause_webhook(desk.quoth, desk.console, webhook_id) == 0
    assert desk.printed().startswith(f"{webhook_id}  paused  https://")
    assert await resume_webhook(desk.quoth, desk.console, webhook_id, as_json=True) == 0
    assert json.loads(desk.printed())["state"] == "active"
    assert await try_webhook(desk.quoth, desk.console, webhook_id) == 0
    assert f"pending    webhook.test  {webhook_id} (attempt 0" in desk.printed()
    await desk.deliver(410)
    await list_webhooks(desk.quoth, desk.console)
    assert f"{webhook_id}  gone" in desk.printed()
    assert await resume_webhook(desk.quoth, desk.console, webhook_id) == 0
    assert f"{webhook_id}  active" in desk.printed()
    assert await try_webhook(desk.quoth, desk.console, webhook_id, as_json=True) == 0
    assert json.loads(desk.printed())["type"] == "webhook.test"


async def test_deliveries_are_listed_with_what_became_of_them() -> None:
    """A line says the state, the attempts, why the last one failed and when the next one is."""
    desk = Desk()
    webhook_id = await desk.added()
    await desk.quoth.webhooks.test(webhook_id)
    await desk.deliver(500)
    await list_deliveries(desk.quoth, desk.console, webhook_id, None)
    line = desk.printed()
    assert f"pending    webhook.test  {webhook_id} (attempt 1, The endpoint answered 500." in line
    assert ", next at 20" in line
    await list_deliveries(desk.quoth, desk.console, webhook_id, "dead", as_json=True)
    assert json.loads(desk.printed()) == []


async def test_all_that_was_given_up_or_some_can_be_sent_again() -> None:
    """Without ids, dead deliveries are retried, in the order in which they happened."""
    desk = Desk()
    webhook_id = await desk.added()
    tests: list[Any] = [await desk.quoth.webhooks.test(webhook_id) for _ in range(2)]
    await retry_deliveries(desk.quoth, desk.console, webhook_id, [])
    assert desk.printed() == "No delivery was given up.\n"
    await desk.deliver(410)
    await desk.quoth.webhooks.resume(webhook_id)
    await desk.deliver(410)
    await desk.quoth.webhooks.resume(webhook_id)
    await retry_deliveries(desk.quoth, desk.console, webhook_id, [])
    lines = desk.printed().splitlines()
    ids = [str(each.delivery_id) for each in tests]
    assert lines == [f"will be sent again: {each}  webhook.test" for each in ids]
    await desk.deliver(204)
    retry = [tests[0].delivery_id]
    await retry_deliveries(desk.quoth, desk.console, webhook_id, retry, as_json=True)
    [again] = json.loads(desk.printed())
    assert (again["delivery_id"], again["state"]) == (ids[0], "pending")
