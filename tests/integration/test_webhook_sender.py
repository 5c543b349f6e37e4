"""Requests to endpoints that fail, hang, redirect, say too much, or are where none may be."""

import asyncio
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from adapters.webhooks.http_sender import HttpWebhookSender
from domain.errors import EndpointUnreachable, WebhookInvalid
from domain.public_addresses import is_public
from domain.webhooks.outcome import Reply
from tests.support.receivers import Answer, Receiver, a_receiver
from tests.support.serving import serving

PUBLIC = "127.0.0.2"  # stands for an address of the internet
SILENT = "127.0.0.3"  # another one, where nobody listens
PRIVATE = "127.0.0.1"


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A receiver at a public address."""
    with a_receiver(PUBLIC) as receiver:
        yield receiver


def only_public(address: str) -> bool:
    """Whether an address is one of the internet, as which 127.0.0.2 and .3 count here."""
    return address in (PUBLIC, SILENT) or is_public(address)


def sender(seconds: float = 30.0, **names: Sequence[str]) -> HttpWebhookSender:
    """Return a sender, with names for hosts. A host without a name is not found."""

    async def looked_up(host: str, _: int) -> Sequence[str]:
        if host.replace(".", "").isdigit():
            return [host]
        if found := names.get(host.partition(".")[0]):
            return found
        raise OSError("not found")

    return HttpWebhookSender(only_public, looked_up, seconds)


async def test_a_request_arrives_as_it_was_sent(receiver: Receiver) -> None:
    """The host, the path and the headers are those of the webhook; the body is sent unchanged."""
    client = sender(hooks=[SILENT, PUBLIC])
    reply = await client.send(
        f"http://hooks.example:{receiver.port}/a?b=c%20d", {"webhook-id": "1"}, b'{"a": "\xc3\xbc"}'
    )
    assert reply == Reply(204)
    [got] = receiver.received
    assert (got.path, got.body) == ("/a?b=c%20d", b'{"a": "\xc3\xbc"}')
    headers = {name.lower(): value for name, value in got.headers.items()}
    assert headers["host"] == f"hooks.example:{receiver.port}"
    assert (headers["webhook-id"], headers["content-type"]) == ("1", "application/json")
    await client.close()


async def test_only_the_status_and_the_time_to_wait_are_read(receiver: Receiver) -> None:
    """A redirection is not followed, a body without an end is cut off, and dates are understood."""
    client, later = sender(), datetime.now(UTC) + timedelta(hours=1)
    with a_receiver(PRIVATE) as inside:
        receiver.script += [
            Answer(302, {"Location": inside.url}),
            Answer(200, endless=True),
            Answer(429, {"Retry-After": "120"}),
            Answer(503, {"Retry-After": format_datetime(later, usegmt=True)}),
            Answer(503, {"Retry-After": "soon"}),
        ]
        replies = [await client.send(receiver.url, {}, b"{}") for _ in range(5)]
        assert inside.received == []
    assert [each.status for each in replies] == [302, 200, 429, 503, 503]
    waits = [each.retry_after for each in replies]
    assert (waits[:3], waits[4]) == ([None, None, 120.0], None)
    assert waits[3] is not None
    assert 3_000 < waits[3] <= 3_600
    await client.close()


async def test_an_endpoint_that_does_not_answer_is_unreachable(receiver: Receiver) -> None:
    """It hangs, is gone, has no address, or cuts the connection; the reason has no address."""
    receiver.script.append(Answer(hang=True))
    port = receiver.port
    with pytest.raises(EndpointUnreachable, match=r"did not answer within 0.2 seconds"):
        await sender(0.2).send(receiver.url, {}, b"{}")
    receiver.close()
    for url in (f"http://{PUBLIC}:{port}/", "http://nowhere.example/", f"https://{PUBLIC}:{port}/"):
        with pytest.raises(EndpointUnreachable, match="cannot be reached") as failure:
            await sender().send(url, {}, b"{}")
        assert "example" not in failure.value.message
        assert PUBLIC not in failure.value.message

    async def cut_off(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()

    async with serving(cut_off, PUBLIC) as port:
        with pytest.raises(EndpointUnreachable, match="cannot be reached"):
            await sender().send(f"http://{PUBLIC}:{port}/", {}, b"{}")


async def test_nothing_is_sent_into_a_private_network() -> None:
    """Neither to an address nor to a name of one, also if only one of several addresses is one."""
    with a_receiver(PRIVATE) as inside:
        client = sender(inner=[PRIVATE], mixed=[PUBLIC, PRIVATE], outer=[PUBLIC])
        port = inside.port
        for host in (PRIVATE, "inner.example", "mixed.example"):
            url = f"http://{host}:{port}/"
            with pytest.raises(WebhookInvalid, match="QUOTH_WEBHOOK_PRIVATE_ADDRESSES"):
                await client.check(url)
            with pytest.raises(EndpointUnreachable, match="QUOTH_WEBHOOK_PRIVATE_ADDRESSES"):
                await client.send(url, {}, b"{}")
        assert inside.received == []
        await client.check("http://outer.example/")
        await client.check("http://not-yet.example/")  # it may have an address later


async def test_the_address_that_was_checked_is_connected_to() -> None:
    """A name that leads elsewhere at its second look-up cannot lead inside."""
    answers = [[PUBLIC], [PRIVATE]]

    async def rebinding(_: str, __: int) -> Sequence[str]:
        return answers.pop(0)

    with a_receiver(PRIVATE) as inside:
        client = HttpWebhookSender(only_public, rebinding)
        with pytest.raises(EndpointUnreachable, match="cannot be reached"):
            await client.send(f"http://rebinding.example:{inside.port}/", {}, b"{}")
        assert inside.received == []


async def test_an_address_that_httpx_cannot_read_is_refused() -> None:
    """A host that no name can be is refused when the webhook is made."""
    with pytest.raises(WebhookInvalid):
        await sender().check(f"http://{'a' * 70}.xn--\xfc.example/")
