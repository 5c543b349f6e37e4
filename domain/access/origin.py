"""Origins of pages, by which keys and settings name other sites."""

import re
from ipaddress import IPv6Address

ORIGIN_PATTERN = r"https?://([a-z0-9._-]+|\[[0-9a-f:]+\])(:[0-9]{1,5})?"
USUAL_PORTS = {"http": 80, "https": 443}
LAST_PORT = 65_535

_ORIGIN = re.compile(ORIGIN_PATTERN)


def origin_of(text: str) -> str:
    """Return an origin as browsers send it: in lower case, without a path and the usual port.

    Raises:
        ValueError: With the text, if it is none.
    """
    origin = text.strip().lower().rstrip("/")
    match = _ORIGIN.fullmatch(origin)
    if match is None:
        raise ValueError(text)
    scheme, host = origin.partition(":")[0], match[1]
    port = USUAL_PORTS[scheme] if match[2] is None else int(match[2][1:])
    if not 1 <= port <= LAST_PORT:
        raise ValueError(text)
    shown = f"{scheme}://{_shortest(host, text)}"
    return shown if port == USUAL_PORTS[scheme] else f"{shown}:{port}"


def _shortest(host: str, text: str) -> str:
    """Return a host with the address in it as browsers write it."""
    if not host.startswith("["):
        return host
    try:
        return f"[{IPv6Address(host[1:-1]).compressed}]"
    except ValueError:
        raise ValueError(text) from None
