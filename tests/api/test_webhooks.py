"""Webhooks over HTTP."""

from typing import Any

import pytest

from application.identifiers import new_id
from application.webhooks.send_delivery import SendDelivery
from domain.webhooks.outcome import Reply
from domain.webhooks.webhook import EventType
from tests.api.client import Client, problem_of
from tests.fakes.webhooks import InMemoryDeliveryQueue
from tests.fakes.wiring import Fakes

URL = "https://example.org/hook"


async def made(client: Client, **changes: Any) -> dict[str, Any]:
    body = {"url": URL, "events": ["document.failed", "document.processed"], **changes}
    response = await client.http.post("/api/webhook/", json=body)
    assert response.status_code == 201, response.text
    webhook: dict[str, Any] = response.json()
    assert response.headers["location"] == f"/api/webhook/{webhook['webhook_id']}/"
    return webhook


async def deliver(fakes: Fakes, webhook: dict[str, Any]) -> None:
    """Send what is due, once each."""
    queue = InMemoryDeliveryQueue(fakes.outbox)
    for due in await queue.due():
        assert str(due.webhook_id) == webhook["webhook_id"]
        while claim := await queue.claim(due.webhook_id):
            await SendDelivery(queue, fakes.sender).execute(claim)


async def test_a_webhook_is_made_read_paused_and_deleted(client: Client) -> None:
    """Its secret is in the response that makes it, and nowhere else."""
    webhook = await made(client, description=" For us ")
    secret = webhook.pop("secret")
    assert secret.startswith("whsec_")
    assert (webhook["url"], webhook["description"], webhook["state"]) == (URL, "For us", "active")
    assert webhook["events"] == ["document.processed", "document.failed"]
    address = f"/api/webhook/{webhook['webhook_id']}/"
    assert (await client.http.get(address)).json() == webhook
    other = await made(client)
    first = (await client.http.get("/api/webhook/", params={"limit": 1})).json()
    assert first["items"] == [webhook]
    cursor = {"cursor": first["next_cursor"]}
    [second] = (await client.http.get("/api/webhook/", params=cursor)).json()["items"]
    assert second["webhook_id"] == other["webhook_id"]
    for paused, state in ((True, "paused"), (False, "active")):
        changed = await client.http.patch(address, json={"paused": paused})
        assert (changed.status_code, changed.json()) == (200, {**webhook, "state": state})
    assert (await client.http.delete(address)).status_code == 204
    for response in (
        await client.http.get(address),
        await client.http.delete(address),
        await client.http.patch(address, json={"paused": True}),
        await client.http.post(f"{address}test/"),
        await client.http.get(f"{address}delivery/"),
        await client.http.post(f"{address}delivery/{new_id()}/retry/"),
    ):
        assert problem_of(response)["code"] == "webhook_not_found"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"url": "ftp://example.org", "events": ["answer.failed"]}, "webhook_invalid"),
        ({"url": "https://me:pw@example.org", "events": ["answer.failed"]}, "webhook_invalid"),
        ({"url": "https://10.0.0.1/", "events": ["answer.failed"]}, "webhook_invalid"),
        ({"url": URL, "events": []}, "invalid_request"),
        ({"url": URL, "events": ["document.read"]}, "invalid_request"),
        ({"url": URL}, "invalid_request"),
        ({"url": URL, "events": ["answer.failed"], "secret": "mine"}, "invalid_request"),
        ({"url": URL, "events": ["answer.failed"], "description": "a" * 501}, "webhook_invalid"),
    ],
)
async def test_what_cannot_be_a_webhook_is_refused(
    client: Client, fakes: Fakes, body: dict[str, Any], code: str
) -> None:
    """A refusal says why, and makes none."""
    fakes.sender.refused.add("https://10.0.0.1/")
    response = await client.http.post("/api/webhook/", json=body)
    assert (response.status_code, problem_of(response)["code"]) == (400, code)
    assert (await client.http.get("/api/webhook/")).json()["items"] == []


async def test_a_test_is_delivered_and_can_be_sent_again(client: Client, fakes: Fakes) -> None:
    """Deliveries show what became of them; a dead one can be retried, and is then found again."""
    webhook = await made(client, events=[each.value for each in EventType])
    address = f"/api/webhook/{webhook['webhook_id']}/"
    fakes.sender.answer = lambda _: Reply(410)
    queued = await client.http.post(f"{address}test/")
    assert (queued.status_code, queued.json()["state"]) == (202, "pending")
    assert queued.json()["type"] == "webhook.test"
    await deliver(fakes, webhook)
    [dead] = (await client.http.get(f"{address}delivery/?state=dead")).json()["items"]
    assert dead["delivery_id"] == queued.json()["delivery_id"]
    assert (dead["attempts"], dead["response_status"], dead["next_attempt_at"]) == (1, 410, None)
    assert "410" in dead["reason"]
    assert (await client.http.get(address)).json()["state"] == "gone"
    await client.http.patch(address, json={"paused": False})
    again = await client.http.post(f"{address}delivery/{dead['delivery_id']}/retry/")
    assert (again.status_code, again.json()["state"]) == (202, "pending")
    fakes.sender.answer = lambda _: Reply(204)
    await deliver(fakes, webhook)
    page = (await client.http.get(f"{address}delivery/?limit=1")).json()
    assert (page["items"][0]["state"], page["next_cursor"]) == ("delivered", None)
    unknown = await client.http.post(f"{address}delivery/{new_id()}/retry/")
    assert problem_of(unknown)["code"] == "delivery_not_found"
