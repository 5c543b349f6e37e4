"""Which host names the server serves.

A page of another site can make its own name lead to this machine (DNS rebinding). For the browser
the server then belongs to that site, and the page may read every response. What the attacker
cannot change is the name in the requests. So a name is served only if it is known to be ours. An
IP address is no name that could lead elsewhere.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import urlsplit

Address = IPv4Address | IPv6Address

ANY = "*"
LOCALHOST = "localhost"

_AUTHORITY = re.compile(r"(?:\[(?P<v6>[^\[\]]+)\]|(?P<name>[0-9a-z._-]+))(?::[0-9]{0,5})?")
_NAME = re.compile(r"[0-9a-z_-]+(?:\.[0-9a-z_-]+)*")


@dataclass(frozen=True, slots=True)
class ServedHosts:
    """The hosts that are served, besides the loopback ones.

    Attributes:
        addresses: IP addresses.
        patterns: Names, `.example.com` for a domain and its subdomains, `*.example.com` for the
            subdomains alone, `*` for everything.
        any_address: Whether every IP address is served.
    """

    addresses: frozenset[Address] = frozenset()
    patterns: frozenset[str] = frozenset()
    any_address: bool = False

    @classmethod
    def of(cls, listens_on: str, machine: str, allowed: Iterable[str]) -> "ServedHosts":
        """Return the hosts of a server.

        Args:
            listens_on: The name or address that the server listens on.
            machine: The host name of this machine, by which others in the network reach it.
            allowed: What else is served, as `host_patterns` returns it.
        """
        patterns = set(allowed)
        addresses = {address for each in patterns if (address := _address(each))}
        own = _address(listens_on)
        if own is None:
            patterns.add(_plain(listens_on))
        else:
            addresses.add(own)
            if not own.is_loopback:
                patterns |= _names_of(machine)
        everywhere = own is not None and own.is_unspecified
        return cls(frozenset(addresses), frozenset(patterns), everywhere)

    def serves(self, host: str | Address) -> bool:
        """Return whether a host, as `parse_host` returns it, is served."""
        if ANY in self.patterns:
            return True
        if not isinstance(host, str):
            return self.any_address or host.is_loopback or host in self.addresses
        if host == LOCALHOST or host in self.patterns or f".{host}" in self.patterns:
            return True
        parents = host.split(".")[1:]
        domains = {".".join(parents[depth:]) for depth in range(len(parents))}
        return LOCALHOST in domains or any(
            f"{mark}.{domain}" in self.patterns for domain in domains for mark in ("", "*")
        )


def is_loopback(host: str) -> bool:
    """Return whether only programs of this machine reach a server that listens there."""
    own = _address(host)
    if own is not None:
        return own.is_loopback
    name = _plain(host)
    return name == LOCALHOST or name.endswith(f".{LOCALHOST}")


def is_here(url: str) -> bool:
    """Return whether a URL is of this machine. One without a host is of a file or a socket."""
    try:
        host = urlsplit(url).hostname
    except ValueError:
        return False
    return host is None or is_loopback(host)


def parse_host(header: str) -> str | Address | None:
    """Return the name or address in a Host header, without its port; None if it is malformed.

    A name is in lower case and without a last dot; an address is without its zone.
    """
    match = _AUTHORITY.fullmatch(header.lower())
    if match is None:
        return None
    if match["v6"]:
        return _address(match["v6"]) if ":" in match["v6"] else None
    name = _plain(match["name"])
    return _address(name) or (name if all(name.split(".")) else None)


def host_patterns(text: str) -> tuple[str, ...]:
    """Return the entries of a comma-separated list of hosts.

    Raises:
        ValueError: With the first entry that is neither a name, an address nor a pattern.
    """
    entries = [entry.strip() for entry in text.split(",")]
    return tuple(_pattern(entry) for entry in entries if entry)


def _pattern(entry: str) -> str:
    bare = entry.removeprefix("[").removesuffix("]")
    if entry == ANY or _address(bare):
        return bare
    name = entry.removeprefix("*").removeprefix(".")
    mark = entry.removesuffix(name)
    try:
        # browsers send the encoded form of a name with other letters
        name = _plain(name if name.isascii() else name.encode("idna").decode())
    except UnicodeError:
        raise ValueError(entry) from None
    if mark == ANY or not _NAME.fullmatch(name):
        raise ValueError(entry)
    return mark + name


def _address(text: str) -> Address | None:
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address


def _plain(name: str) -> str:
    return name.lower().removesuffix(".")


def _names_of(machine: str) -> set[str]:
    """Return a machine's name, its first label, and its name in multicast DNS."""
    name = _plain(machine)
    label = name.partition(".")[0]
    return {name, label, f"{label}.local"} if label else set()
