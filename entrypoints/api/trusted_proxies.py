"""Which client a request came from, when it came through proxies.

A header is as trustworthy as who wrote it. Each proxy appends to `X-Forwarded-For` the address that
it was reached from, so the list is read from its end, for as long as a trusted proxy wrote the
entry. The entries before that may be anybody's. `Forwarded` (RFC 7239) is not read: of two lists
that a proxy may or may not write, the one that it passes on unread would be the client's own.
"""

from collections.abc import Iterable, Sequence
from ipaddress import ip_address

from litestar.enums import ScopeType
from litestar.types import ASGIApp, Receive, Scope, Send

from entrypoints.api.networks import Network
from entrypoints.api.served_hosts import Address

SCHEMES = {"http", "https"}


class TrustedProxies:
    """Gives requests that trusted proxies pass on the address and the scheme of their client."""

    def __init__(self, app: ASGIApp, trusted: Sequence[Network] = ()) -> None:
        """Wrap the whole application, so that all of it sees the client."""
        self._app = app
        self._trusted = trusted

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        client = scope.get("client")
        if scope["type"] == ScopeType.HTTP and client and self._trusts(parse_address(client[0])):
            headers = scope["headers"]
            passed_on = _listed(headers, b"x-forwarded-for")
            scheme = _listed(headers, b"x-forwarded-proto")[-1:]
            scope = {**scope, "client": (self._origin(client[0], passed_on), client[1])}
            if scheme and scheme[0].lower() in SCHEMES:
                scope["scheme"] = scheme[0].lower()
        await self._app(scope, receive, send)

    def _origin(self, peer: str, passed_on: Sequence[str]) -> str:
        """Return the address of the last one in the list whom no trusted proxy stands for."""
        for entry in reversed(passed_on):
            address = parse_address(entry)
            if address is None:
                return peer  # nobody's address, so what the last trusted proxy says is no use
            peer = str(address)
            if not self._trusts(address):
                break
        return peer

    def _trusts(self, address: Address | None) -> bool:
        return address is not None and any(address in network for network in self._trusted)


def parse_address(text: str) -> Address | None:
    """Return an IP address that may have a port; None if it is none."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _listed(headers: Iterable[tuple[bytes, bytes]], wanted: bytes) -> list[str]:
    """Return the entries of a header that may be sent more than once."""
    values = [value.decode("latin-1") for name, value in headers if name == wanted]
    return [entry.strip() for value in values for entry in value.split(",") if entry.strip()]
