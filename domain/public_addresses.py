"""Which IP addresses belong to the public internet."""

from collections.abc import Callable
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

_GLOBAL_UNICAST = IPv6Network("2000::/3")
_TRANSLATED = IPv6Network("64:ff9b::/96")  # an IPv4 address, as networks without IPv4 write it


def is_public(address: str) -> bool:
    """Whether an address is one of the public internet, whatever form it is written in.

    Addresses that stand for others, such as `::ffff:10.0.0.1`, are judged by those.
    """
    parsed = ip_address(address.partition("%")[0])
    if isinstance(parsed, IPv6Address):
        embedded = parsed.ipv4_mapped or parsed.sixtofour
        if parsed in _TRANSLATED:
            embedded = IPv4Address(int(parsed) & 0xFFFFFFFF)
        if embedded is None:
            return parsed in _GLOBAL_UNICAST and parsed.is_global
        parsed = embedded
    return parsed.is_global and not parsed.is_multicast and not parsed.is_reserved


def allowed_addresses(*, private: bool) -> Callable[[str], bool]:
    """Return whether an address may be connected to: a public one, or any if private ones may."""
    return _any if private else is_public


def _any(_address: str) -> bool:
    return True
