"""What httpx is told, the same for both kinds of client."""

import ipaddress
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx
import msgspec

from quoth._call import Call
from quoth._retries import Retries
from quoth.errors import ConnectionFailed, QuothError

CONNECT_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Connection:
    """Where a server is, and how it is talked to.

    Attributes:
        server: Its address, such as `https://docs.example`.
        api_key: Who acts there; None for nobody.
        headers: Sent with each request, such as the authorisation for a proxy in front of it.
        timeout: The longest silence, in seconds.
    """

    server: str
    api_key: str | None = field(default=None, repr=False)
    headers: Mapping[str, str] = field(default_factory=dict)
    timeout: float = 60.0
    retries: Retries = field(default_factory=Retries)

    def options(self) -> dict[str, Any]:
        """Return the options of a client of httpx.

        Raises:
            QuothError: If the address is none.
        """
        try:
            url = httpx.URL(self.server)
        except httpx.InvalidURL:
            url = httpx.URL()
        if url.scheme not in {"http", "https"} or not url.host:
            raise QuothError(
                f"{self.server!r} is no address of a server: it is like http://127.0.0.1:8000.",
                "address_invalid",
            )
        headers = {} if self.api_key is None else {"Authorization": f"Bearer {self.api_key}"}
        return {
            "base_url": url,
            "headers": headers | dict(self.headers),
            "timeout": self.timeout,
            # certificates are read for TLS alone: reading them takes longer than most requests
            "verify": True if url.scheme == "https" else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT),
            # a proxy of the environment cannot reach this machine under such an address
            "trust_env": not _is_loopback(url.host),
        }


def options_of(call: Call[Any]) -> dict[str, Any]:
    """Return the arguments for httpx to send a call, except the content of a form."""
    options: dict[str, Any] = {
        "method": call.method,
        "url": call.path,
        "params": dict(call.params),
        "headers": dict(call.headers),
    }
    if call.form is not None:
        options["headers"] |= call.form.headers
    elif call.body is not None:
        options["headers"]["Content-Type"] = "application/json"
        options["content"] = msgspec.json.encode(call.body)
    if call.waits:
        options["timeout"] = httpx.Timeout(None, connect=CONNECT_SECONDS)
    return options


def connection_failed(error: httpx.TransportError, server: httpx.URL) -> ConnectionFailed:
    """Return what a failure of the connection means."""
    never_sent = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
    sent = not isinstance(error, never_sent)
    address = server.copy_with(userinfo=b"")
    said = str(error) or type(error).__name__
    message = (
        f"The connection to {address} broke ({said})."
        if sent
        else f"{address} cannot be reached ({said})."
    )
    return ConnectionFailed(message, sent=sent)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
