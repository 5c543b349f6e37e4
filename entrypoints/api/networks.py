"""Networks of addresses. The settings of every command read them, without the web framework."""

from ipaddress import IPv4Network, IPv6Network, ip_network

Network = IPv4Network | IPv6Network


def networks(text: str) -> tuple[Network, ...]:
    """Return the entries of a comma-separated list of addresses and networks.

    Raises:
        ValueError: With the first entry that is neither.
    """
    found = []
    for entry in filter(None, (each.strip() for each in text.split(","))):
        try:
            found.append(ip_network(entry))
        except ValueError:
            raise ValueError(entry) from None
    return tuple(found)
