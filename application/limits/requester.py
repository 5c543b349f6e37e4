"""Whose request is handled now, and what it was counted as.

What the program does by itself, in commands and jobs, has no requester, and is not limited.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from domain.limits.rate_limit import Allowance

# who has one address of IPv6 has as many as this network
_NETWORK_OF_ONE = 64


@dataclass(eq=False)
class Requester:
    """Who sent a request.

    Attributes:
        address: The network address.
        allowances: What was left of each limit that the request was counted for.
    """

    address: str
    allowances: list[Allowance] = field(default_factory=list)


_requester: ContextVar[Requester | None] = ContextVar("requester", default=None)


@contextmanager
def requested_from(address: str) -> Iterator[Requester]:
    """Handle a request from a network address within the block."""
    token = _requester.set(requester := Requester(address))
    try:
        yield requester
    finally:
        _requester.reset(token)


def current_requester() -> Requester | None:
    """Return whose request is handled now; None if it is none."""
    return _requester.get()


def network_of(address: str) -> str:
    """Return the network that a client is counted by: an address of IPv4, or 64 bits of IPv6."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address):
        # a socket of both versions names a client of IPv4 so
        parsed = parsed.ipv4_mapped or parsed
    prefix = parsed.max_prefixlen if isinstance(parsed, IPv4Address) else _NETWORK_OF_ONE
    return str(ip_network((parsed, prefix), strict=False))
