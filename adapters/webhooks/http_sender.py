"""Sends requests to endpoints over HTTP."""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx

from adapters.pinned_http import AddressRefused, PinnedHttp, Resolve, resolve
from application.ports.webhook_sender import WebhookSender
from domain.errors import EndpointUnreachable, WebhookInvalid
from domain.public_addresses import is_public
from domain.webhooks.outcome import Reply

SECONDS = 15.0
DRAIN_SECONDS = 1.0
DRAINED_BYTES = 64 * 1024
NOT_PUBLIC = (
    "The address of the endpoint is one of a private network, which is not sent to."
    " QUOTH_WEBHOOK_PRIVATE_ADDRESSES=true allows it."
)


class HttpWebhookSender(WebhookSender):
    """Sends each request to an address that was looked up and checked for it.

    Of a response, only the status and `Retry-After` are used.
    """

    def __init__(
        self,
        is_allowed: Callable[[str], bool] = is_public,
        resolve: Resolve = resolve,
        seconds: float = SECONDS,
    ) -> None:
        """Set what may be sent to.

        Args:
            is_allowed: Whether an IP address may be connected to.
            resolve: Returns the IP addresses of a host.
            seconds: The longest time for a request and its response.
        """
        self._http = PinnedHttp(is_allowed, resolve)
        self._seconds = seconds
        self._client: httpx.AsyncClient | None = None

    async def check(self, url: str) -> None:
        """Check that the host of an address may be sent to, if it is found."""
        try:
            async with asyncio.timeout(self._seconds):
                await self._http.addresses(httpx.URL(url))
        except httpx.InvalidURL as exc:
            raise WebhookInvalid(
                "The address of the webhook cannot be read. No webhook was made."
            ) from exc
        except AddressRefused:
            raise WebhookInvalid(f"{NOT_PUBLIC} No webhook was made.") from None
        except (OSError, UnicodeError, TimeoutError):
            return  # it may be found once there is something to send

    async def send(self, url: str, headers: Mapping[str, str], body: bytes) -> Reply:
        """Send a body of JSON, and return what was answered."""
        try:
            async with asyncio.timeout(self._seconds):
                response = await self._sent(httpx.URL(url), headers, body)
        except AddressRefused:
            raise EndpointUnreachable(NOT_PUBLIC) from None
        except TimeoutError as exc:
            raise EndpointUnreachable(
                f"The endpoint did not answer within {self._seconds:g} seconds."
            ) from exc
        except (httpx.HTTPError, httpx.InvalidURL, OSError, UnicodeError) as exc:
            raise EndpointUnreachable(
                f"The endpoint cannot be reached ({type(exc).__name__})."
            ) from exc
        try:
            return Reply(response.status_code, _seconds_in(response.headers.get("retry-after")))
        finally:
            await _drained(response)

    async def close(self) -> None:
        """Close the connections."""
        if self._client is not None:
            await self._client.aclose()

    async def _sent(
        self, url: httpx.URL, headers: Mapping[str, str], body: bytes
    ) -> httpx.Response:
        if self._client is None:  # here, because it reads certificates
            self._client = httpx.AsyncClient(
                follow_redirects=False,
                trust_env=False,
                timeout=None,  # noqa: S113 - `send` has one for all of it
                # a connection belongs to an address, which hosts with other certificates may share
                limits=httpx.Limits(max_keepalive_connections=0),
            )
        typed = {"Content-Type": "application/json", **headers}
        return await self._http.send(self._client, "POST", url, typed, body)


async def _drained(response: httpx.Response) -> None:
    """Read the start of a response, so that its sender is not cut off, and close it."""
    size = 0
    with suppress(httpx.HTTPError, OSError, TimeoutError):
        async with asyncio.timeout(DRAIN_SECONDS):
            async for piece in response.aiter_raw():
                size += len(piece)
                if size > DRAINED_BYTES:
                    break
    await response.aclose()


def _seconds_in(retry_after: str | None) -> float | None:
    """Return the seconds that a `Retry-After` header asks to wait; None if it says nothing."""
    if retry_after is None:
        return None
    if retry_after.strip().isascii() and retry_after.strip().isdigit():
        return float(retry_after)
    try:
        until = parsedate_to_datetime(retry_after)
    except ValueError:
        return None
    if until.tzinfo is None:
        until = until.replace(tzinfo=UTC)
    return max(0.0, (until - datetime.now(UTC)).total_seconds())
