"""The port for sending requests to endpoints."""

from collections.abc import Mapping
from typing import Protocol

from domain.webhooks.outcome import Reply


class WebhookSender(Protocol):
    """Sends requests to the endpoints of webhooks, and to no address that is not allowed."""

    async def check(self, url: str) -> None:
        """Check that the host of an address may be sent to; one that is not found yet may.

        Raises:
            WebhookInvalid: If it may not.
        """
        ...

    async def send(self, url: str, headers: Mapping[str, str], body: bytes) -> Reply:
        """Send a body of JSON, and return what was answered. Redirects are not followed.

        Raises:
            EndpointUnreachable: If there is no response in time, or the address is not allowed. The
                message says why, without the address.
        """
        ...
